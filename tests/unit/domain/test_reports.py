"""The input model of every door."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safety_center.domain.errors import InputRefused
from safety_center.domain.reports import parse_report
from safety_center.domain.vocabulary import Channel, Sex
from tests.factories import report_values


def errors_of(**changes: object) -> list[tuple[str, str]]:
    """`(field, code)` of every error."""
    with pytest.raises(InputRefused) as refused:
        parse_report(report_values(**changes))
    return [(error.field, error.code) for error in refused.value.errors]


def test_four_fields_suffice() -> None:
    report = parse_report(report_values())
    assert (report.country_code, report.situation, report.caller_none) == ("KH", "theft", True)


def test_blank_answers_count_as_not_given() -> None:
    report = parse_report(report_values(channel="", city="   ", persons=[{"sex": ""}]))
    assert (report.channel, report.city, report.persons[0].sex) == (
        Channel.PHONE,
        None,
        Sex.UNKNOWN,
    )


@pytest.mark.parametrize("field", ["country_code", "situation", "narrative"])
def test_a_field_that_must_be_known_is_asked_for(field: str) -> None:
    assert errors_of(**{field: " "}) == [(field, "missing")]


def test_whether_something_was_stolen_or_lost_is_asked() -> None:
    assert errors_of(situation="theft_loss") == [("situation", "theft_or_loss")]
    parse_report(report_values(situation="theft_loss", incident_type="lost_property"))


def test_the_caller_is_named_or_nobody() -> None:
    assert errors_of(caller_none="") == [("caller_name", "caller_missing")]
    assert errors_of(caller_name="김가상") == [("caller_none", "caller_both")]


def test_the_missing_caller_is_told_in_the_same_round_as_other_errors() -> None:
    assert errors_of(caller_none="", narrative="") == [
        ("caller_name", "caller_missing"),
        ("narrative", "missing"),
    ]


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"received_at": "2026-11-22T14:30"}, ("received_at", "timezone_aware")),
        ({"situation": "moon"}, ("situation", "enum")),
        ({"narrative": "가\x00나"}, ("narrative", "control_character")),
        ({"narrative": "가" * 20_001}, ("narrative", "string_too_long")),
        ({"colour": "red"}, ("colour", "extra_forbidden")),
        ({"persons": [{"headcount": "0"}]}, ("persons.0.headcount", "greater_than_equal")),
        (
            {"persons": [{"headcount": "3", "name_hangul": "홍길동"}]},
            ("persons.0.headcount", "named_group"),
        ),
        (
            {"occurred_from": "2026-02-02", "occurred_to": "2026-02-01"},
            ("occurred_to", "span_backwards"),
        ),
        ({"occurred_to": "2026-02-01"}, ("occurred_from", "span_without_start")),
        ({"disposition": "refused"}, ("disposition_reason", "reason_missing")),
        ({"disposition": "joined_case"}, ("join_case_number", "case_missing")),
    ],
)
def test_a_wrong_answer_is_refused_at_its_field(
    changes: dict[str, object], error: tuple[str, str]
) -> None:
    assert errors_of(**changes) == [error]


def test_every_message_is_korean_and_filled() -> None:
    with pytest.raises(InputRefused) as refused:
        parse_report(
            report_values(received_at="x", persons=[{"headcount": "x", "birth_date": "x"}])
        )
    sentences = [error.message % dict(error.params) for error in refused.value.errors]
    assert len(sentences) == 3
    assert all("가" <= sentence[0] <= "힣" for sentence in sentences)


@given(st.dictionaries(st.text(max_size=20), st.text(max_size=50) | st.integers() | st.none()))
def test_any_input_gives_a_report_or_a_list_of_errors(values: dict[str, object]) -> None:
    with suppress(InputRefused):
        assert parse_report(values).narrative
