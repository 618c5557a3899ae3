"""Identity numbers in free text. Every number here is made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safety_center.domain.identity_numbers import find_identity_numbers, mask_identity_numbers

FOUND = [
    ("resident", "850101-2123456", "850101-2******"),
    ("resident", "8501012123456", "8501012******"),
    ("resident", "850101 - 2123456", "850101 - 2******"),
    ("resident", "850101 2123456", "850101 2******"),
    ("resident", "211231-3000000", "211231-3******"),
    ("resident", "850101－2123456", "850101－2******"),
    ("resident", "８５０１０１－２１２３４５６", "８５０１０１－２******"),
    ("alien", "900229-5123456".replace("0229", "0228"), "900228-5******"),
    ("alien", "010203-8123456", "010203-8******"),
    ("passport", "M12345678", "M1234****"),
    ("passport", "m12345678", "m1234****"),
    ("passport", "M 1234 5678", "M 1234 ****"),
    ("passport", "M123A4567", "M123A****"),
    ("passport", "Ｍ１２３４５６７８", "Ｍ１２３４****"),
    ("passport", "S98765432", "S9876****"),
    ("passport", "E12345678", "E1234****"),
    ("passport", "JB1234567", "JB123****"),
    ("licence", "12-34-567890-12", "12-34-******-12"),
    ("licence", "11 22 334455 66", "11 22 ****** 66"),
    ("card", "4111 1111 1111 1111", "4111 **** **** 1111"),
    ("card", "4111-1111-1111-1111", "4111-****-****-1111"),
    ("card", "5555555555554444", "5555********4444"),
    ("card", "3782 822463 10005", "3782 ******* 0005".replace("******* 0005", "****** *0005")),
]
AROUND = ["{}", "번호는 {}입니다.", "({})", "본인 {}, 김가상", "번호:{}\n다음 줄"]

HARMLESS = [
    "010-1234-5678",
    "01012345678",
    "+82 10 1234 5678",
    "+855 12 345 678",
    "0082-2-3210-0404",
    "02-3210-0404",
    "+1 (415) 555-0134",
    "2026-11-22 14:30",
    "20261122143000",
    "2026. 11. 22. 14:30~15:30",
    "20261122-0001234",
    "2026-KHM-000123",
    "R-2026-0000042",
    "A-20261122",
    "P20261122",
    "KE689",
    "OZ 741",
    "KE0689편 23번 탑승구",
    "계좌 110-123-456789",
    "계좌 1002-123-456789",
    "계좌 302-0123-4567-81",
    "계좌번호: 4111 1111 1111 1111",
    "850101-02-123456",
    "110-850101-2123456",
    "851301-1234567",
    "850230-1234567",
    "850101-9123456",
    "4111 1111 1111 1112",
    "1111 1111 1111 1111",
    "접수번호 202611220001",
    "850101-2******",
    "M1234****",
    "12-34-******-12",
    "4111 **** **** 1111",
    "1,234,567,890,123원",
    "위도 11.5563738 경도 104.9282099",
    "USD 12345678",
    "차량번호 12가3456",
    "사건번호 2026고단12345",
    "RR123456785KR",
]


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize(("kind", "number", "masked"), FOUND)
def test_a_number_is_found_and_masked_wherever_it_stands(
    kind: str, number: str, masked: str, around: str
) -> None:
    text = around.format(number)
    (found,) = find_identity_numbers(text)
    assert (found.kind, found.typed) == (kind, number)
    assert mask_identity_numbers(text) == around.format(masked)


@pytest.mark.parametrize("text", HARMLESS)
def test_other_numbers_stay_as_they_are(text: str) -> None:
    assert find_identity_numbers(text) == []


@pytest.mark.parametrize(
    "text", ["면허번호 123456789012", "면허: 123456789012", "서울 12-345678-90"]
)
def test_a_licence_without_gaps_or_of_the_old_form_is_known_by_the_word_before_it(
    text: str,
) -> None:
    (found,) = find_identity_numbers(text)
    assert found.kind == "licence"
    assert "*" in mask_identity_numbers(text)


def test_several_numbers_of_a_text_are_found_in_order() -> None:
    text = "여권 M12345678, 주민 850101-2123456, 카드 4111111111111111"
    assert [found.kind for found in find_identity_numbers(text)] == ["passport", "resident", "card"]


def test_the_plain_form_is_what_the_field_holds() -> None:
    (found,) = find_identity_numbers("ｍ 1234-5678")
    assert found.plain == "M12345678"


@given(st.text(st.sampled_from("0123456789MSA-/. 가*\n"), max_size=60))
def test_a_masked_text_keeps_its_length_and_holds_no_number_any_more(text: str) -> None:
    masked = mask_identity_numbers(text)
    assert len(masked) == len(text)
    assert find_identity_numbers(masked) == []
