"""What an account keeps of its list of cases: filters under a name, and the columns it wants to see."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, update
from sqlmodel import col

from safety_center.domain.access import Permission, require
from safety_center.domain.choices import unknown_code
from safety_center.domain.errors import N_, FieldError, InputRefused, NotFound
from safety_center.domain.vocabulary import DateBasis
from safety_center.services.cases.filters import BESIDE, KEYS, parse_filters
from safety_center.services.context import Context
from safety_center.store.tables import KeptSearch, ListColumns, SavedFilter
from safety_center.store.vault import seal, unseal

_PURPOSE = "saved-filter"
_MOST, _LONGEST = 30, 60

#: Columns of the list in their order; the number always stands first. Those seen unless chosen otherwise.
COLUMNS = (
    "number age received occurred place type persons severity status due mission owner source summary"
    " entered closed"
).split()
#: The column of the day that a filter of days is about.
_DAY_OF_BASIS = {DateBasis.OCCURRED.value: "occurred", DateBasis.ENTERED.value: "entered"}
_DAYS_ASKED = {"closed_from": "closed", "closed_to": "closed", "open_on": "received"}
FIXED = ("number",)
USUAL = tuple("number age place type persons severity status due".split())


@dataclass(frozen=True)
class NamedFilter:
    """A saved filter; `values` are those of the list's address."""

    id: int
    name: str
    values: Mapping[str, str]


def list_filters(ctx: Context) -> list[NamedFilter]:
    """The actor's own, by name."""
    actor = ctx.require_actor()
    query = select(SavedFilter).where(col(SavedFilter.account_id) == actor.account_id)
    rows = ctx.session.execute(query.order_by(col(SavedFilter.name))).scalars().all()
    key = ctx.vault.account_key(actor.account_id)
    return [
        NamedFilter(row.id, row.name, json.loads(unseal(key, row.content, _PURPOSE)))
        for row in rows
    ]


def save_filter(ctx: Context, name: str, values: Mapping[str, str]) -> NamedFilter:
    """Keep a filter under a name; the same name again replaces it. Raises `InputRefused`."""
    actor = ctx.require_actor()
    require(actor, Permission.CASE_VIEW)
    kept = {key: values[key] for key in (*KEYS, *BESIDE) if values.get(key)}
    parse_filters(ctx, kept)
    _check(ctx, name := " ".join(name.split()), kept)
    row = _find(ctx, col(SavedFilter.name) == name)
    before = _opened(ctx, row).get("search") if row else None
    content = seal(ctx.vault.account_key(actor.account_id), json.dumps(kept).encode(), _PURPOSE)
    if row is None:
        row = SavedFilter(
            account_id=actor.account_id, name=name, content=content, created_at=ctx.now
        )
    row.content = content
    ctx.session.add(row)
    ctx.session.flush()
    for token in {before, kept.get("search")} - {None}:
        _hold_or_let_go(ctx, str(token))
    return NamedFilter(row.id, name, kept)


def delete_filter(ctx: Context, filter_id: int) -> None:
    """Delete the actor's own filter; what it searched for is then purged with the rest."""
    row = _find(ctx, col(SavedFilter.id) == filter_id)
    if row is None:
        raise NotFound(N_("저장한 조건이 없습니다."))
    token = _opened(ctx, row).get("search")
    ctx.session.delete(row)
    ctx.session.flush()
    if token:
        _hold_or_let_go(ctx, token)


def _check(ctx: Context, name: str, kept: Mapping[str, str]) -> None:
    actor = ctx.require_actor()
    if not name or len(name) > _LONGEST:
        message = N_("조건의 이름을 %(most)s자 안으로 입력해 주십시오.")
        raise InputRefused([FieldError("name", "missing", message, {"most": _LONGEST})])
    if not kept:
        raise InputRefused([FieldError("name", "empty", N_("저장할 조건이 없습니다."))])
    mine = select(func.count(col(SavedFilter.id))).where(
        col(SavedFilter.account_id) == actor.account_id, col(SavedFilter.name) != name
    )
    if ctx.session.execute(mine).scalar_one() >= _MOST:
        message = N_("조건은 %(most)s개까지 저장할 수 있습니다. 쓰지 않는 조건을 지워 주십시오.")
        raise InputRefused([FieldError("name", "too_many", message, {"most": _MOST})])


def _find(ctx: Context, condition: Any) -> SavedFilter | None:
    mine = col(SavedFilter.account_id) == ctx.require_actor().account_id
    return ctx.session.execute(select(SavedFilter).where(mine, condition)).scalar_one_or_none()


def _opened(ctx: Context, row: SavedFilter) -> dict[str, str]:
    opened: dict[str, str] = json.loads(
        unseal(ctx.vault.account_key(row.account_id), row.content, _PURPOSE)
    )
    return opened


def _hold_or_let_go(ctx: Context, token: str) -> None:
    """A search stays as long as one of the actor's filters asks for it."""
    account_id = ctx.require_actor().account_id
    needed = any(each.values.get("search") == token for each in list_filters(ctx))
    mine = (col(KeptSearch.token) == token, col(KeptSearch.account_id) == account_id)
    ctx.session.execute(update(KeptSearch).where(*mine).values(saved=needed))


def columns_of(ctx: Context) -> tuple[str, ...]:
    """The columns the actor sees, in the list's order."""
    row = ctx.session.get(ListColumns, ctx.require_actor().account_id)
    chosen = row.columns.split() if row else USUAL
    return tuple(name for name in COLUMNS if name in chosen or name in FIXED)


def columns_for_days(ctx: Context, values: Mapping[str, str]) -> tuple[str, ...]:
    """The columns the actor sees, with the day that the filter asks about; it takes the place of a
    running time, which says nothing of a day long past."""
    seen = columns_of(ctx)
    asked = {column for key, column in _DAYS_ASKED.items() if values.get(key)}
    if values.get("from") or values.get("to"):
        asked.add(_DAY_OF_BASIS.get(values.get("basis", ""), "received"))
    if not asked - set(seen):
        return seen
    kept = asked | {name for name in seen if name != "age"}
    return tuple(name for name in COLUMNS if name in kept)


def choose_columns(ctx: Context, names: Sequence[str]) -> tuple[str, ...]:
    """Keep the columns for the actor; raises `InputRefused` for none and for unknown names."""
    actor = ctx.require_actor()
    require(actor, Permission.CASE_VIEW)
    if unknown := [name for name in names if name not in COLUMNS]:
        raise InputRefused([unknown_code("columns", unknown[0], COLUMNS)])
    if not names:
        message = N_("표시할 항목을 하나 이상 골라 주십시오.")
        raise InputRefused([FieldError("columns", "missing", message)])
    row = ctx.session.get(ListColumns, actor.account_id)
    if row is None:
        row = ListColumns(account_id=actor.account_id, columns="")
    row.columns = " ".join(name for name in COLUMNS if name in names)
    ctx.session.add(row)
    ctx.session.flush()
    return columns_of(ctx)
