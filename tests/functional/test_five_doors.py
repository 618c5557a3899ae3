"""One way in, five doors: the same reports give the same cases, errors and warnings at each.

What differs on purpose is in docs/bad-input.md: the form assumes who reports and when, a sheet with an
unknown column is refused as a whole, and JSON has types.
"""

from pathlib import Path
from typing import Any

import pytest

from safety_center.services.installation import Installation
from tests.databases import copy_sqlite_database
from tests.factories import make_installation
from tests.functional.doors import (
    LANGUAGES,
    Api,
    Command,
    Csv,
    Door,
    Said,
    Services,
    Web,
    Xlsx,
    stored,
)

DOORS = (Web, Api, Csv, Xlsx, Command)
_BASE = {
    "source": "mission",
    "received_at": "2026-11-01T10:00:00+07:00",
    "caller_none": "true",
    "country_code": "KH",
    "situation": "theft",
    "narrative": "시장에서 가방을 도난당했다고 함.",
}
_CALLER = {"caller_none": "false", "caller_name": "홍가상", "caller_telephone": "+82 10-0000-0000"}


def _good(reference: str, **changes: Any) -> dict[str, Any]:
    return {**_BASE, "external_reference": reference, **changes}


GOOD = [
    _good("A-1"),
    _good(
        "A-2",
        **_CALLER,
        caller_relation="family",
        channel="visit",
        city="프놈펜",
        place_detail="중앙 시장",
        mission_code="KHM-PHNOMPENH",
        incident_type="robbery",
        severity="serious",
        occurred_from="2026-10-30",
        occurred_to="2026-10-31",
        summary="가방 강탈",
        next_action="병원 확인",
        next_action_due_at="2026-11-03T18:00:00+07:00",
        persons=[
            {
                "involvement": "victim",
                "name_hangul": "홍가상",
                "name_roman": "HONG GASANG",
                "sex": "female",
                "birth_date": "1990-01-02",
                "sojourn": "visitor",
                "outcome": "injured",
                "telephone": "+855 12 000 000",
                "passport_number": "M12345678",
            },
            {"involvement": "victim", "incident_type": "theft", "age_band": "20-29", "sex": "male"},
        ],
    ),
    _good("A-3", persons=[{"headcount": "5", "approximate": "true", "outcome": "none"}]),
    _good("A-4", narrative="여권 M12345678, 주민등록번호 850101-2123456, 카드 4111 1111 1111 1111"),
    _good("A-5", narrative="두 사람 여권 M12345678", persons=[{"sex": "male"}, {"sex": "female"}]),
    _good("A-6", disposition="advice_only"),
    _good("A-7", disposition="refused", disposition_reason="국외 사건이 아님"),
    _good(
        "A-8",
        narrative="=1+1 <script>alert(1)</script>",
        city="=cmd|' /C calc'!A0",
        place_detail="\u1112\u1169\u1110\u1166\u11af\u200b \u202e3층",
        persons=[{"name_roman": "<script>HONG</script>"}],
    ),
    _good("A-9", occurred_from="2026-11-02"),
    _good("A-10", country_code="US", received_at="2025-11-02T09:00:00+00:00",
          occurred_from="2025-11-02", occurred_time="01:30"),
    _good("A-11", situation="loss", narrative="택시에 여권을 두고 내렸다고 함."),
    _good("A-12", situation="theft_loss", incident_type="lost_property"),
]  # fmt: skip

#: A bad report and what is wrong with it: `(field, code)`.
BAD: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    (
        _good(
            "B-1", narrative="", caller_none="false", situation="moon", country_code="KR",
            received_at="2998-01-01T00:00:00+09:00", occurred_from="2998-01-02",
            persons=[{"incident_type": "moon", "sex": "x"}],
        ),
        [
            ("received_at", "future_instant"), ("caller_name", "caller_missing"),
            ("country_code", "home_country"), ("situation", "enum"), ("narrative", "missing"),
            ("occurred_from", "future_day"), ("persons.0.incident_type", "unknown_code"),
            ("persons.0.sex", "enum"),
        ],
    ),
    (
        _good("B-2", country_code="QQ", mission_code="QQQ-NOWHERE", incident_type="moon"),
        [("country_code", "unknown_code"), ("incident_type", "unknown_code"),
         ("mission_code", "unknown_code")],
    ),
    (_good("B-2-1", country_code="대한민국"), [("country_code", "home_country")]),
    (_good("B-2-2", country_code="South Korea"), [("country_code", "home_country")]),
    (
        _good("B-3", occurred_from="2026-11-01", occurred_time="23:30"),
        [("occurred_time", "received_before_occurred")],
    ),
    (
        _good("B-4", country_code="US", occurred_from="2026-03-08", occurred_time="02:30"),
        [("occurred_time", "nonexistent_local_time")],
    ),
    (
        _good("B-5", narrative="가\x9f나", city="가" * 201, place_detail="가\ufffd"),
        [("city", "string_too_long"), ("place_detail", "string_unicode"),
         ("narrative", "control_character")],
    ),
    (
        _good("B-6", **{**_CALLER, "caller_none": "true"}, occurred_from="2026-10-31",
              occurred_to="2026-10-30", disposition="refused"),
        [("caller_none", "caller_both"), ("disposition_reason", "reason_missing"),
         ("occurred_to", "span_backwards")],
    ),
    (
        _good("B-7", persons=[{"name_hangul": "홍가상", "headcount": "3"},
                              {"headcount": "0", "birth_date": "2026-11-03"}]),
        [("persons.0.headcount", "named_group"), ("persons.1.headcount", "greater_than_equal"),
         ("persons.1.birth_date", "future_day")],
    ),
    (
        _good("B-8", disposition="joined_case", join_case_number="2026-KHM-999999"),
        [("join_case_number", "unknown_case")],
    ),
    (
        _good("B-8-1", disposition="joined_case", join_case_number="2026-KHM-999999", narrative="",
              country_code="QQ", mission_code="QQQ-NOWHERE"),
        [("country_code", "unknown_code"), ("narrative", "missing"),
         ("join_case_number", "unknown_case"), ("mission_code", "unknown_code")],
    ),
    (
        _good("B-9", occurred_from="1776-07-04", narrative="\u3164\u200b"),
        [("narrative", "missing"), ("occurred_from", "year_out_of_range")],
    ),
    (
        _good("B-10", caller_none="false", caller_telephone="abc",
              persons=[{"telephone": "123", "name_hangul": "HONG"}, {"name_roman": "홍길동"}]),
        [("caller_telephone", "telephone_form"), ("persons.0.name_hangul", "name_not_hangul"),
         ("persons.0.telephone", "telephone_form"), ("persons.1.name_roman", "name_not_roman")],
    ),
    (_good("B-10-1", situation="theft_loss"), [("situation", "theft_or_loss")]),
    (
        _good("B-11", country_code="Kambodia", mission_code="KHM-PNOMPENH", severity="grave",
              incident_type="thefts", persons=[{"sex": "femal", "sojourn": "tourist"}]),
        [("country_code", "unknown_code"), ("mission_code", "unknown_code"), ("severity", "enum"),
         ("incident_type", "unknown_code"), ("persons.0.sex", "enum"),
         ("persons.0.sojourn", "enum")],
    ),
]  # fmt: skip

#: By report of GOOD: the codes of its warnings.
WARNED = {
    3: ["identity_number_moved", "identity_number_masked", "identity_number_masked"],
    4: ["identity_number_masked"],
    8: ["received_before_occurred"],
    9: ["repeated_local_time"],
}


@pytest.fixture(scope="module")
def installations(
    sqlite_loaded_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[type[Door], Installation]:
    """An installation for each door."""
    made = {}
    for kind in (Services, *DOORS):
        folder = tmp_path_factory.mktemp(kind.__name__)
        url = copy_sqlite_database(sqlite_loaded_template, folder / "door.sqlite3")
        made[kind] = make_installation(url, folder)
    return made


@pytest.fixture(scope="module")
def heard(
    installations: dict[type[Door], Installation], tmp_path_factory: pytest.TempPathFactory
) -> dict[type[Door], dict[str, list[Said]]]:
    """What each door said: of the bad reports in both languages, of the good ones in Korean."""
    said: dict[type[Door], dict[str, list[Said]]] = {}
    for kind, installation in installations.items():
        door = kind(installation, tmp_path_factory.mktemp(f"{kind.__name__}-files"))
        bad = [values for values, _ in BAD]
        said[kind] = {language: door.hand_in(bad, language) for language in LANGUAGES}
        assert stored(installation) == []
        said[kind]["good"] = door.hand_in(GOOD, "ko")
    return said


def test_the_rules_say_what_the_table_says(
    heard: dict[type[Door], dict[str, list[Said]]],
) -> None:
    found = [[(name, code) for name, code, _ in said.errors] for said in heard[Services]["ko"]]
    assert [sorted(errors) for errors in found] == [sorted(expected) for _, expected in BAD]
    good = heard[Services]["good"]
    assert {index for index, said in enumerate(good) if said.errors} == set()
    warned = {index: [code for code, _ in said.warnings] for index, said in enumerate(good)}
    assert {index: codes for index, codes in warned.items() if codes} == WARNED


@pytest.mark.parametrize("kind", DOORS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_door_says_the_same_errors(
    heard: dict[type[Door], dict[str, list[Said]]], kind: type[Door], language: str
) -> None:
    for report, (expected, said) in enumerate(
        zip(heard[Services][language], heard[kind][language], strict=True)
    ):
        codes = [code if kind.shows_codes else "" for _, code, _ in expected.errors]
        wanted = [
            (name, c, text) for (name, _, text), c in zip(expected.errors, codes, strict=True)
        ]
        assert sorted(said.errors) == sorted(wanted), f"bad report {report + 1}"


#: Of the report B-11: what each sentence names, in either language.
NAMED = {
    "country_code": ("캄보디아(KH)", "Cambodia (KH)"),
    "mission_code": ("주캄보디아대사관(KHM-PHNOMPENH)", "(KHM-PHNOMPENH)"),
    "severity": ("위급(critical)", "Critical (critical)"),
    "incident_type": ("(theft)", "(theft)"),
    "persons.0.sex": ("여성(female)", "Female (female)"),
    "persons.0.sojourn": ("(visitor)", "(visitor)"),
}


@pytest.mark.parametrize("place", [0, 1], ids=LANGUAGES)
def test_an_unknown_word_is_answered_with_those_that_may_stand_there(
    heard: dict[type[Door], dict[str, list[Said]]], place: int
) -> None:
    said = heard[Services][LANGUAGES[place]][-1]
    for name, _, sentence in said.errors:
        assert NAMED[name][place] in sentence


@pytest.mark.parametrize("kind", DOORS, ids=lambda kind: kind.__name__)
def test_every_door_stores_the_same_cases(
    installations: dict[type[Door], Installation],
    heard: dict[type[Door], dict[str, list[Said]]],
    kind: type[Door],
) -> None:
    assert [said.errors for said in heard[kind]["good"]] == [[] for _ in GOOD]
    expected, found = stored(installations[Services]), stored(installations[kind])
    assert len(expected) == len(found) == len(GOOD)
    for report, (one, other) in enumerate(zip(expected, found, strict=True)):
        assert other == one, f"good report {report + 1}"


@pytest.mark.parametrize("kind", DOORS, ids=lambda kind: kind.__name__)
def test_every_door_says_the_same_warnings(
    heard: dict[type[Door], dict[str, list[Said]]], kind: type[Door]
) -> None:
    for report, (expected, said) in enumerate(
        zip(heard[Services]["good"], heard[kind]["good"], strict=True)
    ):
        wanted = [(code if kind.shows_codes else "", text) for code, text in expected.warnings]
        assert sorted(said.warnings) == sorted(wanted), f"good report {report + 1}"
