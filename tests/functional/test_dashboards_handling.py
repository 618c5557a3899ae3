"""Panels of handling: figures recounted from the cases, and each number opens a list of just as many."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from sqlmodel import select

from safety_center.domain.access import Actor, Role
from safety_center.domain.errors import InputRefused
from safety_center.domain.periods import seoul_date, utc_now
from safety_center.services.cases.listing import list_cases
from safety_center.services.cases.merge import merge_case
from safety_center.services.context import reading, viewing, writing
from safety_center.services.dashboards import build_dashboard
from safety_center.services.handovers import accept_handover, return_handover, send_handover
from safety_center.services.installation import Installation
from safety_center.services.reports import list_reports, parse_report_filter
from safety_center.services.statistics import refresh_cube
from safety_center.store.tables import Case, Person
from tests.factories import BANGKOK, YEAR, make_actor, submit
from tests.visitor import Visitor

LAST = YEAR - 1
CHOSEN = {"year": str(LAST)}
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def at(month: int, day: int, hour: int = 12) -> datetime:
    return datetime(LAST, month, day, hour, tzinfo=UTC)


@pytest.fixture
def handled(installation: Installation) -> Iterator[Installation]:
    """Last year: incidents told early and late, closed soon, late or not at all; two handed over."""
    officer = make_actor(installation, Role.OFFICER)
    bangkok = make_actor(installation, Role.OFFICER, BANGKOK)
    received = at(3, 10)
    told = {"occurred_from": f"{LAST}-03-10", "occurred_time": "09:00"}  # ten hours before
    early = {"occurred_from": f"{LAST}-03-08", "occurred_time": "09:00"}  # 58 hours before
    none = [{"outcome": "none"}]

    def case(when: datetime, closed_after: timedelta | None = None, **values: Any) -> str:
        if closed_after is not None:
            values["closed_at"] = (when + closed_after).isoformat()
        made = submit(installation, officer, received_at=when.isoformat(), **values)
        assert made.case_number, made
        return made.case_number

    case(received, 5 * DAY, **told, persons=none)
    case(received, 40 * DAY, **early, persons=none)
    case(received, country_code="DE", occurred_from=f"{LAST}-03-09")
    case(at(4, 1), 31 * DAY, country_code="DE", persons=none)
    twice, kept = case(at(5, 2), persons=none), case(at(5, 2, 13), persons=none)
    slow, back = case(at(5, 3)), case(at(5, 3, 13))
    submit(installation, officer, received_at=at(6, 1).isoformat(), disposition="advice_only")
    for number, hours in ((slow, 5), (back, 2)):
        with writing(installation, officer, now=at(5, 3, 14)) as ctx:
            send_handover(ctx, number, BANGKOK)
        with writing(installation, bangkok, now=at(5, 3, 14) + hours * HOUR) as ctx:
            if number == slow:
                accept_handover(ctx, number)
            else:
                return_handover(ctx, number, "우리 관할이 아님")
    with writing(installation, officer) as ctx:
        merged = select(Person).join(Case).where(Case.number == twice)
        others = {person.id: None for person in ctx.session.exec(merged)}
        merge_case(ctx, twice, kept, others, "같은 사건을 두 번 등록함")
    refresh_cube(installation)
    return installation


@pytest.fixture
def analyst(handled: Installation) -> Actor:
    return make_actor(handled, Role.ANALYST)


def charts(installation: Installation, actor: Actor, name: str, **values: str) -> dict[str, Any]:
    with reading(installation, actor) as ctx:
        view = build_dashboard(ctx, name, {**CHOSEN, **values}, "ko", urlencode)
    return {item.panel.id: item.chart for item in view.panels if item.chart}


def cells(chart: Any) -> dict[str, list[str]]:
    rows = [*chart.table.rows, *([chart.table.total] if chart.table.total else [])]
    return {row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in rows}


def listed(installation: Installation, actor: Actor, href: str) -> int:
    """How many the list behind a number says that there are."""
    asked = dict(parse_qsl(href))
    with viewing(installation, actor) as ctx:
        if asked.pop("list", "cases") == "reports":
            return list_reports(ctx, parse_report_filter(asked)).reports or 0
        found = list_cases(ctx, asked)
    assert len(found.rows) == found.cases
    return found.cases


def test_steps_and_stock_are_those_of_the_cases(handled: Installation, analyst: Actor) -> None:
    found = charts(handled, analyst, "timeliness")
    with reading(handled, None) as ctx:
        cases = [c for c in ctx.session.exec(select(Case)) if c.merged_into_id is None]
    took = [(c.closed_at - c.received_at) / DAY for c in cases if c.closed_at]
    late = sum(days > 30 for days in took)
    total = cells(found["close_severities"])["전체"]
    assert total == [f"{len(cases)}", f"{median(took):.0f}일", f"{late}", "–", "4"]
    asia = cells(found["report_regions"])["아시아·태평양"]
    assert asia == ["5", "1일 10시간", "1", "–", "3"]
    assert cells(found["accept_missions"])["전체"] == ["7", "7시간", "1", "–", "1", "–", "6"]
    notes = {name: chart.notes[0].ko for name, chart in found.items() if chart.notes}
    assert notes["report_regions"] == "발생 시각을 모르는 5건 제외"
    assert notes["close_months"].startswith("아직 처리 중인 4건 제외")
    assert notes["accept_missions"] == "이관하지 않았거나 아직 인수되지 않은 6건 제외"
    months = cells(found["stock"])
    assert months[f"{LAST}. 2."] == ["0", "0", "0"]
    assert months[f"{LAST}. 3."] == ["3", "1", "2"]
    assert months[f"{LAST}. 4."] == ["1", "1", "2"]
    assert months[f"{LAST}. 5."] == ["3", "1", "4"]
    assert months[f"{LAST}. 12."] == ["0", "0", "4"]


def test_each_number_opens_a_list_of_just_as_many(handled: Installation, analyst: Actor) -> None:
    opened = 0
    for name in ("timeliness", "call_center"):
        for panel, chart in charts(handled, analyst, name).items():
            for row in (*chart.table.rows, *([chart.table.total] if chart.table.total else [])):
                for cell in row.cells:
                    if cell.href:
                        number = int(cell.text.replace(",", ""))
                        assert listed(handled, analyst, cell.href) == number, (panel, cell)
                        opened += 1
    assert opened > 60


def test_reports_and_handovers_are_counted_by_outcome_and_only_as_they_are_now(
    handled: Installation, analyst: Actor
) -> None:
    found = charts(handled, analyst, "call_center")
    reports = cells(found["mission_reports"])
    assert reports["합계"] == ["9", "8", "0", "1", "0"]
    assert reports[f"{LAST}. 6."] == ["1", "0", "0", "1", "0"]
    handovers = cells(found["handovers"])
    assert handovers["합계"] == ["2", "0", "1", "1", "0"]
    assert found["handovers"].notes[0].ko == "지금 인수를 기다리는 이관 없음"
    # Sent at 14:00 UTC, nine in the evening in Bangkok.
    night = cells(found["handover_hours"])["21–24시(야간)"]
    assert night == ["2", "5시간", "1", "–", "1", "–", "1"]
    with reading(handled, analyst) as ctx:
        values = {"as_of": seoul_date(utc_now() - DAY).isoformat()}
        view = build_dashboard(ctx, "call_center", values)
    item = view.find_panel("mission_reports")
    assert item
    assert item.why
    assert item.chart is None


def test_a_list_says_its_threshold_and_shows_what_is_within_reach(
    handled: Installation, analyst: Actor
) -> None:
    bangkok = make_actor(handled, Role.MISSION_HEAD, BANGKOK)
    chart = charts(handled, bangkok, "timeliness")["close_severities"]
    assert chart.table.total.cells[1].text == "7"
    assert listed(handled, bangkok, chart.table.total.cells[1].href) == 1
    visitor = Visitor(handled).enter(analyst)
    page = visitor.get("/cases?close_days_over=30&unit=cases")
    assert "접수 → 종결: 30일 초과" in page.text
    assert "사건 2건" in page.text
    assert visitor.get("/cases?close_days_over=-1").status_code == 422
    with viewing(handled, analyst) as ctx, pytest.raises(InputRefused):
        list_cases(ctx, {"open_on": "gestern"})


@pytest.mark.parametrize(
    ("name", "panel"), [("timeliness", "close_months"), ("call_center", "call_center_reports")]
)
def test_a_page_of_handling_is_titled_by_its_own_finding(
    handled: Installation, analyst: Actor, name: str, panel: str
) -> None:
    with reading(handled, analyst) as ctx:
        view = build_dashboard(ctx, name, CHOSEN)
    assert view.finding == charts(handled, analyst, name)[panel].finding
    assert re.search(r"접수된 사건·사고는 \d+건", view.lead.ko)


def test_reports_and_handovers_say_their_unit_their_day_and_what_they_are_compared_with(
    handled: Installation, analyst: Actor
) -> None:
    with reading(handled, analyst) as ctx:
        view = build_dashboard(ctx, "call_center", {"year": str(YEAR)})
    told = {item.panel.id: {term.ko: text.ko for term, text in item.basis} for item in view.panels}
    for panel in ("call_center_reports", "mission_reports", "handovers", "handover_hours"):
        assert told[panel]["단위"] == "건"
        assert told[panel]["날짜 기준"].endswith("일(서울)")
    assert told["mission_reports"]["비교 기간"].endswith("건)")


def test_hours_of_handovers_lead_to_the_list_of_all_of_them(
    handled: Installation, analyst: Actor
) -> None:
    found = charts(handled, analyst, "call_center")
    whole, sent = found["handover_hours"].table.total, found["handovers"].table.total
    assert whole.cells[1].text == sent.cells[1].text
    assert listed(handled, analyst, whole.cells[1].href) > 0
    assert any("그 사건·사고가 한 번" in note.ko for note in found["handover_hours"].notes)
