"""Keys by which encrypted names and numbers are found again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safety_center.domain.names import (
    identity_key,
    initial_consonants,
    mask_hangul,
    mask_number,
    mask_roman,
    name_keys,
    normalise_hangul,
    roman_tokens,
    split_hangul_name,
    telephone_key,
)

HANGUL = st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("name", "initials"), [("홍길동", "ㅎㄱㄷ"), ("쀄 갂", "ㅃㄱ"), ("김A", "ㄱA")]
)
def test_initial_consonants_are_those_of_each_syllable(name: str, initials: str) -> None:
    assert initial_consonants(name) == initials


@given(HANGUL)
def test_spaces_in_a_name_do_not_matter(name: str) -> None:
    assert normalise_hangul(" ".join(name)) == name


@pytest.mark.parametrize(
    ("name", "parts"),
    [("홍길동", ("홍", "길동")), ("남궁옥분", ("남궁", "옥분")), ("남궁", ("남", "궁"))],
)
def test_two_syllable_surnames_are_known(name: str, parts: tuple[str, str]) -> None:
    assert split_hangul_name(name) == parts


def test_a_romanised_name_is_found_by_each_token_and_whole() -> None:
    tokens = set(roman_tokens("Hong, Gil-dong"))
    assert {"HONG", "GIL", "DONG", "GILDONG", "HONGGILDONG"} <= tokens


def test_a_name_has_keys_of_every_kind() -> None:
    assert name_keys("홍길동", None) == {
        ("full", "홍길동"),
        ("given", "길동"),
        ("initials", "ㅎㄱㄷ"),
        *(("roman", token) for token in ("HONG", "GILDONG", "KILDONG", "HONGGILDONG")),
    }


@given(HANGUL)
def test_a_name_in_hangul_has_at_most_a_dozen_romanised_tokens(name: str) -> None:
    assert sum(kind == "roman" for kind, _ in name_keys(name, None)) <= 12


@pytest.mark.parametrize(
    ("name", "spellings"),
    [
        ("이지은", {"LEE", "YI", "RHEE", "JIEUN"}),
        ("최경희", {"CHOI", "CHOE", "KYUNGHEE", "GYEONGHUI"}),
        ("박정희", {"PARK", "BAK", "PAK", "JUNGHEE", "JEONGHUI", "CHUNGHEE"}),
        ("남궁우진", {"NAMGUNG", "NAMKUNG", "WOOJIN", "UJIN"}),
        ("김현우", {"KIM", "GIM", "HYUNWOO", "HYEONU"}),
    ],
)
def test_usual_romanisations_are_among_the_tokens(name: str, spellings: set[str]) -> None:
    assert spellings <= {key for kind, key in name_keys(name, None) if kind == "roman"}


@pytest.mark.parametrize("number", ["010-1234-5678", "+82 10 1234 5678", "0082-10-1234-5678"])
def test_a_korean_number_has_one_key_however_it_is_written(number: str) -> None:
    assert telephone_key(number) == "01012345678"


def test_an_identity_number_is_compared_without_signs_and_case() -> None:
    assert identity_key("m 1234-5678") == "M12345678"


@pytest.mark.parametrize(
    ("name", "masked"), [("홍길동", "홍○동"), ("이산", "이○"), ("남궁옥분", "남○○분")]
)
def test_a_masked_name_keeps_its_ends(name: str, masked: str) -> None:
    assert mask_hangul(name) == masked


def test_masked_numbers_and_romanised_names_show_little() -> None:
    assert mask_number("M12345678") == "M1234****"
    assert mask_number("1234") == "****"
    assert mask_roman("HONG GILDONG") == "H*** G******"
