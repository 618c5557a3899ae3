"""What identifies somebody is found, and general expressions are left alone."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safety_center.domain.leak_names import names_of_official
from safety_center.domain.leaks import Identifiers, LeakKind, find_leaks
from tests.unit.domain.leak_corpus import GENERAL, Corpus

_CASE = Identifiers(
    names={"홍길동": "20대 남성", "HONG GILDONG": "20대 남성", "김지원": "신고인"},
    numbers=("010-0000-5678", "M00012345", "2026-KHM-000123", "R-2026-0000001"),
    cities=("프놈펜",),
    places=("리버사이드 호텔 앞",),
)
_TEXTS = 800


def marked(text: str) -> list[str]:
    """The marked places of a text."""
    return [text[leak.start : leak.end] for leak in find_leaks(text, _CASE)]


def test_planted_leaks_are_found_and_general_words_are_left(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Recall counts a plant only when all of it is marked; precision counts marks that touch no plant."""
    corpus, planted, found, marks, false = Corpus(2026), Counter(), Counter(), 0, 0
    for _ in range(_TEXTS):
        drawn = corpus.draw()
        leaks = find_leaks(drawn.text, drawn.identifiers)
        covered = {place for leak in leaks for place in range(leak.start, leak.end)}
        marks += len(leaks)
        false += sum(
            not any(leak.start < end and start < leak.end for start, end, _ in drawn.leaks)
            for leak in leaks
        )
        for start, end, kind in drawn.leaks:
            signs = [p for p in range(start, end) if drawn.text[p].isalnum()]
            planted[kind] += 1
            found[kind] += all(place in covered for place in signs)
    recall, precision = sum(found.values()) / sum(planted.values()), 1 - false / marks
    with capsys.disabled():
        each = ", ".join(f"{kind} {found[kind] / planted[kind]:.4f}" for kind in sorted(planted))
        print(
            f"\nleaks: {sum(planted.values())} planted in {_TEXTS} texts,"
            f" recall {recall:.4f} ({each}), precision {precision:.4f}"
        )
    assert recall >= 0.99
    assert precision >= 0.97


@pytest.mark.parametrize("text", GENERAL)
def test_general_expressions_are_left_alone(text: str) -> None:
    assert marked(text) == []


@pytest.mark.parametrize(
    ("text", "leak", "kind", "proposal"),
    [
        ("홍길동은 무사함", "홍길동", LeakKind.NAME, "20대 남성"),
        ("아들 길동이와 통화", "길동", LeakKind.NAME, "20대 남성"),
        ("Mr. Gil-dong Hong said", "Gil-dong Hong", LeakKind.NAME, "20대 남성"),
        ("hong gil dong", "hong gil dong", LeakKind.NAME, "20대 남성"),
        ("2026. 11. 20. 접수", "2026. 11. 20.", LeakKind.DATE, "11월 중순"),
        ("on 28 November 2026", "28 November 2026", LeakKind.DATE, "11월 하순"),
        ("3일 새벽에", "3일", LeakKind.DATE, "그달 초순"),
        ("오후 2시 30분경", "오후 2시 30분", LeakKind.TIME, "오후"),
        ("23:10에", "23:10", LeakKind.TIME, "밤"),
        ("만 24세 여성", "만 24세", LeakKind.AGE, "20대"),
        ("프놈펜에서", "프놈펜", LeakKind.PLACE, "현지 도시"),
        ("리버사이드 인근", "리버사이드", LeakKind.PLACE, "현지 장소"),
        ("+82 10-0000-5678로", "+82 10-0000-5678", LeakKind.NUMBER, "연락처"),
        ("뒷자리 5678", "5678", LeakKind.NUMBER, "번호"),
        ("계좌 110-123-456789로", "110-123-456789", LeakKind.NUMBER, "계좌번호"),
        ("2026-KHM-000123 건", "2026-KHM-000123", LeakKind.NUMBER, "관리번호"),
        ("a.b@example.com으로", "a.b@example.com", LeakKind.CONTACT, "연락처"),
    ],
)
def test_each_kind_has_a_general_expression(
    text: str, leak: str, kind: LeakKind, proposal: str
) -> None:
    (found,) = find_leaks(text, _CASE)
    assert (text[found.start : found.end], found.kind, found.proposal) == (leak, kind, proposal)


@pytest.mark.parametrize(
    "leak",
    [
        "11.20",
        "26년 11월 20일",
        "20~23일",
        "on the 20th",
        "오후 두 시",
        "밤 열한 시",
        "스물네 살",
        "1998년 3월생",
        "Kildong Hong",
        "G. D. Hong",
        "M0001-2345",
        "응우옌반린 거리 120",
        "12/3 Nguyen Trai",
        "980101-1234567",
        "011-855-12-345-678",
        "H.G.D.",
        "Hong G.",
        "홍G동",
        "홍 G.D.",
        "H길동",
        "ㅎㄱㄷ",
        "PHNOM-PENH",
        "Riverside",
        "45 Đường Lê Lợi",
        "Carrera 7 No. 12-34",
        "N 11.562",
        "12-3 Shinjuku",
    ],
)
def test_forms_that_the_corpus_does_not_draw_are_found_too(leak: str) -> None:
    assert marked(f"기록에 {leak}에 관한 내용이 있음") == [leak]


@pytest.mark.parametrize(
    "text",
    [
        "K.O. 승",
        "Unit",
        "B.P.를 잼",
        "U.S. 대사관",
        "HGB",
        "3-5명",
        "홍 모 씨",
        "H 씨",
        "Center",
        "2박 3일",
        "1일 3회",
        "30일 체류",
        "9월 초",
        "2호선",
        "4.5점",
        "2/3",
    ],
)
def test_measures_are_no_days(text: str) -> None:
    assert marked(text) == []


def test_a_given_name_that_is_a_word_too_is_marked_where_a_person_is_called() -> None:
    assert marked("영사 지원을 요청하고 지원 절차를 안내함") == []
    assert marked("지원 씨에게 알림") == ["지원"]
    assert marked("김지원이 지원을 요청함") == ["김지원"]


def test_full_width_signs_and_spaced_names_are_read_as_plain_ones() -> None:
    assert marked("홍 길동, ＨＯＮＧ　ＧＩＬＤＯＮＧ, ２０２６－１１－２０") == [
        "홍 길동",
        "ＨＯＮＧ　ＧＩＬＤＯＮＧ",
        "２０２６－１１－２０",
    ]


def test_a_surname_alone_is_general_enough() -> None:
    assert marked("홍 씨, 홍모 씨, 홍○○, 김○○") == []
    assert marked("홍○동") == ["홍○동"]


def test_officials_are_named_without_their_titles() -> None:
    assert names_of_official("김가람 영사 (시연)") == ("김가람",)
    assert names_of_official("시험 공관장") == ()


@given(st.text(max_size=200))
def test_any_text_is_read_without_overlaps(text: str) -> None:
    leaks = find_leaks(text, _CASE)
    assert all(0 <= leak.start < leak.end <= len(text) for leak in leaks)
    assert all(one.end <= other.start for one, other in pairwise(leaks))


@given(
    before=st.sampled_from(["", "당사자 ", "(", "일행인 "]),
    after=st.sampled_from(["", "은", "에게서 ", "씨가 ", "(20대)", " 및 가족"]),
    seed=st.integers(0, 10_000),
)
def test_a_full_name_never_passes(before: str, after: str, seed: int) -> None:
    name = next(iter(Corpus(seed).draw().identifiers.names))
    text = f"{before}{name}{after}"
    found = find_leaks(text, Identifiers(names={name: "당사자"}))
    assert any(name in text[leak.start : leak.end] for leak in found)


@given(st.text(alphabet="가나다라 ○은는.,123시일월년", max_size=60))
def test_what_was_replaced_by_its_proposal_is_not_marked_for_the_same_name(text: str) -> None:
    name = Identifiers(names={"홍길동": "20대 남성"})
    told = f"{text} 홍길동 {text}"
    for leak in reversed(find_leaks(told, name)):
        told = told[: leak.start] + leak.proposal + told[leak.end :]
    assert "홍길동" not in told
