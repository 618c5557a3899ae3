"""A stored case and those like it: looked for again whenever it is opened, two compared, one set aside."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session, select

from safety_center.domain.access import Permission, may_change_case, require
from safety_center.domain.errors import N_, Conflict, Forbidden, NotFound
from safety_center.domain.likeness import CaseTraits, Reason, find_reasons, is_surely_the_same
from safety_center.services.cases.reach import find_reachable_case, is_reachable, require_case
from safety_center.services.cases.view import CasePage, show_case
from safety_center.services.context import Context
from safety_center.services.duplicates import traits as build
from safety_center.services.duplicates.find import find_alike, note_look_up
from safety_center.services.duplicates.likeness import Likeness
from safety_center.services.personal_values import data_key
from safety_center.store import duplicates as store
from safety_center.store import merges as merge_store
from safety_center.store.accounts import account_names
from safety_center.store.tables import Case, NotDuplicate, Person


@dataclass(frozen=True)
class SetAside:
    """A case that somebody compared and found to be another one."""

    number: str
    decided_by: str
    decided_at: datetime
    in_reach: bool


@dataclass(frozen=True)
class SimilarCases:
    """What is like a case, without what was set aside; `may_change`: set aside and merge."""

    number: str
    likely: tuple[Likeness, ...]
    set_aside: tuple[SetAside, ...]
    may_change: bool


@dataclass(frozen=True)
class Comparison:
    """Two cases side by side. `proposed`: person here → person there, where a number or a birth date
    says so, never a name alone. `may_merge`: the actor may change both, and neither is merged or
    erased."""

    here: CasePage
    there: CasePage
    reasons: tuple[Reason, ...]
    proposed: dict[int, int]
    may_merge: bool


def find_similar_cases(ctx: Context, number: str) -> SimilarCases:
    """Likely duplicates of a stored case, by what it says now."""
    case = require_case(ctx, number)
    family = merge_store.fetch_family(ctx.session, case.id)
    persons = merge_store.fetch_family_persons(ctx.session, family)
    rejected = store.fetch_not_duplicates(ctx.session, case.id)
    others = {row.lower_case_id + row.higher_case_id - case.id for row in rejected}
    apart = {i for other in others for i in merge_store.fetch_family(ctx.session, other)}
    survivor = merge_store.fetch_survivor(ctx.session, case)
    traits = _traits(ctx, case, persons)
    likely: tuple[Likeness, ...] = ()
    if survivor is case:
        likely = find_alike(ctx, [traits], without={*family, *apart})[0]
    note_look_up(ctx, [likely], case.number)
    return SimilarCases(
        number=case.number,
        likely=likely,
        set_aside=_set_aside(ctx, case, rejected),
        may_change=_may_decide(ctx, case),
    )


def compare_cases(ctx: Context, number: str, other: str) -> Comparison:
    """Both cases with their persons, masked; both are in the trail as seen."""
    here, there = show_case(ctx, number), show_case(ctx, other)
    cases = (here.case, there.case)
    persons = [
        merge_store.fetch_family_persons(
            ctx.session, merge_store.fetch_family(ctx.session, case.id)
        )
        for case in cases
    ]
    one, two = (_traits(ctx, case, rows) for case, rows in zip(cases, persons, strict=True))
    proposed: dict[int, int] = {}
    for row, person in zip(persons[0], one.persons, strict=True):
        for row_there, person_there in zip(persons[1], two.persons, strict=True):
            free = row_there.id not in proposed.values()
            if free and row.id not in proposed and is_surely_the_same(person, person_there):
                proposed[row.id] = row_there.id
    actor = ctx.require_actor()
    both = all(may_change_case(actor, case.owner_unit) for case in cases)
    apart = all(case.merged_into_id is None for case in cases) and number != other
    apart = apart and not (here.erased or there.erased)
    return Comparison(here, there, find_reasons(one, two), proposed, both and apart)


def reject_duplicate(ctx: Context, number: str, other: str) -> None:
    """Looked at, not a duplicate: the pair is shown no more, in neither of the two cases."""
    case, there = _deciding(ctx, number, other)
    lower, higher = sorted((case.id, there.id))
    if _pair(ctx.session, lower, higher) is None:
        ctx.session.add(
            NotDuplicate(
                lower_case_id=lower,
                higher_case_id=higher,
                decided_by_id=ctx.require_actor().account_id,
                decided_at=ctx.now,
            )
        )
    ctx.note("duplicate.reject", case.number, other=there.number)


def undo_rejection(ctx: Context, number: str, other: str) -> None:
    """The pair is compared again."""
    case, there = _deciding(ctx, number, other)
    row = _pair(ctx.session, *sorted((case.id, there.id)))
    if row is not None:
        ctx.session.delete(row)
    ctx.note("duplicate.undo", case.number, other=there.number)


def _deciding(ctx: Context, number: str, other: str) -> tuple[Case, Case]:
    """Both cases, locked, so that two who decide at once do not collide on the pair."""
    require(ctx.require_actor(), Permission.CASE_CHANGE)
    require_case(ctx, number)
    if number == other or find_reachable_case(ctx, other) is None:
        raise NotFound()
    found = merge_store.lock_cases(ctx.session, {number, other})
    case, there = found[number], found[other]
    if not (_may_decide(ctx, case) or _may_decide(ctx, there)):
        raise Forbidden(N_("이 건은 다른 기관이 담당하고 있어 고칠 수 없습니다."))
    if case.merged_into_id is not None or there.merged_into_id is not None:
        raise Conflict(N_("그사이 상태가 바뀌었습니다. 화면을 새로 고쳐 확인해 주십시오."))
    return case, there


def _may_decide(ctx: Context, case: Case) -> bool:
    return may_change_case(ctx.require_actor(), case.owner_unit) and case.merged_into_id is None


def _pair(session: Session, lower: int, higher: int) -> NotDuplicate | None:
    query = select(NotDuplicate).where(
        NotDuplicate.lower_case_id == lower, NotDuplicate.higher_case_id == higher
    )
    return session.exec(query).first()


def _set_aside(ctx: Context, case: Case, rows: Sequence[NotDuplicate]) -> tuple[SetAside, ...]:
    names = account_names(ctx.session, [row.decided_by_id for row in rows])
    found = []
    for row in rows:
        other = ctx.session.get_one(Case, row.lower_case_id + row.higher_case_id - case.id)
        by = names.get(row.decided_by_id, "")
        found.append(SetAside(other.number, by, row.decided_at, is_reachable(ctx, other)))
    return tuple(found)


def _traits(ctx: Context, case: Case, persons: Sequence[Person]) -> CaseTraits:
    """What is compared of a stored case, with every keyed hash of its persons and callers."""
    marks: dict[tuple[str, int], dict[str, set[bytes]]] = defaultdict(lambda: defaultdict(set))
    ids = [person.id for person in persons]
    for person_id, kind, digest in store.fetch_person_digests(ctx.session, ids):
        marks["person", person_id][kind].add(digest)
    for kind, digest in store.fetch_caller_digests(ctx.session, case.id):
        marks["callers", case.id][kind].add(digest)
    frozen = {
        owner: {kind: frozenset(found) for kind, found in kinds.items()}
        for owner, kinds in marks.items()
    }
    homes = {person.case_id for person in persons} | {case.id}
    parts = [
        build.stored_traits(
            home,
            [person for person in persons if person.case_id == home.id],
            frozen,
            frozen.get(("callers", case.id), {}),
            data_key(ctx, home.data_key_id),
        )
        for home in (
            ctx.session.get_one(Case, i) for i in sorted(homes, key=lambda i: i != case.id)
        )
    ]
    return replace(parts[0], persons=tuple(p for part in parts for p in part.persons))
