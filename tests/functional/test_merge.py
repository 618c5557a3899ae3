"""Merging two cases: a relation that counts nobody twice, loses nothing, and can be taken back."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import select

from safety_center.domain.access import Actor, Role
from safety_center.domain.cases import parse_change
from safety_center.domain.errors import Conflict, Forbidden, InputRefused, NotFound
from safety_center.domain.vocabulary import CaseStatus
from safety_center.services.cases.change import add_note, change_case
from safety_center.services.cases.merge import merge_case, unmerge_case
from safety_center.services.cases.status import close_case, take_up_case
from safety_center.services.cases.timeline import EventKind
from safety_center.services.cases.view import CasePage, show_case
from safety_center.services.context import reading, writing
from safety_center.services.handovers import send_handover
from safety_center.services.installation import Installation
from safety_center.store.tables import Case, PersonFact
from tests.factories import BANGKOK, make_actor, submit
from tests.functional.desk import acts

HONG = {"name_hangul": "홍길동", "sex": "male", "outcome": "missing"}
KIM = {"name_hangul": "김철수", "sex": "male", "outcome": "injured"}


@pytest.fixture
def officer(installation: Installation) -> Actor:
    return make_actor(installation, Role.OFFICER)


def _open(
    installation: Installation, actor: Actor, *persons: dict[str, Any], **changes: Any
) -> str:
    number = submit(installation, actor, persons=list(persons), **changes).case_number
    assert number
    return number


def _page(installation: Installation, actor: Actor, number: str) -> CasePage:
    with reading(installation, actor) as ctx:
        return show_case(ctx, number)


def _merge(
    installation: Installation, actor: Actor, number: str, into: str, same: bool = True
) -> None:
    """The first person of the one is the first of the other, everybody else is another person."""
    here, there = (_page(installation, actor, n).persons for n in (number, into))
    verdicts: dict[int, int | None] = {person.id: None for person in here}
    if same:
        verdicts[here[0].id] = there[0].id
    with writing(installation, actor) as ctx:
        merge_case(ctx, number, into, verdicts, "같은 사람을 두 기관이 신고함")


def _counted(installation: Installation) -> int:
    """Persons that the line list counts now."""
    with reading(installation, None) as ctx:
        query = select(PersonFact).where(PersonFact.recorded_to.is_(None), PersonFact.counted)
        return sum(fact.persons for fact in ctx.session.exec(query).all())


def _reasons(installation: Installation) -> list[str]:
    with reading(installation, None) as ctx:
        return list(ctx.session.exec(select(PersonFact.reason).order_by(PersonFact.id)).all())


def test_a_merge_counts_the_same_person_once_and_undoing_counts_again(
    installation: Installation, officer: Actor
) -> None:
    into = _open(installation, officer, HONG)
    number = _open(installation, officer, HONG, KIM)
    assert _counted(installation) == 3
    _merge(installation, officer, number, into)
    assert _counted(installation) == 2
    assert _reasons(installation) == ["new", "new", "new", "merged"]
    with writing(installation, officer) as ctx:
        unmerge_case(ctx, number, "다른 사람으로 확인됨")
    assert _counted(installation) == 3
    assert _reasons(installation)[-1] == "split"
    page = _page(installation, officer, number)
    assert (page.merged_into, page.case.status) == (None, CaseStatus.RECEIVED.value)


def test_undoing_a_merge_asks_why_and_both_cases_tell_it(
    installation: Installation, officer: Actor
) -> None:
    into, number = _open(installation, officer, HONG), _open(installation, officer, HONG)
    _merge(installation, officer, number, into)
    with pytest.raises(InputRefused) as refused, writing(installation, officer) as ctx:
        unmerge_case(ctx, number, " ")
    assert [(e.field, e.code) for e in refused.value.errors] == [("reason", "missing")]
    assert _page(installation, officer, number).merged_into is not None
    with writing(installation, officer) as ctx:
        unmerge_case(ctx, number, "다른 사람으로 확인됨 M12345678")
    for case, kind in ((number, EventKind.UNMERGED), (into, EventKind.UNMERGED_HERE)):
        told = [e for e in _page(installation, officer, case).timeline if e.kind is kind]
        assert [event.text for event in told] == ["다른 사람으로 확인됨 M1234****"]


def test_the_surviving_case_has_the_reports_and_persons_of_both(
    installation: Installation, officer: Actor
) -> None:
    into = _open(installation, officer, HONG)
    number = _open(installation, officer, HONG, KIM)
    with writing(installation, officer) as ctx:
        take_up_case(ctx, number)
    _merge(installation, officer, number, into)
    survivor = _page(installation, officer, into)
    assert [person.home_number for person in survivor.persons] == [None, number]
    assert len(survivor.reports) == 2
    assert EventKind.MERGED_HERE in {event.kind for event in survivor.timeline}
    merged = _page(installation, officer, number)
    assert merged.merged_into is not None
    assert merged.merged_into.number == into
    assert EventKind.MERGED in {event.kind for event in merged.timeline}
    deeds = merged.deeds
    assert not any((deeds.edit, deeds.note, deeds.reopen, deeds.hand_over, deeds.merge))
    assert {(act.subject, act.rows) for act in acts(installation, "case.merge")} == {
        (number, 1),
        (into, 1),
    }


def test_a_merged_case_is_closed_to_every_change(
    installation: Installation, officer: Actor
) -> None:
    into, number = _open(installation, officer, HONG), _open(installation, officer, HONG)
    _merge(installation, officer, number, into)
    tries: list[Callable[[Any], object]] = [
        lambda ctx: take_up_case(ctx, number),
        lambda ctx: add_note(ctx, number, None),  # type: ignore[arg-type]
        lambda ctx: change_case(ctx, number, parse_change({"version": 2})),
        lambda ctx: send_handover(ctx, number, BANGKOK),
        lambda ctx: _merge_in(ctx, number, into),
    ]
    for attempt in tries:
        with pytest.raises(Conflict, match=into), writing(installation, officer) as ctx:
            attempt(ctx)


def _merge_in(ctx: Any, number: str, into: str) -> None:
    merge_case(ctx, into, number, {}, "사유")


def test_a_report_that_joins_a_merged_case_is_led_to_the_survivor(
    installation: Installation, officer: Actor
) -> None:
    into, number = _open(installation, officer, HONG), _open(installation, officer, HONG)
    _merge(installation, officer, number, into)
    joined = submit(installation, officer, disposition="joined_case", join_case_number=number)
    assert joined.case_number == into
    assert [warning.code for warning in joined.warnings] == ["led_to_survivor"]


def test_a_person_of_a_merged_case_is_changed_and_settled_with_the_survivor(
    installation: Installation, officer: Actor
) -> None:
    into = _open(installation, officer, {**HONG, "outcome": "found"})
    number = _open(installation, officer, HONG)
    _merge(installation, officer, number, into, same=False)
    with pytest.raises(InputRefused), writing(installation, officer) as ctx:
        close_case(ctx, into)
    page = _page(installation, officer, into)
    person = {"id": page.persons[1].id, "outcome": "found", "name_hangul": "홍길순"}
    with writing(installation, officer) as ctx:
        change_case(ctx, into, parse_change({"version": page.case.version, "persons": [person]}))
        close_case(ctx, into)
    with reading(installation, None) as ctx:
        facts = ctx.session.exec(select(PersonFact).where(PersonFact.recorded_to.is_(None))).all()
    assert {fact.outcome for fact in facts} == {"found"}


def test_only_who_may_change_both_cases_merges_them(
    installation: Installation, officer: Actor
) -> None:
    there = make_actor(installation, Role.OFFICER, BANGKOK)
    center = make_actor(installation, Role.COUNSELLOR)
    manager = make_actor(installation, Role.CENTER_MANAGER)
    number = _open(installation, officer, HONG)
    hidden = _open(installation, there, HONG, country_code="TH")
    seen = _open(installation, center, HONG)
    with pytest.raises(InputRefused) as refused:
        _try(installation, officer, number, hidden)
    assert [error.code for error in refused.value.errors] == ["unknown_case"]
    with pytest.raises(Forbidden):
        _try(installation, officer, number, seen)
    with pytest.raises(NotFound):
        _try(installation, officer, hidden, number)
    _merge(installation, manager, seen, number)
    with pytest.raises(Forbidden), writing(installation, officer) as ctx:
        unmerge_case(ctx, seen, "사유")


def _try(installation: Installation, actor: Actor, number: str, into: str) -> None:
    with writing(installation, actor) as ctx:
        merge_case(ctx, number, into, {}, "사유")


def test_every_person_is_decided_and_a_reason_given(
    installation: Installation, officer: Actor
) -> None:
    into, number = _open(installation, officer, HONG), _open(installation, officer, HONG, KIM)
    target = _page(installation, officer, into).persons[0].id
    first, second = (person.id for person in _page(installation, officer, number).persons)
    wrong: list[tuple[dict[int, int | None], str]] = [
        ({first: target}, "undecided"),
        ({first: target, second: target}, "taken_twice"),
        ({first: second, second: None}, "unknown_person"),
    ]
    for verdicts, code in wrong:
        with pytest.raises(InputRefused) as refused, writing(installation, officer) as ctx:
            merge_case(ctx, number, into, verdicts, " ")
        assert [error.code for error in refused.value.errors] == [code, "missing"]


def test_two_officers_who_merge_crosswise_make_no_circle(
    installation: Installation, officer: Actor
) -> None:
    one, other = _open(installation, officer, HONG), _open(installation, officer, HONG)
    pairs = [(one, other), (other, one)]
    outcomes: list[str] = []
    start = threading.Barrier(len(pairs))

    def merge(number: str, into: str) -> None:
        here = _page(installation, officer, number).persons[0].id
        there = _page(installation, officer, into).persons[0].id
        start.wait()
        try:
            with writing(installation, officer) as ctx:
                merge_case(ctx, number, into, {here: there}, "서로 병합")
        except Conflict:
            outcomes.append("refused")
        else:
            outcomes.append("merged")

    threads = [threading.Thread(target=merge, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["merged", "refused"]
    with reading(installation, None) as ctx:
        merged = [case.merged_into_id for case in ctx.session.exec(select(Case)).all()]
    assert sum(into is not None for into in merged) == 1
    assert _counted(installation) == 1
