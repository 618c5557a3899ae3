"""The table builder, and the same table at every door."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any
from urllib.parse import urlencode

import openpyxl
import pytest
from click.testing import CliRunner

from safety_center.cli import main
from safety_center.domain.access import Role
from safety_center.domain.periods import seoul_date, utc_now
from safety_center.services.installation import Installation
from safety_center.services.statistics import refresh_cube
from tests.factories import make_actor, submit
from tests.functional.caller import Caller
from tests.functional.desk import Desk, acts, sit_down

PAGE = "/statistics"
LOST = {"involvement": "victim", "incident_type": "lost_property"}
STAY = {"involvement": "perpetrator", "incident_type": "overstay"}
THEFT = {"involvement": "victim", "incident_type": "theft"}
Cells = dict[tuple[str, ...], int | None]


def fill(installation: Installation) -> None:
    """Persons of 2017, 2019, 2021 and of no day; an overstay received after its time."""
    officer = make_actor(installation, Role.OFFICER)
    for day, country, persons in (
        ("2017-05-01", "KH", [THEFT, {"sex": "male"}]),
        ("2019-05-01", "KH", [LOST]),
        ("2021-02-28", "DE", [LOST, {**THEFT, "headcount": 1200}]),
        ("2021-03-01", "DE", [{"involvement": "perpetrator", "incident_type": "drugs"}]),
        (None, "KH", [THEFT]),
    ):
        received = f"{day or '2021-04-01'}T12:00:00+09:00"
        values = {"occurred_from": day} if day else {}
        submit(
            installation,
            officer,
            country_code=country,
            received_at=received,
            persons=persons,
            **values,
        )
    late = {"occurred_from": "2019-12-30", "received_at": "2020-01-03T12:00:00+09:00"}
    submit(installation, officer, **late, persons=[STAY])
    refresh_cube(installation)


@pytest.fixture
def filled(installation: Installation) -> Installation:
    fill(installation)
    return installation


@pytest.fixture
def desk(sqlite_installation: Installation) -> Desk:
    fill(sqlite_installation)
    return sit_down(sqlite_installation, Role.CENTER_MANAGER)


def grid_of(lines: list[list[Any]], width: int) -> Cells:
    """Lines of a table (heads first, sums cut off) as labels → number; 0 left out."""
    found: Cells = {}
    for line in lines[1:]:
        labels = tuple(str(label) for label in line[:width])
        for head, cell in zip(lines[0][width:], line[width:], strict=True):
            number = None if cell == "미기재" else int(str(cell).replace(",", "").rstrip("†"))
            if number != 0:
                found[(*labels, str(head))] = number
    return found


def cut(lines: list[list[Any]]) -> list[list[Any]]:
    """Without the row and the column of sums."""
    if lines[-1][0] == "합계" and len(lines) > 2:
        lines = lines[:-1]
    return [line[:-1] for line in lines] if lines[0][-1] == "합계" else lines


def on_page(text: str, width: int) -> Cells:
    [table] = re.findall(r'<table class="grid is-plain is-figures">(.*?)</table>', text, re.DOTALL)
    table = re.sub(r"<caption.*?</caption>|<tfoot>.*?</tfoot>", "", table, flags=re.DOTALL)
    lines = [
        [
            re.sub(r"<[^>]*>", "", cell).strip()
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line, re.DOTALL)
        ]
        for line in re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)
    ]
    return grid_of(cut(lines), width)


def in_workbook(content: bytes, width: int) -> Cells:
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    top = int(re.sub(r"\D", "", sheet.freeze_panes)) - 1
    lines = [
        [cell for cell in line if cell is not None]
        for line in sheet.iter_rows(min_row=top, values_only=True)
    ]
    for line in sheet.iter_rows(min_row=top + 1, min_col=width + 1):
        for cell in line:
            assert cell.value in (None, "미기재") or cell.data_type == "n", cell.coordinate
    return grid_of(cut(lines), width)


def in_rows(rows: list[dict[str, Any]], names: list[str], count: str) -> Cells:
    found: Cells = {}
    for row in rows:
        labels = [str(row.get(f"{name}_label", row[name])) for name in names]
        key = tuple("날짜 미상" if label == "unknown" else label for label in labels)
        found[key] = None if row[count] in (None, "") else int(row[count])
    return {key: number for key, number in found.items() if number != 0}


def in_csv(text: str, names: list[str], count: str, headings: dict[str, str]) -> Cells:
    rows = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))
    for row in rows:
        assert (row["기재 여부"] == "미기재") >= (row[headings[count]] == "")
        assert row["이용 범위"] == "내부용"
    named = [
        {name: row[headings.get(f"{name}_label", headings[name])] for name in names} for row in rows
    ]
    return in_rows(
        [{**row, count: all_[headings[count]]} for row, all_ in zip(named, rows, strict=True)],
        names,
        count,
    )


QUESTIONS = [
    ({"row": "year", "column": "involvement"}, {}),
    ({"row": "year", "column": "type"}, {"basis": "occurred"}),
    ({"row": "type", "column": "year"}, {"involvement": "victim", "from": "2016-01-01"}),
    ({"row": "region", "row2": "type", "column": "year"}, {"basis": "occurred"}),
    ({"row": "country", "row2": "severity", "column": "year"}, {"unit": "cases"}),
    ({"row": "year"}, {"type": "lost_property", "from": "2016-01-01", "to": "2020-12-31"}),
    ({"row": "sex", "column": "age_band"}, {"as_of": "today", "country": "DE,KH"}),
]


@pytest.mark.parametrize(("layout", "asked"), QUESTIONS)
def test_every_door_gives_the_same_numbers(
    filled: Installation,
    monkeypatch: pytest.MonkeyPatch,
    layout: dict[str, str],
    asked: dict[str, str],
) -> None:
    if "as_of" in asked:
        asked = {**asked, "as_of": seoul_date(utc_now()).isoformat()}
    names = list(layout.values())
    width = len(names) - ("column" in layout)
    count = asked.get("unit", "persons")
    visitor = sit_down(filled, Role.CENTER_MANAGER)
    address = urlencode({**layout, **asked})

    answer = Caller(filled, Role.ANALYST).get(
        f"/statistics?{urlencode({'by': ','.join(names), **asked})}"
    )
    content = answer.json
    wanted = in_rows(content["rows"], names, count)
    assert wanted, content
    assert sum(number or 0 for number in wanted.values()) == content["total"]

    head = content["columns"]
    page = on_page(visitor.text(f"{PAGE}?{address}"), width)
    book = in_workbook(visitor.get(f"{PAGE}/table.xlsx?{address}").data, width)
    if "column" not in layout:  # the one column is headed by what it counts
        page, book = ({key[:-1]: number for key, number in each.items()} for each in (page, book))
    assert page == wanted
    assert book == wanted
    assert in_csv(visitor.get(f"{PAGE}/table.csv?{address}").text, names, count, head) == wanted
    assert on_command(filled, monkeypatch, names, asked, count) == wanted


def on_command(
    installation: Installation,
    monkeypatch: pytest.MonkeyPatch,
    names: list[str],
    asked: dict[str, str],
    count: str,
) -> Cells:
    monkeypatch.setenv("SAFETY_CENTER_DATABASE_URL", installation.settings.database_url)
    monkeypatch.setenv("SAFETY_CENTER_KEY_FILE", str(installation.settings.key_file))
    account = make_actor(installation, Role.ANALYST, username="commander").username
    words = ["statistics", "--by", ",".join(names), "--format", "json", "--as", account]
    for name, value in asked.items():
        words += [f"--{name.replace('_', '-')}", value]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0, result.output
    return in_rows(json.loads(result.output)["rows"], names, count)


def test_not_stated_is_told_apart_from_0_and_a_number_in_a_gap_is_marked(desk: Desk) -> None:
    text = desk.text(f"{PAGE}?row=type&column=year&basis=occurred")
    found = on_page(text, 1)
    assert (found["분실", "2017"], found["분실", "2018"]) == (None, None)
    assert found["분실", "2019"] == 1
    assert ("사기", "2018") not in found
    assert "미기재(따로 집계하지 않던 기간, 0이 아님): 분실(피해자)" in text
    marked = desk.text(f"{PAGE}?row=year&type=overstay")
    assert re.search(r'>1</a><sup aria-label="미기재 기간">†</sup>', marked)
    assert "†: 미기재 기간이지만 등록된 수입니다." in marked


def test_every_number_opens_a_list_with_as_many_persons(desk: Desk) -> None:
    text = desk.text(f"{PAGE}?row=region&row2=type&column=year&involvement=victim")
    links = re.findall(r'<a href="(/cases[^"]*)">([\d,]+)</a>', text)
    assert len(links) > 10
    for href, told in links:
        listed = desk.text(href)
        assert f"당사자 {told}명" in listed, href


def test_totals_stand_below_and_beside(desk: Desk) -> None:
    text = desk.text(f"{PAGE}?row=year&column=involvement&basis=occurred")
    [foot] = re.findall(r"<tfoot>(.*?)</tfoot>", text, re.DOTALL)
    numbers = re.findall(r"<td[^>]*>(.*?)</td>", foot)
    assert [re.sub(r"<[^>]*>", "", number) for number in numbers] == ["1,205", "2", "1,207"]


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("row=year&row2=year", "row2"),
        ("row=planet", "row"),
        ("row=region&column=sex&unit=cases", "column"),
        ("row=year&involvement=victim&involvement=witness", "involvement"),
        ("row=year&from=soon", "from"),
        ("row=year&from=2026-02-01&to=2026-01-01", "to"),
        ("row=year&as_of=2999-01-01", "as_of"),
        ("row=year&scheme=moon", "scheme"),
        ("row=year&country=QQ", "country"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_everything_is_kept(
    desk: Desk, address: str, field: str
) -> None:
    text = desk.text(f"{PAGE}?{address}&severity=critical", status=422)
    assert f'href="#{field}"' in text
    assert f'id="{field}-error"' in text
    assert re.search(r'value="critical" checked', text)
    assert "is-figures" not in text


def test_all_that_is_wrong_is_told_at_once_with_what_may_stand_there(desk: Desk) -> None:
    asked = "row=planet&column=sex&unit=cases&region=atlantis&as_of=2999-01-01"
    text = desk.text(f"{PAGE}?{asked}", status=422)
    for field in ("row", "column", "region", "as_of"):
        assert f'id="{field}-error"' in text
    assert "건수를 나눌 수 없습니다: 성별." in text
    assert "쓸 수 있는 값: 연도(year), " in text
    assert "아시아·태평양(asia_pacific)" in text


def test_a_year_of_which_a_part_is_counted_says_up_to_when(desk: Desk) -> None:
    text = desk.text(f"{PAGE}?row=year&column=quarter&from=2019-03-01&to=2021-02-28")
    labels = set(re.findall(r"<th [^>]*>(20[^<]*)</th>", text))
    assert {"2019 (3. 1.부터)", "2020", "2021 (2. 28.까지)"} <= labels
    assert {"2019-Q2", "2021-Q1 (2. 28.까지)"} <= labels
    assert "전체(" in desk.text(f"{PAGE}?row=year"), "with the last day that was counted"
    assert re.search(r"<dd>2020\. 1\. 1\. – 20[^<]*까지</dd>", desk.text(f"{PAGE}?from=2020-01-01"))


def test_presets_and_the_first_page_are_tables(desk: Desk) -> None:
    first = desk.text(PAGE)
    presets = re.findall(r'<li><a class="krds-btn tertiary xsmall" href="([^"]+)">', first)
    assert len(presets) == 7
    for href in presets:
        text = desk.text(PAGE + href)
        assert "is-figures" in text or "이 조건에 해당하는 수가 없습니다." in text
        assert "내부용" in text


def test_nothing_found_says_what_to_do_and_a_large_table_how_large(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = desk.text(f"{PAGE}?row=year&country=FR")
    assert "기간을 넓히거나 조건을 줄여" in empty
    monkeypatch.setattr("safety_center.web.statistics.builder.MOST_ON_PAGE", 3)
    large = desk.text(f"{PAGE}?row=year&column=type")
    assert "표가 너무 큽니다(" in large
    assert "is-figures" not in large


def test_the_workbook_has_every_definition_and_says_for_whom_it_is(
    desk: Desk, sqlite_installation: Installation
) -> None:
    answer = desk.get(f"{PAGE}/table.xlsx?row=type&column=year&basis=occurred")
    assert answer.headers["Content-Disposition"].endswith('.xlsx"')
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    assert book.sheetnames == ["통계표", "비율", "정의"]
    said = {line[0]: line[2] for line in book["정의"].iter_rows(values_only=True)}
    assert {"단위", "날짜 기준", "지역 구분", "기간", "집계 규칙", "기준 시각"} <= set(said)
    assert (said["이용 범위"], said["작성자"]) == ("내부용", desk.actor.username)
    assert said["작성 시각"]
    assert "분실(피해자)" in said["미기재"]
    assert "내부용" in [cell.value for cell in book["통계표"]["A"]]
    assert [act.action for act in acts(sqlite_installation, "statistics.export")]


def test_a_table_before_the_first_refresh_says_when_it_will_be_there(
    sqlite_installation: Installation,
) -> None:
    text = sit_down(sqlite_installation, Role.ANALYST).text(PAGE, status=409)
    assert "통계를 아직 만들지 않았습니다." in text


def test_before_an_instant_nothing_was_known(desk: Desk) -> None:
    text = desk.text(f"{PAGE}?row=year&as_of=2020-01-01")
    assert "이 조건에 해당하는 수가 없습니다." in text


def test_the_page_is_english_for_those_who_choose_it(desk: Desk) -> None:
    text = desk.get(
        f"{PAGE}?row=type&column=year&basis=occurred&lang=en", follow_redirects=True
    ).text
    assert "not stated" in text
    assert "Year" in text


def test_the_address_to_share_has_no_empty_parts(desk: Desk) -> None:
    asked = "row=year&row2=&column=type&type=theft&type=fraud&unit=cases&as_of=+"
    led = desk.get(f"{PAGE}?{asked}")
    assert led.status_code == 302
    assert led.location == f"{PAGE}?row=year&column=type&type=theft&type=fraud&unit=cases"
    assert "is-figures" in desk.text(led.location)
    led = desk.get(f"{PAGE}/differences?from=2026-01-01&to=2026-01-02&first_day=&by=year&by2=")
    assert led.location == f"{PAGE}/differences?from=2026-01-01&to=2026-01-02&by=year"
