"""The session's story: panels of awareness, exemplary cases and promises, as pages, figures and CSV."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from safety_center.charts import Sentence, Wording
from safety_center.charts.exemplary import RankedCard, build_ranking
from safety_center.domain.access import Role
from safety_center.domain.periods import seoul_date, utc_now
from safety_center.domain.promises import parse_promise
from safety_center.services.context import writing
from safety_center.services.installation import Installation
from safety_center.services.promises import record_promise
from safety_center.services.statistics import refresh_cube
from tests.factories import PHNOM_PENH, make_actor, submit
from tests.functional.desk import Desk, sit_down

TODAY = seoul_date(utc_now())
SOMETHING = Sentence("무엇", "something")


@pytest.fixture
def desk(sqlite_installation: Installation) -> Desk:
    submit(sqlite_installation, make_actor(sqlite_installation, Role.OFFICER))
    refresh_cube(sqlite_installation)
    return sit_down(sqlite_installation, Role.CENTER_MANAGER)


def test_seven_chapters_stand_in_order_each_with_its_place(desk: Desk) -> None:
    page = desk.text("/dashboards/session")
    places = [page.index(f'id="chapter-{number}"') for number in range(1, 8)]
    panels = ("travellers", "handovers", "consuls", "awareness", "regions", "exemplary", "promises")
    assert places == sorted(places)
    assert all(page.index(f'id="{name}"') > at for name, at in zip(panels, places, strict=True))
    assert '<span class="chapter-at">3 / 7</span>' in page
    overview = desk.text("/dashboards/overview")
    assert "data-chapters" not in overview


def test_awareness_says_what_is_not_recorded_and_where_the_rest_is_from(desk: Desk) -> None:
    text = desk.get("/dashboards/session/figures/awareness.csv").text
    assert "안전의식 홍보 활동,–,기록 없음" in text
    assert "2014년,21190,건/일,ajunews.com 2015. 9. 26." in text
    assert "외교부 공개자료" in text


def test_a_promise_overdue_stands_in_the_session_and_its_csv(desk: Desk) -> None:
    manager = desk.actor
    given = {"question": "언제 하는가?", "owner_unit": PHNOM_PENH, "due_on": TODAY.isoformat()}
    with writing(desk.installation, manager, now=utc_now() - timedelta(days=2)) as ctx:
        due = (ctx.today + timedelta(days=1)).isoformat()
        record_promise(ctx, parse_promise({**given, "due_on": due, "session_year": TODAY.year}))
    page = desk.text("/dashboards/session")
    assert '<strong class="is-late">기한 1일 지남</strong>' in page
    assert 'action="/promises/new"' in page
    assert "기한 1일 지남" in desk.get("/dashboards/session/figures/promises.csv").text
    reader = sit_down(desk.installation, Role.OFFICER, username="reader")
    assert 'action="/promises/new"' not in reader.text("/dashboards/session")
    assert "언제 하는가?" in reader.text("/dashboards/session")
    assert "언제 하는가?" not in reader.text(f"/dashboards/session?year={TODAY.year - 1}")


def test_an_earlier_instant_has_neither_reviews_nor_promises_and_says_so(desk: Desk) -> None:
    page = desk.text(f"/dashboards/session?as_of={(TODAY - timedelta(days=1)).isoformat()}")
    assert page.count("우수사례의 평가와 약속은 지금의 것만 있습니다.") == 2


def _card(rank: int | None, tied: bool = False, mean: float | None = 4.5) -> RankedCard:
    reviews = 3 if rank else 2
    return RankedCard(
        "제목", SOMETHING, SOMETHING, SOMETHING, rank, tied, mean, reviews, 1, 0, "/exemplary/1"
    )


@pytest.mark.parametrize(
    ("cards", "told", "ranks"),
    [
        ([], "게재한 우수사례가 아직 없다", []),
        ([_card(None)], "평가가 아직 적어 순위가 없다", ["평가 적음"]),
        ([_card(1), _card(None)], "1위는 무엇의 사례로 평균 4.50점", ["1위", "평가 적음"]),
        (
            [_card(1, True), _card(1, True), _card(3)],
            "2건이 공동 1위",
            ["공동 1위", "공동 1위", "3위"],
        ),
    ],
)
def test_ties_and_few_reviews_are_told_as_they_are(
    cards: Sequence[RankedCard], told: str, ranks: list[str]
) -> None:
    words = Wording("ko", SOMETHING, SOMETHING, SOMETHING, SOMETHING, SOMETHING, SOMETHING)
    chart = build_ranking(cards, 2026, 3, words, SOMETHING)
    assert told in chart.finding.ko
    assert [row.cells[0].text for row in chart.table.rows] == ranks
    few = [row for row in chart.table.rows if row.cells[0].text == "평가 적음"]
    assert all(row.cells[5].text == "–" for row in few)
