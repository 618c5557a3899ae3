"""Searching texts: the index narrows down, LIKE decides, and the index follows every writing."""

from collections.abc import Iterator
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlmodel import Session

from safety_center.domain.access import Role
from safety_center.domain.cases import parse_change, parse_note
from safety_center.domain.search import fold, join_text, search_terms
from safety_center.services.cases.change import add_note, change_case
from safety_center.services.context import reading, writing
from safety_center.services.installation import Installation
from safety_center.store import search
from safety_center.store.session import Database
from tests.factories import make_actor, submit

#: Few letters, so that terms are found; from every kind of writing that reports hold.
_LETTERS = st.sampled_from("절도방콕ㅎ각aBé%_\\'\".,-/😀👩\u200d \n1İße\u0301ᄀ\u1161")
_TEXTS = st.lists(st.text(_LETTERS, max_size=30), max_size=4)
_IDS = count(1)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    yield opened
    opened.close()


def like(session: Session, terms: tuple[str, ...]) -> set[int]:
    """What a plain LIKE finds, term by term."""
    found: set[int] | None = None
    for term in terms:
        escaped = term.replace("!", "!!").replace("%", "!%").replace("_", "!_")
        sql = text("SELECT case_id FROM case_text WHERE text LIKE :wanted ESCAPE '!'")
        rows = set(session.execute(sql, {"wanted": f"%{escaped}%"}).scalars())
        found = rows if found is None else found & rows
    return found or set()


def without_keys(session: Session) -> None:
    """Texts of cases that are not there: this test is about texts alone."""
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("PRAGMA defer_foreign_keys = ON"))
    else:
        session.execute(text("SET session_replication_role = replica"))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts=st.lists(_TEXTS, min_size=1, max_size=8), query=st.text(_LETTERS, max_size=8))
def test_a_search_finds_the_rows_that_like_finds(
    database: Database, texts: list[list[str]], query: str
) -> None:
    with database.reading() as session:
        without_keys(session)
        search.insert_texts(session, {next(_IDS): join_text(pieces) for pieces in texts})
        terms = search_terms(query)
        if terms:
            assert set(search.find_text_ids(session, terms, 1_000)) == like(session, terms)


def test_a_limit_bounds_what_is_found(database: Database) -> None:
    with database.reading() as session:
        without_keys(session)
        search.insert_texts(session, dict.fromkeys(range(1, 30), "방콕 절도"))
        assert len(search.find_text_ids(session, ("절도",), 5)) == 5
        assert len(search.find_text_ids(session, ("절",), 5)) == 5


def found(installation: Installation, query: str) -> int:
    with reading(installation, None) as ctx:
        return len(search.find_text_ids(ctx.session, search_terms(query), 100))


def test_the_index_follows_reports_changes_and_notes(installation: Installation) -> None:
    officer = make_actor(installation, Role.OFFICER)
    number = submit(installation, officer, narrative="야시장에서 가방을 도난당함").case_number or ""
    assert (found(installation, "야시장 가방"), found(installation, "경찰서")) == (1, 0)
    with writing(installation, officer) as ctx:
        add_note(ctx, number, parse_note({"text": "경찰서 신고 안내함"}))
    assert found(installation, "경찰서 야시장") == 1
    with writing(installation, officer) as ctx:
        change_case(ctx, number, parse_change({"version": 1, "summary": "여권 분실"}))
    assert found(installation, "여권") == 1
    with writing(installation, officer) as ctx:
        change_case(ctx, number, parse_change({"version": 2, "summary": "지갑 분실"}))
    assert (found(installation, "여권"), found(installation, "지갑")) == (0, 1)
    submit(
        installation,
        officer,
        disposition="joined_case",
        join_case_number=number,
        narrative="동행인이 다시 전화함",
    )
    assert found(installation, "동행인") == 1


def test_a_new_case_is_indexed_as_its_rows_would_be(installation: Installation) -> None:
    officer = make_actor(installation, Role.OFFICER)
    submit(
        installation,
        officer,
        city="프놈펜",
        place_detail="강변",
        next_action="통화",
        summary="요약",
    )
    with installation.database.reading() as session:
        before = session.execute(text("SELECT case_id, text FROM case_text")).all()
        search.refresh_texts(session, [row[0] for row in before])
        session.execute(text("DELETE FROM case_text"))
        search.fill_texts(session.connection())
        assert session.execute(text("SELECT case_id, text FROM case_text")).all() == before


def test_terms_are_words_or_what_stands_in_quotation_marks() -> None:
    assert search_terms('절도 "야간 버스"  절도') == ("절도", "야간 버스")
    assert search_terms("도난 도난당함") == ("도난당함",)
    assert search_terms("   ") == ()
    assert search_terms("가 나 다 라 마 바 사 아 자 차") == tuple("가나다라마바사아자차")
    assert fold("Cafe\u0301  BAR") == "café bar"
