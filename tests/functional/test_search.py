"""One search field: text, names in any writing, numbers; kept sealed, within scope."""

import json
import re

import pytest
from sqlalchemy import select, text

from safety_center.domain.access import Actor, Role
from safety_center.domain.queries import Way, understand
from safety_center.services import search as service
from safety_center.services.accounts import find_actor
from safety_center.services.context import reading, writing
from safety_center.services.installation import Installation
from safety_center.services.retention import purge_leftovers
from safety_center.services.search import find_matches, keep_search, open_search
from safety_center.store.tables import KeptSearch
from tests.factories import BANGKOK, YEAR, make_actor, submit
from tests.functional.desk import Desk, acts, sit_down

HONG = {"name_hangul": "홍길동", "telephone": "010-1234-5678", "passport_number": "M12345678"}


@pytest.fixture
def officer(sqlite_installation: Installation) -> Desk:
    return sit_down(sqlite_installation, Role.OFFICER)


def found(installation: Installation, query: str) -> int:
    """Cases that a search finds, whatever the scope."""
    with reading(installation, make_once(installation)) as ctx:
        return len(find_matches(ctx, query)[1].ids or ())


def make_once(installation: Installation) -> Actor:
    """An analyst, made when first asked for."""
    with reading(installation, None) as ctx:
        known = find_actor(ctx, "searcher")
    return known or make_actor(installation, Role.ANALYST, username="searcher")


def test_a_person_is_found_by_every_writing_of_the_name_and_by_numbers(
    installation: Installation,
) -> None:
    officer = make_actor(installation, Role.OFFICER)
    submit(installation, officer, persons=[HONG])
    submit(installation, officer, persons=[{"name_roman": "LEE JI-EUN"}])
    submit(
        installation,
        officer,
        caller_none="",
        caller_name="최경희",
        caller_telephone="+82 2 333 4444",
    )
    ways = {
        "홍길동": 1,
        "홍 길동": 1,
        "길동": 1,
        "ㅎㄱㄷ": 1,
        "Hong": 1,
        "GILDONG": 1,
        "kil dong": 1,
        "Gil-dong, Hong": 1,
        "HONGGILDONG": 1,
        "홍길순": 0,
        "Dong Hong": 0,
        "이지은": 1,
        "yi jieun": 0,
        "Lee": 1,
        "ji eun lee": 1,
        "Kyunghee Choi": 1,
        "010-1234-5678": 1,
        "+82 10 1234 5678": 1,
        "010.1234.5678": 1,
        "02-333-4444": 1,
        "m1234 5678": 1,
        "M12345679": 0,
    }
    assert {query: found(installation, query) for query in ways} == ways


def test_text_and_numbers_of_cases_and_reports_are_found(installation: Installation) -> None:
    officer = make_actor(installation, Role.OFFICER)
    stored = submit(installation, officer, narrative="방콕 시장에서 절도 피해, iPhone 분실")
    ways = {
        "절도": 1,
        "절도 방콕": 1,
        '"시장에서 절도"': 1,
        "IPHONE": 1,
        "절": 1,
        "강도": 0,
        stored.case_number: 1,
        stored.receipt_number: 1,
        f"{YEAR}-khm-1": 1,
        f"{YEAR}-KHM-2": 0,
    }
    assert {query: found(installation, query or "") for query in ways} == ways


def test_every_word_of_a_long_search_counts(officer: Desk) -> None:
    words = "방콕 야시장 골목에서 밤에 가방과 지갑과 여권과 휴대전화를 도난당함 경찰서"
    submit(officer.installation, officer.actor, narrative=f"{words} 신고함")
    found, missed = (officer.text(search(officer, f"{words} {last}")) for last in ("신고", "귀국"))
    assert "사건 1건" in found
    assert "사건 0건" in missed
    assert f"본문에서 ‘{words} 귀국’" in missed


def test_a_search_that_is_too_long_is_refused_and_not_cut(officer: Desk) -> None:
    answer = officer.post("/cases/search", {"q": "가" * 101})
    assert answer.status_code == 422
    assert "검색어는 100자까지 입력할 수 있습니다" in answer.text
    assert "가" * 101 in answer.text
    assert 'maxlength="100"' not in answer.text


@pytest.mark.parametrize(
    ("query", "ways"),
    [
        ("절도", [(Way.TEXT, "절도"), (Way.GIVEN, "절도")]),
        ("홍길동", [(Way.TEXT, "홍길동"), (Way.NAME, "홍길동")]),
        ("ㅎ ㄱ ㄷ", [(Way.INITIALS, "ㅎㄱㄷ")]),
        ("Hong", [(Way.TEXT, "hong"), (Way.ROMAN, "HONG")]),
        ("r-2026-42", [(Way.RECEIPT, "R-2026-0000042")]),
        ("2026-khm-123", [(Way.NUMBER, "2026-KHM-000123")]),
        ("010-1234-5678", [(Way.TEXT, "010-1234-5678"), (Way.TELEPHONE, "010-1234-5678")]),
        ("여권 분실", [(Way.TEXT, "여권 분실")]),
    ],
)
def test_a_search_says_how_it_was_understood(query: str, ways: list[tuple[Way, str]]) -> None:
    assert list(understand(query).said) == ways


def search(desk: Desk, query: str, beside: str = "") -> str:
    """The address to which a search leads."""
    answer = desk.post(f"/cases/search{beside}", {"q": query})
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def test_what_is_searched_for_stands_in_no_address_and_no_trail(officer: Desk) -> None:
    submit(officer.installation, officer.actor, persons=[HONG])
    address = search(officer, "홍길동", "?country=KH")
    assert re.fullmatch(r"/cases\?country=KH&search=[\w-]{10,}", address)
    page = officer.text(address)
    assert "사건 1건" in page
    assert "검색: 본문에서 ‘홍길동’ 또는 성명 ‘홍길동’" in page
    row = acts(officer.installation, "case.search")[0]
    detail = json.loads(row.detail)
    assert detail.pop("cases")  # whose cases were shown stands there, by their ids
    assert detail == {"filters": {"country": "KH"}, "ways": ["name", "text"]}
    with reading(officer.installation, None) as ctx:
        kept = ctx.session.execute(select(KeptSearch)).scalars().one()
    assert "홍".encode() not in kept.content


def test_a_search_stays_within_the_scope(officer: Desk) -> None:
    submit(officer.installation, officer.actor, persons=[HONG])
    bangkok = sit_down(officer.installation, Role.OFFICER, unit_code=BANGKOK)
    assert "사건 0건" in bangkok.text(search(bangkok, "홍길동"))
    assert "사건 0건" in bangkok.text(search(bangkok, f"{YEAR}-KHM-000001"))


def test_anothers_search_is_not_opened(officer: Desk) -> None:
    address = search(officer, "홍길동")
    other = sit_down(officer.installation, Role.MISSION_HEAD)
    page = other.text(address, status=422)
    assert "홍길동" not in page
    assert "다시 입력해 주십시오" in page


@pytest.mark.parametrize("query", ["가" * 101, "...", "--"])
def test_a_search_that_says_nothing_or_too_much_is_refused(officer: Desk, query: str) -> None:
    answer = officer.post("/cases/search", {"q": query})
    assert answer.status_code == 422
    assert "error-summary" in answer.text


def test_an_empty_search_lists_everything(officer: Desk) -> None:
    assert search(officer, "  ", "?status=open") == "/cases?status=open"


def test_a_search_goes_after_a_day_unless_a_saved_filter_holds_it(officer: Desk) -> None:
    kept, gone = search(officer, "절도"), search(officer, "강도")
    officer.post(f"/cases/filters{kept.removeprefix('/cases')}", {"name": "절도 건"})
    with officer.installation.database.writing() as session:
        session.execute(text("UPDATE kept_search SET created_at = '2020-01-01 00:00:00.000000'"))
    purge_leftovers(officer.installation)
    assert officer.get(kept).status_code == 200
    assert officer.get(gone).status_code == 422
    page = officer.text("/cases")
    number = re.search(r"/cases/filters/(\d+)/delete", page)
    assert number
    officer.post(f"/cases/filters/{number[1]}/delete", {})
    purge_leftovers(officer.installation)
    assert officer.get(kept).status_code == 422


def test_many_matches_are_walked_and_say_so(officer: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "MOST_MATCHES", 2)
    for _ in range(4):
        submit(officer.installation, officer.actor, persons=[HONG])
    assert "사건 4건" in officer.text(search(officer, "가방"))
    assert "사건 4건" in officer.text(search(officer, "Hong"))
    assert "사건 0건" in officer.text(search(officer, "여권"))


def test_a_kept_search_opens_for_its_account_only(sqlite_installation: Installation) -> None:
    one = make_actor(sqlite_installation, Role.OFFICER)
    with writing(sqlite_installation, one) as ctx:
        token = keep_search(ctx, " 홍길동 ")
        assert open_search(ctx, token) == "홍길동"
