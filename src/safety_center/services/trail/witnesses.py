"""Who saw this person: every account that viewed, revealed, changed, exported or was listed a case."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from safety_center.domain.access import Permission, Role, require
from safety_center.domain.errors import N_, FieldError, InputRefused, NotFound
from safety_center.domain.names import (
    identity_key,
    normalise_hangul,
    roman_tokens,
    telephone_key,
)
from safety_center.domain.trail import (
    EXPORTS,
    LISTS,
    NOT_TAKEN,
    OUT_OF_REACH,
    REVEALS,
    VIEWS,
    holds_id,
)
from safety_center.services.cases.reach import case_units
from safety_center.services.context import Context
from safety_center.store import trail_pages as store
from safety_center.store.tables import Case, Handover, LookupKey, Person, Report

#: Acts on a case's number that tell nothing about who saw it: the auditor's own looking up, and what
#: was to be corrected (who opened the form has an act of its own).
_NOT_SEEING = ("trail.who", "trail.view", NOT_TAKEN)
_EVERYWHERE = frozenset({Role.ANALYST.value, Role.CENTER_MANAGER.value})
_MOST_CASES = 50
_KINDS = {
    **dict.fromkeys(VIEWS, "viewed"),
    **dict.fromkeys(REVEALS, "revealed"),
    **dict.fromkeys(LISTS, "listed"),
    **dict.fromkeys(EXPORTS, "exported"),
    OUT_OF_REACH: "refused",
}


@dataclass
class Witness:
    """One account in one role and unit; `counts` by viewed, revealed, changed, exported, listed, refused.

    `outside`: the unit had nothing to do with any of the cases (by today's owner, responsible
    mission, origin, and every hand-over so far).
    """

    account_id: int | None
    username: str | None
    name: str | None
    role: str | None
    unit_code: str | None
    first_at: datetime
    last_at: datetime
    outside: bool = False
    counts: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Witnesses:
    """The cases asked about, and everybody who saw any of them, the latest first."""

    cases: Sequence[Case]
    people: Sequence[Witness]


def find_person_cases(ctx: Context, by: str, typed: str) -> list[str]:
    """Numbers of the cases on which a name, telephone or identity number stands, by its keyed hash.

    `by` is `name`, `telephone` or `identity`. What was typed is written nowhere.
    """
    require(ctx.require_actor(), Permission.TRAIL_VIEW)
    digests = [ctx.vault.digest(kind, key) for kind, key in _keys(by, typed)]
    if not digests:
        raise InputRefused(
            [FieldError("typed", "required", N_("찾을 성명이나 번호를 입력해 주십시오."))]
        )
    found = ctx.session.execute(
        select(col(LookupKey.subject), col(LookupKey.subject_id)).where(
            col(LookupKey.digest).in_(digests)
        )
    )
    numbers = _numbers_of(ctx, found)
    ctx.note("trail.who", rows=len(numbers), by=by)
    return numbers


def find_witnesses(ctx: Context, numbers: Sequence[str]) -> Witnesses:
    """Everybody who saw the cases of these numbers; raises `NotFound` where none is a case."""
    require(ctx.require_actor(), Permission.TRAIL_VIEW)
    query = select(Case).where(col(Case.number).in_(numbers[:_MOST_CASES]))
    cases = ctx.session.execute(query).scalars().all()
    if not cases:
        raise NotFound(N_("해당 관리번호의 사건이 없습니다."))
    people = _gather(ctx, cases)
    for case in cases:
        ctx.note("trail.who", case.number, rows=len(people), by="case")
    return Witnesses(cases, people)


def _keys(by: str, typed: str) -> list[tuple[str, str]]:
    text = typed.strip()
    if not text:
        return []
    if by == "telephone":
        return [("telephone", telephone_key(text))]
    if by == "identity":
        return [("identity", identity_key(text))]
    keys = [("full", normalise_hangul(text))]
    return keys + [("roman", token) for token in roman_tokens(text)[-1:]]


def _numbers_of(ctx: Context, found: Iterable[Any]) -> list[str]:
    """Cases of persons and of callers."""
    ids: dict[str, set[int]] = {"person": set(), "caller": set()}
    for subject, subject_id in found:
        ids.setdefault(subject, set()).add(subject_id)
    of_persons = select(col(Person.case_id)).where(col(Person.id).in_(ids["person"]))
    of_callers = select(col(Report.case_id)).where(
        col(Report.id).in_(ids["caller"]), col(Report.case_id).is_not(None)
    )
    query = select(col(Case.number)).where(col(Case.id).in_(of_persons.union(of_callers)))
    return sorted(ctx.session.execute(query).scalars())


def _gather(ctx: Context, cases: Sequence[Case]) -> list[Witness]:
    ids = [case.id for case in cases]
    subjects = [case.number for case in cases] + store.fetch_receipts(ctx.session, ids)
    tied = _tied_units(ctx, cases)
    found: dict[tuple[Any, ...], Witness] = {}
    for act in store.fetch_acts_on(ctx.session, subjects, _NOT_SEEING):
        _add(found, act, _KINDS.get(act["action"], "changed"))
    since = min(case.entered_at for case in cases)
    named = {case.id: case.number for case in cases}
    for act in store.fetch_lists_with(ctx.session, named, since, LISTS, EXPORTS):
        if _shows(json.loads(act["detail"]).get("cases"), named):
            _add(found, act, _KINDS[act["action"]])
    accounts = store.fetch_accounts(
        ctx.session, [w.account_id for w in found.values() if w.account_id]
    )
    for witness in found.values():
        account = accounts.get(witness.account_id or 0)
        witness.name = account.display_name if account else None
        witness.outside = witness.role not in _EVERYWHERE and witness.unit_code not in tied
    return sorted(found.values(), key=lambda witness: witness.last_at, reverse=True)


def _shows(packed: Any, named: Mapping[int, str]) -> bool:
    """True when a list showed any of the cases: by packed ids, or by their numbers."""
    if isinstance(packed, str):
        return holds_id(packed, frozenset(named))
    return isinstance(packed, list) and not set(named.values()).isdisjoint(packed)


def _add(found: dict[tuple[Any, ...], Witness], act: Mapping[str, Any], kind: str) -> None:
    who = (act["account_id"], act["role"], act["unit_code"])
    witness = found.get(who)
    if witness is None:
        names = (act["account_id"], act["username"], None, act["role"], act["unit_code"])
        witness = found[who] = Witness(*names, first_at=act["at"], last_at=act["at"])
    witness.first_at = min(witness.first_at, act["at"])
    witness.last_at = max(witness.last_at, act["at"])
    witness.counts["refused" if act["result"] != "ok" else kind] += 1


def _tied_units(ctx: Context, cases: Sequence[Case]) -> set[str | None]:
    units: set[str | None] = {unit for case in cases for unit in case_units(case)}
    handovers = select(col(Handover.from_unit), col(Handover.to_unit)).where(
        col(Handover.case_id).in_([case.id for case in cases])
    )
    return units | {unit for pair in ctx.session.execute(handovers) for unit in pair}
