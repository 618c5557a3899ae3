"""The page of differences and the lists behind its numbers."""

from __future__ import annotations

import html
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from safety_center.domain.access import Role
from safety_center.services.installation import Installation
from tests.factories import BANGKOK
from tests.functional.desk import Desk, acts, sit_down
from tests.functional.histories import FIXED, begin_life

PAGE = "/statistics/differences"
NAME = "홍길동"


@pytest.fixture
def desk(sqlite_installation: Installation) -> Desk:
    """The manager of the center, after a history with one of everything and a name in it."""
    life = begin_life(sqlite_installation)
    life.do({"do": "new", "country_code": "KH", "persons": [{"name_hangul": NAME}]})
    for step in FIXED[1:]:
        life.do(step)
    return sit_down(sqlite_installation, Role.CENTER_MANAGER)


def links(text: str) -> list[tuple[str, str]]:
    """Address and text of every link to a list."""
    found = re.findall(r'<a href="(/statistics/differences/list[^"]*)">([^<]*)</a>', text)
    return [(html.unescape(href), told) for href, told in found]


def value(told: str) -> int:
    return int(told.replace("−", "-").replace("+", "").replace(",", ""))


def test_the_page_says_what_differs_and_why(desk: Desk) -> None:
    text = desk.text(f"{PAGE}?by=country")
    assert re.search(r"부터 .*까지 접수된 당사자 수가 0명에서 \d+명으로 \d+명 늘었다: 신규", text)
    assert "어디에서 어디로 옮겼는지" in text
    assert desk.text(PAGE).count("<h1") == 1


def test_every_number_opens_a_list_that_adds_up_to_it(desk: Desk) -> None:
    text = desk.text(f"{PAGE}?by=country&by2=type")
    checked = 0
    for href, told in links(text):
        asked = parse_qs(urlsplit(href).query)
        listed = desk.text(href)
        steps = re.findall(r'data-label="증감">([^<]*)<', listed)
        assert steps, href
        if "reason" in asked and told[0] in "+−":
            assert sum(map(value, steps)) == value(told), href
            checked += 1
    assert checked >= 5


def test_a_list_names_no_person_and_stands_in_the_trail(
    desk: Desk, sqlite_installation: Installation
) -> None:
    href = next(href for href, _ in links(desk.text(PAGE)) if "reason=new" in href)
    listed = desk.text(href)
    assert NAME not in listed
    assert "당사자 1" in listed
    [act] = acts(sqlite_installation, "statistics.differences.list")
    assert '"cases"' in act.detail


def test_cases_of_others_are_told_by_number_and_kind_only(
    desk: Desk, sqlite_installation: Installation
) -> None:
    href = next(
        href for href, _ in links(desk.text(f"{PAGE}?by=type")) if "reason=reclassified" in href
    )
    stranger = sit_down(sqlite_installation, Role.OFFICER, unit_code=BANGKOK, username="bangkok")
    inside, outside = desk.text(href), stranger.text(href)
    number = re.findall(r"\d{4}-[A-Z]{3}-\d{6}", inside)[0]
    assert f'href="/cases/{number}"' in inside
    assert number in outside
    assert f'href="/cases/{number}"' not in outside
    assert "담당 범위 밖" in outside
    assert "→" in re.sub(r"<title>.*?</title>", "", inside)
    assert "당사자 1" not in outside


def test_the_file_has_the_parts_and_its_definitions(desk: Desk) -> None:
    answer = desk.get(f"{PAGE}.csv?by=country")
    assert answer.status_code == 200
    assert answer.text.startswith("\ufeff")
    header, *rows = answer.text.splitlines()
    for word in ("신규", "재분류", "처음 시각", "나중 시각", "이용 범위", "집계 규칙"):
        assert word in header
    assert "differences-" in answer.headers["Content-Disposition"]
    assert all("내부용" in row for row in rows)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"from": "2026-02-01", "to": "2026-01-01"}, "to"),
        ({"from": "bald", "to": "2026-01-01"}, "from"),
        ({"from": "2026-01-01", "to": "2026-01-02", "involvement": "nobody"}, "involvement"),
        ({"from": "2026-01-01", "to": "2999-01-02"}, "to"),
    ],
)
def test_a_wrong_question_is_told_at_its_field(
    desk: Desk, asked: dict[str, Any], field: str
) -> None:
    answer = desk.get(PAGE, query_string=asked)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text


def test_a_wrong_part_is_refused(desk: Desk) -> None:
    assert desk.get(f"{PAGE}/list?reason=mood").status_code == 422
    assert desk.get(f"{PAGE}/list?dimension=mood").status_code == 422
    assert desk.get(f"{PAGE}.csv?by=mood").status_code == 422


def test_who_may_not_see_statistics_finds_no_page(sqlite_installation: Installation) -> None:
    auditor = sit_down(sqlite_installation, Role.AUDITOR)
    assert auditor.get(PAGE).status_code == 403


def test_the_page_reads_in_english(desk: Desk) -> None:
    desk.get(f"{PAGE}?lang=en")
    text = desk.text(f"{PAGE}?by=year")
    assert re.search(r"the number of persons concerned reported rose by \d+, from 0 to \d+", text)
