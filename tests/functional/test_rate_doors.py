"""Rates of a table are the same at every door, with what they rest on; without one, every door says why."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from urllib.parse import urlencode

import openpyxl
import pytest
from click.testing import CliRunner

from safety_center.api.records import FiguresRecord
from safety_center.cli import main
from safety_center.domain.access import Role
from safety_center.domain.rates import WhyNoRate
from safety_center.services.installation import Installation
from safety_center.services.statistics import refresh_cube
from safety_center.stats.rates import measure_rate
from tests.factories import make_actor, submit
from tests.functional.caller import Caller
from tests.functional.desk import Desk, sit_down

PAGE = "/statistics"
BY_YEAR = {"row": "year", "column": "involvement"}
LIVING_THERE = {"from": "2023-01-01", "to": "2023-12-31", "sojourn": "resident"}


@pytest.fixture
def filled(sqlite_installation: Installation) -> Installation:
    """One person in 2019, twenty-five in 2023 (residents of Japan) and one of no published country."""
    officer = make_actor(sqlite_installation, Role.OFFICER)
    resident = {"involvement": "victim", "sojourn": "resident"}
    for day, country, person in (
        ("2019-05-01", "KH", {"involvement": "victim"}),
        ("2023-05-01", "JP", {**resident, "headcount": 25}),
        ("2023-06-01", "KH", resident),
    ):
        received = f"{day}T12:00:00+09:00"
        where = {"country_code": country, "received_at": received, "occurred_from": day}
        submit(sqlite_installation, officer, **where, persons=[person])
    refresh_cube(sqlite_installation)
    return sqlite_installation


@pytest.fixture
def desk(filled: Installation) -> Desk:
    return sit_down(filled, Role.ANALYST)


def rates_on_page(text: str) -> dict[tuple[str, ...], list[str]]:
    """Labels → persons, denominator, rate, interval, source, day, remark."""
    [table] = re.findall(r'<table class="grid is-plain is-rates">(.*?)</table>', text, re.DOTALL)
    found = {}
    for line in re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)[1:]:
        labels = re.findall(r'<th scope="row">(.*?)</th>', line)
        cells = re.findall(r"<td[^>]*>(.*?)</td>", line)
        found[tuple(labels)] = [html.unescape(re.sub(r"<[^>]*>", "", cell)) for cell in cells]
    return found


@pytest.mark.parametrize(
    ("layout", "asked"),
    [
        (BY_YEAR, {}),
        ({"row": "year"}, {"involvement": "victim"}),
        ({"row": "country"}, LIVING_THERE),
        ({}, {"from": "2023-01-01", "to": "2023-12-31"}),
    ],
)
def test_every_door_gives_the_same_rates(
    filled: Installation,
    desk: Desk,
    monkeypatch: pytest.MonkeyPatch,
    layout: dict[str, str],
    asked: dict[str, str],
) -> None:
    names = list(layout.values())
    question = {**({"by": ",".join(names)} if names else {}), **asked}
    answer = Caller(filled, Role.ANALYST).get(f"/statistics?{urlencode(question)}").json
    FiguresRecord.model_validate(answer)
    rated = [row for row in answer["rows"] if row["rate"] is not None]
    assert rated
    for row in rated:
        rate = measure_rate(row["persons"], row["denominator"])
        told = (row["rate"], row["rate_low"], row["rate_high"])
        assert told == tuple(round(value, 4) for value in (rate.value, rate.low, rate.high))
        assert row["denominator_source"]
        assert (row["rate_remark"] == "unstable") == (row["persons"] < 20)

    monkeypatch.setenv("SAFETY_CENTER_DATABASE_URL", filled.settings.database_url)
    monkeypatch.setenv("SAFETY_CENTER_KEY_FILE", str(filled.settings.key_file))
    words = ["statistics", "--format", "json", "--as", desk.actor.username]
    for name, value in question.items():
        words += [f"--{name}", value]
    assert json.loads(CliRunner().invoke(main, words).output)["rows"] == answer["rows"]

    address = urlencode({**layout, **asked})
    lines = csv.DictReader(
        io.StringIO(desk.get(f"{PAGE}/table.csv?{address}").text.lstrip("\ufeff"))
    )
    in_csv = [line["10만 명당"] for line in lines]
    assert in_csv == ["" if row["rate"] is None else str(row["rate"]) for row in answer["rows"]]

    page = rates_on_page(desk.text(f"{PAGE}?{address}"))
    assert [cells[0] for cells in page.values()] == [f"{row['persons']:,}" for row in rated]
    assert [cells[1] for cells in page.values()] == [f"{row['denominator']:,}" for row in rated]
    for cells, row in zip(page.values(), rated, strict=True):
        assert float(cells[2].replace(",", "")) == pytest.approx(row["rate"], abs=0.05)
        assert (cells[6] == "불안정(20명 미만)") == (row["rate_remark"] == "unstable")

    book = openpyxl.load_workbook(io.BytesIO(desk.get(f"{PAGE}/table.xlsx?{address}").data))
    lines_of_sheet = [*book["비율"].iter_rows(values_only=True)]
    top = next(place for place, line in enumerate(lines_of_sheet) if "10만 명당" in line)
    heads, *sheet = lines_of_sheet[top:]
    told_rates = [dict(zip(heads, line, strict=True))["10만 명당"] for line in sheet]
    assert told_rates == [row["rate"] for row in answer["rows"]]
    said = {line[0]: line[2] for line in book["정의"].iter_rows(values_only=True)}
    assert "정확(Garwood)" in said["비율(10만 명당)"]


def test_a_country_whose_nationals_are_not_published_says_so_beside_those_that_have_a_rate(
    filled: Installation, desk: Desk
) -> None:
    text = desk.text(f"{PAGE}?row=country&{urlencode(LIVING_THERE)}")
    assert list(rates_on_page(text)) == [("일본",)]
    assert f"비율이 없는 1칸(1명): {WhyNoRate.NATIONALS.ko}" in html.unescape(text)


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("row=region", WhyNoRate.PLACE),
        ("row=country&from=2023-01-01&to=2023-12-31", WhyNoRate.VISITORS),
        ("row=year&unit=cases", WhyNoRate.UNIT),
        ("row=year&column=sex", WhyNoRate.PERSON),
        ("row=month", WhyNoRate.PART_OF_YEAR),
        ("row=year&basis=entered", WhyNoRate.ENTERED),
        ("row=year&sojourn=resident", WhyNoRate.WORLD_RESIDENTS),
    ],
)
def test_a_question_without_a_denominator_says_why_at_every_door(
    filled: Installation, desk: Desk, address: str, why: WhyNoRate
) -> None:
    assert html.escape(why.ko) in desk.text(f"{PAGE}?{address}")
    book = openpyxl.load_workbook(io.BytesIO(desk.get(f"{PAGE}/table.xlsx?{address}").data))
    assert book.sheetnames == ["통계표", "정의"]
    said = {line[0]: line[1:] for line in book["정의"].iter_rows(values_only=True)}
    assert said["비율(10만 명당)"] == (why.value, why.ko)
    [*lines] = csv.DictReader(io.StringIO(desk.get(f"{PAGE}/table.csv?{address}").text[1:]))
    assert "10만 명당" not in lines[0]
    assert {line["비율(10만 명당)"] for line in lines} == {why.ko}


def test_made_up_counts_over_real_denominators_say_so(
    filled: Installation, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice = "가상 분자 · 실제 분모"
    address = urlencode(BY_YEAR)
    assert notice not in desk.text(f"{PAGE}?{address}")
    monkeypatch.setattr(Installation, "holds_synthetic_data", property(lambda _: True))
    assert notice in desk.text(f"{PAGE}?{address}")
    assert notice in desk.get(f"{PAGE}/table.csv?{address}").text
    book = openpyxl.load_workbook(io.BytesIO(desk.get(f"{PAGE}/table.xlsx?{address}").data))
    assert notice in [cell.value for cell in book["비율"]["A"]]


def test_the_year_that_runs_has_no_rate_and_a_person_of_no_day_neither(
    filled: Installation, desk: Desk
) -> None:
    officer = make_actor(filled, Role.OFFICER, username="today")
    submit(filled, officer, persons=[{"involvement": "victim"}])
    refresh_cube(filled)
    text = html.unescape(desk.text(f"{PAGE}?row=year&basis=occurred"))
    assert f"비율이 없는 1칸(1명): {WhyNoRate.UNDATED.ko}" in text
    text = html.unescape(desk.text(f"{PAGE}?row=year"))
    assert WhyNoRate.RUNNING.ko in text


def test_a_number_of_a_time_that_is_not_stated_has_no_rate(
    filled: Installation, desk: Desk
) -> None:
    officer = make_actor(filled, Role.OFFICER, username="late")
    late = {"occurred_from": "2019-12-30", "received_at": "2023-01-03T12:00:00+09:00"}
    stay = {"involvement": "perpetrator", "incident_type": "overstay"}
    submit(filled, officer, **late, persons=[stay])
    refresh_cube(filled)
    text = html.unescape(desk.text(f"{PAGE}?row=year&type=overstay"))
    assert WhyNoRate.UNSTATED.ko in text
    assert "is-rates" not in text
