"""Exemplary cases through their services: written, endorsed, published by a second person, judged, erased."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from safety_center.domain.access import Actor, Role
from safety_center.domain.cases import parse_note
from safety_center.domain.errors import Conflict, Forbidden, InputRefused, NotFound
from safety_center.domain.exemplary import (
    CardInput,
    ExemplaryState,
    parse_adoption,
    parse_card,
    parse_review,
)
from safety_center.services import exemplary
from safety_center.services.cases.change import add_note
from safety_center.services.cases.status import close_case
from safety_center.services.context import reading, viewing, writing
from safety_center.services.erasure import erase_case
from safety_center.services.exemplary import PieceKind
from safety_center.services.installation import Installation
from safety_center.services.reference import country_region_map
from safety_center.store.tables import ExemplaryCase, ExemplaryStep
from tests.factories import BANGKOK, make_actor, submit
from tests.functional.desk import acts

PERSON = {
    "name_hangul": "홍가람",
    "name_roman": "HONG GARAM",
    "telephone": "010-0000-5678",
    "sex": "female",
    "age_band": "20-29",
    "outcome": "none",
}
TEXT = {
    "title": "시장 소매치기 신고를 대신함",
    "situation": "여행 중이던 20대 여성이 지갑을 잃어버림.",
    "steps": [
        {"what": "현지 경찰에 신고를 대행함", "after": "접수 40분 뒤"},
        {"what": "긴급여권을 발급함", "after": "접수 이튿날"},
    ],
    "partners": "현지 경찰",
    "result": "예정한 날에 귀국함.",
    "lessons": "신고 양식을 미리 준비해 두면 빠름.",
    "act_article": "12",
}
FIVE = {"effect": 5, "speed": 4, "transfer": 5, "care": 4}


class Mission:
    """A mission's officer and head, the center manager, and the head of another mission."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        self.officer = make_actor(installation, Role.OFFICER)
        self.head = make_actor(installation, Role.MISSION_HEAD)
        self.manager = make_actor(installation, Role.CENTER_MANAGER)
        self.other = make_actor(installation, Role.MISSION_HEAD, unit_code=BANGKOK)

    def closed_case(self, **changes: Any) -> str:
        """A closed case of Phnom Penh with a person who has a name; its number."""
        values = {"persons": [PERSON], "city": "프놈펜", "situation": "assault", **changes}
        number = submit(self.installation, self.officer, **values).case_number or ""
        with writing(self.installation, self.officer) as ctx:
            close_case(ctx, number)
        return number

    def nominate(self, **changes: Any) -> int:
        number = self.closed_case(**changes)
        with writing(self.installation, self.officer) as ctx:
            return exemplary.nominate(ctx, number)

    def write(self, card_id: int, **changes: Any) -> int:
        """Save the text with changes; what its counter says."""
        with writing(self.installation, self.officer) as ctx:
            return exemplary.save_text(ctx, card_id, card(**changes)).count

    def handed_in(self, **changes: Any) -> int:
        card_id = self.nominate(**changes)
        self.write(card_id)
        self.do(self.officer, exemplary.submit, card_id)
        return card_id

    def published(self, **changes: Any) -> int:
        card_id = self.handed_in(**changes)
        self.do(self.head, exemplary.endorse, card_id)
        self.do(self.manager, exemplary.publish, card_id)
        return card_id

    def do(self, actor: Actor, act: Any, *values: Any) -> Any:
        """An act in a unit of its own."""
        with writing(self.installation, actor) as ctx:
            return act(ctx, *values)

    def see(self, actor: Actor, card_id: int) -> exemplary.CardPage:
        with reading(self.installation, actor) as ctx:
            return exemplary.card(ctx, card_id)


@pytest.fixture
def mission(installation: Installation) -> Mission:
    return Mission(installation)


def card(**changes: Any) -> CardInput:
    return parse_card({**TEXT, **changes})


def row(installation: Installation, card_id: int) -> ExemplaryCase:
    with reading(installation, None) as ctx:
        return ctx.session.get_one(ExemplaryCase, card_id)


def test_from_a_closed_case_to_a_published_card(mission: Mission) -> None:
    card_id = mission.published()
    page = mission.see(mission.other, card_id)
    assert page.line.state is ExemplaryState.PUBLISHED
    assert page.card == card()
    assert (page.steps, page.case_number) == ((), None)
    assert page.deeds.review
    own = mission.see(mission.officer, card_id)
    assert [step.state.value for step in own.steps] == [
        "nominated",
        "deidentified",
        "endorsed",
        "published",
    ]
    assert own.case_number
    assert not own.deeds.review


def test_the_text_is_sealed_until_nothing_in_it_identifies(mission: Mission) -> None:
    card_id = mission.nominate()
    assert mission.write(card_id, situation="홍가람이 11월 20일 프놈펜에서 지갑을 잃어버림.") == 3
    stored = row(mission.installation, card_id)
    assert (stored.title, stored.card, stored.words) == (None, None, None)
    assert "홍가람".encode() not in (stored.draft or b"")
    with pytest.raises(InputRefused) as refused:
        mission.do(mission.officer, exemplary.submit, card_id)
    assert [(e.field, e.code) for e in refused.value.errors] == [("situation", "identifying")]
    assert mission.write(card_id) == 0
    mission.do(mission.officer, exemplary.submit, card_id)
    stored = row(mission.installation, card_id)
    assert stored.draft is None
    assert stored.title == TEXT["title"]


def test_the_original_is_marked_and_seen_as_a_view_of_the_case(mission: Mission) -> None:
    told = "홍가람이 2026. 11. 20. 14:30 프놈펜 시장에서 가방을 도난당함. 연락처 010-0000-5678."
    card_id = mission.nominate(narrative=told)
    with viewing(mission.installation, mission.officer) as ctx:
        page = exemplary.open_text(ctx, card_id)
    (narrative,) = [p for p in page.original.pieces if p.kind is PieceKind.NARRATIVE]
    marked = {narrative.text[leak.start : leak.end] for leak in narrative.leaks}
    assert marked == {"홍가람", "2026. 11. 20.", "14:30", "프놈펜", "010-0000-5678"}
    assert {leak.proposal for leak in narrative.leaks} >= {"20대 여성", "현지 도시", "11월 중순"}
    assert page.writable
    assert page.card.act_article == "12"
    assert [entry.subject for entry in acts(mission.installation, "case.view")] == [
        page.original.case_number
    ]


def test_notes_callers_and_officials_are_known_too(mission: Mission) -> None:
    caller = {"caller_none": "", "caller_name": "박도율", "caller_telephone": "010-0000-1111"}
    number = submit(
        mission.installation, mission.officer, persons=[PERSON], caller_relation="family", **caller
    ).case_number
    with writing(mission.installation, mission.officer) as ctx:
        add_note(ctx, number or "", parse_note({"text": "박도율 씨와 통화함."}))
        close_case(ctx, number or "")
        card_id = exemplary.nominate(ctx, number or "")
        page = exemplary.open_text(ctx, card_id)
        report = exemplary.check(ctx, card_id, card(lessons="도율 씨에게 0000-1111로 알림"))
    (note,) = [piece for piece in page.original.pieces if piece.kind is PieceKind.NOTE]
    assert [(leak.start, leak.proposal) for leak in note.leaks] == [(0, "신고인")]
    assert report.count == 2
    assert list(report.by_field) == ["lessons"]


def test_only_a_closed_case_of_ones_own_unit_is_nominated_and_once(mission: Mission) -> None:
    installation = mission.installation
    opened = submit(installation, mission.officer).case_number
    with pytest.raises(Conflict):
        mission.do(mission.officer, exemplary.nominate, opened)
    number = mission.closed_case()
    stranger = make_actor(installation, Role.OFFICER, unit_code=BANGKOK)
    with pytest.raises(NotFound):
        mission.do(stranger, exemplary.nominate, number)
    with pytest.raises(Forbidden):
        mission.do(mission.manager, exemplary.nominate, number)
    counsellor = make_actor(installation, Role.COUNSELLOR)
    with pytest.raises(Forbidden):
        mission.do(counsellor, exemplary.nominate, number)
    card_id = mission.do(mission.officer, exemplary.nominate, number)
    with pytest.raises(Conflict):
        mission.do(mission.head, exemplary.nominate, number)
    with reading(installation, mission.officer) as ctx:
        told = exemplary.nomination(ctx, number)
    assert (told.may_nominate, told.card_id) == (False, card_id)
    mission.do(mission.officer, exemplary.withdraw, card_id, "다른 건으로 추천함")
    assert mission.do(mission.head, exemplary.nominate, number) != card_id


def test_a_draft_is_seen_by_its_unit_alone(mission: Mission) -> None:
    card_id = mission.nominate()
    for actor in (mission.manager, mission.other, make_actor(mission.installation, Role.ANALYST)):
        with pytest.raises(NotFound):
            mission.see(actor, card_id)
    mission.write(card_id)
    mission.do(mission.officer, exemplary.submit, card_id)
    assert mission.see(mission.manager, card_id).deeds.publish is False
    with pytest.raises(NotFound):
        mission.see(mission.other, card_id)
    with pytest.raises(Forbidden), viewing(mission.installation, mission.manager) as ctx:
        exemplary.open_text(ctx, card_id)


def test_who_saved_second_is_told(mission: Mission) -> None:
    card_id = mission.nominate()
    with writing(mission.installation, mission.officer) as ctx:
        exemplary.save_text(ctx, card_id, card(), version=1)
    with pytest.raises(Conflict), writing(mission.installation, mission.head) as ctx:
        exemplary.save_text(ctx, card_id, card(title="다른 제목"), version=1)


def test_only_the_head_of_that_mission_endorses(mission: Mission) -> None:
    card_id = mission.handed_in()
    for actor, refusal in ((mission.officer, Forbidden), (mission.other, NotFound)):
        with pytest.raises(refusal):
            mission.do(actor, exemplary.endorse, card_id)
    with pytest.raises(Conflict):
        mission.do(mission.manager, exemplary.publish, card_id)
    mission.do(mission.head, exemplary.endorse, card_id)
    with pytest.raises(Conflict):
        mission.do(mission.head, exemplary.endorse, card_id)


def test_a_returned_card_is_written_on_and_handed_in_again(mission: Mission) -> None:
    card_id = mission.handed_in()
    with pytest.raises(InputRefused):
        mission.do(mission.head, exemplary.return_for, card_id, " ")
    mission.do(mission.head, exemplary.return_for, card_id, "순서를 더 나누어 적어 주십시오.")
    with viewing(mission.installation, mission.officer) as ctx:
        page = exemplary.open_text(ctx, card_id)
    assert (page.writable, page.reason) == (True, "순서를 더 나누어 적어 주십시오.")
    assert page.card == card()
    mission.write(card_id, title="고친 제목")
    mission.do(mission.officer, exemplary.submit, card_id)
    mission.do(mission.head, exemplary.endorse, card_id)
    mission.do(mission.manager, exemplary.return_for, card_id, "결과를 더 적어 주십시오.")
    assert mission.see(mission.officer, card_id).line.title == "고친 제목"


def test_nobody_publishes_their_own_text(mission: Mission) -> None:
    """A center's case has no mission head: its text goes straight to the center's check."""
    installation = mission.installation
    submitted = submit(installation, mission.manager, source="other", persons=[PERSON])
    number = submitted.case_number or ""
    with writing(installation, mission.manager) as ctx:
        close_case(ctx, number)
    card_id = mission.do(mission.manager, exemplary.nominate, number)
    with writing(installation, mission.manager) as ctx:
        exemplary.save_text(ctx, card_id, card())
    assert mission.do(mission.manager, exemplary.submit, card_id) is ExemplaryState.ENDORSED
    with pytest.raises(Forbidden):
        mission.do(mission.manager, exemplary.publish, card_id)
    assert not mission.see(mission.manager, card_id).deeds.publish
    second = make_actor(installation, Role.CENTER_MANAGER, username="second.manager")
    mission.do(second, exemplary.publish, card_id)


def test_heads_review_what_other_missions_published(mission: Mission) -> None:
    card_id = mission.handed_in()
    given = parse_review({**FIVE, "comment": "배울 점이 많음", "share_in_session": True})
    with pytest.raises(NotFound):
        mission.do(mission.other, exemplary.review, card_id, given)
    mission.do(mission.head, exemplary.endorse, card_id)
    mission.do(mission.manager, exemplary.publish, card_id)
    for actor in (mission.head, mission.officer, mission.manager):
        with pytest.raises(Forbidden):
            mission.do(actor, exemplary.review, card_id, given)
    mission.do(mission.other, exemplary.review, card_id, given)
    mission.do(mission.other, exemplary.review, card_id, parse_review({**FIVE, "care": 1}))
    page = mission.see(mission.other, card_id)
    assert (page.line.standing.reviews, page.line.standing.mean) == (1, 3.75)
    assert page.line.standing.rank is None
    assert page.own_review == page.reviews[0]
    assert page.line.shares == 0


def test_a_mission_takes_a_card_over_once(mission: Mission) -> None:
    card_id = mission.published()
    with reading(mission.installation, None) as ctx:
        today = ctx.today
    for note in ("양식을 비치함", "양식을 고쳐 비치함"):
        given = parse_adoption({"note": note, "adopted_on": today.isoformat()})
        mission.do(mission.other, exemplary.adopt, card_id, given)
    page = mission.see(mission.other, card_id)
    assert [(each.unit_code, each.note) for each in page.adoptions] == [
        (BANGKOK, "양식을 고쳐 비치함")
    ]
    assert page.line.adoptions == 1
    late = parse_adoption({"note": "곧", "adopted_on": (today + timedelta(days=1)).isoformat()})
    with pytest.raises(InputRefused):
        mission.do(mission.other, exemplary.adopt, card_id, late)


def test_the_library_searches_and_filters(mission: Mission) -> None:
    theft = mission.published()
    fraud = mission.published(situation="fraud", country_code="VN")
    mission.handed_in()

    def find(**asked: Any) -> list[int]:
        with reading(mission.installation, mission.other) as ctx:
            return [line.id for line in exemplary.library(ctx, **asked).cards]

    assert find() == [fraud, theft]
    assert find(query="긴급여권 신고") == [fraud, theft]
    assert find(query='"신고를 대행"') == [fraud, theft]
    assert find(query="긴급여권 소방서") == []
    assert find(query="100%") == []
    assert find(situation="fraud") == [fraud]
    with reading(mission.installation, mission.other) as ctx:
        scheme = ctx.installation.settings.default_scheme
        region = country_region_map(ctx.session, scheme, ctx.today)["KH"]
        found = exemplary.library(ctx, situation="fraud", region=region)
    assert theft not in [line.id for line in found.cards]
    assert found.situations["assault"] == 1
    assert sum(found.regions.values()) == 1


def test_a_long_library_goes_on_page_by_page(mission: Mission) -> None:
    made = {mission.published() for _ in range(13)}
    with reading(mission.installation, mission.other) as ctx:
        first = exemplary.library(ctx)
        rest = exemplary.library(ctx, cursor=first.next_cursor)
    assert (len(first.cards), len(rest.cards), first.found) == (12, 1, 13)
    assert {line.id for line in (*first.cards, *rest.cards)} == made
    assert rest.next_cursor is None


def test_like_cards_of_the_same_country_come_first(mission: Mission) -> None:
    near = mission.published()
    far = mission.published(country_code="FR")
    mission.published(situation="fraud")
    with reading(mission.installation, mission.other) as ctx:
        like = exemplary.similar(ctx, "assault", "KH")
        nothing = exemplary.similar(ctx, "disaster", "KH", "disaster")
    assert [line.id for line in like] == [near, far]
    assert nothing == []


def test_the_ranking_sets_cards_with_few_reviews_apart(mission: Mission) -> None:
    installation = mission.installation
    heads = [
        make_actor(installation, Role.MISSION_HEAD, unit_code=unit)
        for unit in ("VNM-HANOI", "FRA-PARIS", "JPN-TOKYO")
    ]
    best, same, few = mission.published(), mission.published(), mission.published()
    for card_id, readers in ((best, heads), (same, heads), (few, heads[:2])):
        for reader in readers:
            mission.do(reader, exemplary.review, card_id, parse_review(FIVE))
    with reading(installation, mission.head) as ctx:
        ranking = exemplary.ranked(ctx)
        earlier = exemplary.ranked(ctx, ranking.year - 1)
    assert [(line.id, line.standing.rank, line.standing.tied) for line in ranking.ranked] == [
        (best, 1, True),
        (same, 1, True),
    ]
    assert [(line.id, line.standing.reviews) for line in ranking.few] == [(few, 2)]
    assert ranking.years == (ranking.year,)
    assert (list(earlier.ranked), list(earlier.few)) == ([], [])


def test_what_waits_stands_at_the_right_desk(mission: Mission) -> None:
    def waits(actor: Actor) -> Mapping[str, int]:
        with reading(mission.installation, actor) as ctx:
            found = exemplary.waiting(ctx)
        lists = {name: len(getattr(found, name)) for name in found.__dataclass_fields__}
        return {name: number for name, number in lists.items() if number}

    card_id = mission.nominate()
    assert waits(mission.officer) == {"to_finish": 1}
    mission.write(card_id)
    mission.do(mission.officer, exemplary.submit, card_id)
    assert waits(mission.officer) == {}
    assert waits(mission.head) == {"to_endorse": 1}
    mission.do(mission.head, exemplary.endorse, card_id)
    assert waits(mission.manager) == {"to_check": 1}
    mission.do(mission.manager, exemplary.publish, card_id)
    assert waits(mission.other) == {"to_review": 1}
    assert waits(mission.head) == {}
    mission.do(mission.other, exemplary.review, card_id, parse_review(FIVE))
    assert waits(mission.other) == {}


def test_erasing_a_case_keeps_a_published_card_and_cuts_the_link(mission: Mission) -> None:
    number = mission.closed_case()
    card_id = mission.do(mission.officer, exemplary.nominate, number)
    mission.write(card_id)
    mission.do(mission.officer, exemplary.submit, card_id)
    mission.do(mission.head, exemplary.return_for, card_id, "홍가람 씨 이야기를 줄여 주십시오.")
    mission.write(card_id)
    for actor, act in (
        (mission.officer, exemplary.submit),
        (mission.head, exemplary.endorse),
        (mission.manager, exemplary.publish),
    ):
        mission.do(actor, act, card_id)
    _erase(mission, number)
    stored = row(mission.installation, card_id)
    assert (stored.case_id, stored.state, stored.title) == (None, "published", TEXT["title"])
    assert mission.see(mission.officer, card_id).case_number is None
    with reading(mission.installation, None) as ctx:
        reasons = ctx.session.exec(select(ExemplaryStep.reason)).all()
    assert set(reasons) == {None}


def test_erasing_a_case_takes_the_text_of_a_card_nobody_published(mission: Mission) -> None:
    number = mission.closed_case()
    card_id = mission.do(mission.officer, exemplary.nominate, number)
    mission.write(card_id)
    mission.do(mission.officer, exemplary.submit, card_id)
    _erase(mission, number)
    stored = row(mission.installation, card_id)
    assert (stored.case_id, stored.state) == (None, "withdrawn")
    assert (stored.draft, stored.card, stored.title, stored.words) == (None, None, None, None)


def test_acts_on_cards_stand_in_the_trail_without_a_word_of_them(mission: Mission) -> None:
    card_id = mission.published()
    mission.do(mission.manager, exemplary.withdraw, card_id, "겹치는 사례임")
    names = ("write", "submit", "endorse", "publish", "withdraw")
    for name in names:
        (entry,) = acts(mission.installation, f"exemplary.{name}")
        assert entry.subject == f"exemplary-{card_id}"
        assert entry.detail in ("{}", None)
    (nominated,) = acts(mission.installation, "exemplary.nominate")
    assert nominated.subject != f"exemplary-{card_id}"


def test_a_token_without_the_scope_does_nothing(mission: Mission) -> None:
    card_id = mission.published()
    narrow = replace(mission.other, scopes=frozenset())
    with pytest.raises(Forbidden):
        mission.do(narrow, exemplary.review, card_id, parse_review(FIVE))
    with pytest.raises(Forbidden):
        mission.see(narrow, card_id)


def _erase(mission: Mission, number: str) -> None:
    with writing(mission.installation, mission.manager) as ctx:
        erase_case(ctx, number, "request")
