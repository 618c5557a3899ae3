"""Cases as a file: asked for with a reason, limited per day, masked, and in the trail before the first byte.

What a file holds is what the list finds within the actor's scope at that moment. Free text that came
from callers (narratives, notes) is never in a file: it may hold anything about health or crime.
"""

from array import array
from base64 import b64decode, b64encode
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import col

from safety_center.domain.access import Actor, Permission, case_scope, require
from safety_center.domain.errors import N_, FieldError, InputRefused
from safety_center.domain.exports import (
    LIMITS,
    ExportColumn,
    ExportReason,
    FileForm,
    check_reason,
    columns_for,
)
from safety_center.domain.identity_numbers import mask_identity_numbers
from safety_center.domain.periods import seoul_bounds
from safety_center.domain.trail import pack_ids
from safety_center.services.cases.export_cells import CaseCells
from safety_center.services.cases.listing import choose_cases
from safety_center.services.cases.saved_filters import columns_of
from safety_center.services.context import Context, reading
from safety_center.services.installation import Installation
from safety_center.services.personal_values import data_keys
from safety_center.services.personal_views import PersonView, view_person
from safety_center.store import case_list as store
from safety_center.store.tables import Case, Person, TrailEntry
from safety_center.store.trail import lock_head
from safety_center.store.vault import KeyUnavailable, seal, unseal

_ACTION = "case.export"
_PURPOSE = "export-reason"


@dataclass(frozen=True)
class ExportRequest:
    """What was asked: the list's address, a reason (code and own words), the form of the file."""

    values: Mapping[str, str]
    reason_code: str
    reason_text: str
    form: str


@dataclass(frozen=True)
class Export:
    """A file that may be written now: which cases in which order, which columns, who and why."""

    ids: Sequence[int]
    columns: tuple[ExportColumn, ...]
    form: FileForm
    reason: ExportReason
    reason_text: str
    actor: Actor
    made_at: datetime
    synthetic: bool


@dataclass(frozen=True)
class Offer:
    """What an export of the list would hold, and what is left of the day's rows."""

    rows: int
    left: int
    columns: tuple[ExportColumn, ...]


def offer_export(ctx: Context, values: Mapping[str, str]) -> Offer:
    """How many cases the list finds (counted up to one more than are left today) and the columns."""
    actor = ctx.require_actor()
    require(actor, Permission.CASE_EXPORT)
    wanted, left = choose_cases(ctx, values).wanted, rows_left(ctx)
    rows = store.count_cases(ctx.session, case_scope(actor), wanted, at_most=left)
    return Offer(rows, left, columns_for(columns_of(ctx)))


def rows_left(ctx: Context) -> int:
    """Rows that the actor may still export on this Seoul day."""
    actor = ctx.require_actor()
    limit = getattr(ctx.installation.settings, LIMITS[actor.role]) if actor.role in LIMITS else 0
    since, _ = seoul_bounds(ctx.today, None)
    query = select(func.coalesce(func.sum(col(TrailEntry.rows)), 0)).where(
        col(TrailEntry.account_id) == actor.account_id,
        col(TrailEntry.action) == _ACTION,
        col(TrailEntry.at) >= since,
    )
    return max(0, limit - int(ctx.session.execute(query).scalar_one()))


def begin_export(ctx: Context, request: ExportRequest) -> Export:
    """Check, count and write into the trail; in a unit that writes, which is left before a byte is sent.

    Raises `InputRefused` without a reason, with nothing to export, or beyond the day's rows.
    """
    actor = ctx.require_actor()
    require(actor, Permission.CASE_EXPORT)
    errors = check_reason(request.reason_code, request.reason_text, request.form)
    if errors:
        raise InputRefused(errors)
    lock_head(ctx.session)  # two exports at once cannot both take the last rows of the day
    ids = _ids(ctx, request.values, rows_left(ctx))
    text = mask_identity_numbers(" ".join(request.reason_text.split()))
    sealed = seal(ctx.vault.account_key(actor.account_id), text.encode(), _PURPOSE)
    reason, form = ExportReason.of(request.reason_code), FileForm.of(request.form)
    columns = columns_for(columns_of(ctx))
    ctx.note(
        "case.export",
        rows=len(ids),
        reason=reason.value,
        text=b64encode(sealed).decode(),
        form=form.value,
        columns=[column.value for column in columns],
        filters=sorted(key for key in request.values if key not in ("search", "order")),
        searched="search" in request.values,
        cases=pack_ids(ids, runs=True),
    )
    synthetic = ctx.installation.holds_synthetic_data
    return Export(ids, columns, form, reason, text, actor, ctx.now, synthetic)


def open_reason(ctx: Context, account_id: int, kept: str) -> str | None:
    """The words of a reason that the trail keeps sealed, for whoever reviews; None when unreadable."""
    try:
        return unseal(ctx.vault.account_key(account_id), b64decode(kept), _PURPOSE).decode()
    except (KeyUnavailable, ValueError):
        return None


def _ids(ctx: Context, values: Mapping[str, str], left: int) -> Sequence[int]:
    chosen = choose_cases(ctx, values)
    scope = case_scope(ctx.require_actor())
    found = store.list_case_ids(ctx.session, scope, chosen.wanted, left + 1, chosen.by_due)
    if not found:
        raise InputRefused([FieldError("", "empty", N_("내보낼 사건·사고가 없습니다."))])
    if len(found) > left:
        message = N_(
            "오늘 내보낼 수 있는 건수(%(left)s건)를 넘습니다. 조건을 좁히거나 내일 다시 해 주십시오."
        )
        raise InputRefused([FieldError("", "too_many", message, {"left": left})])
    return array("q", found)


def export_rows(
    installation: Installation, export: Export, language: str
) -> Iterator[tuple[str, ...]]:
    """The cells of each case, text only; a few hundred cases are in memory at a time."""
    with reading(installation, export.actor) as ctx:
        cells = CaseCells(ctx, language)
        for cases in store.fetch_in_order(ctx.session, export.ids):
            persons = _persons(ctx, cases)
            for case in cases:
                shown = persons.get(case.id or 0, [])
                yield tuple(cells.write(column, case, shown) for column in export.columns)


def _persons(ctx: Context, cases: Sequence[Case]) -> dict[int, list[PersonView]]:
    """Persons of a few cases, masked for everybody."""
    opened = data_keys(ctx, [case.data_key_id for case in cases])
    keys = {case.id: opened[case.data_key_id] for case in cases}
    wanted = col(Person.case_id).in_([case.id for case in cases])
    query = select(Person).where(wanted, ~col(Person.removed)).order_by(col(Person.position))
    found: dict[int, list[PersonView]] = defaultdict(list)
    for person in ctx.session.execute(query).scalars():
        found[person.case_id].append(view_person(person, keys[person.case_id], masked=True))
    return found
