"""What the input model makes of any input: a report that can be stored, or errors that can be said."""

import json
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safety_center.domain import input_types
from safety_center.domain.cases import CaseChange, PersonChange, parse_change, parse_note
from safety_center.domain.errors import InputRefused
from safety_center.domain.identity_numbers import EVERY_KIND, find_identity_numbers
from safety_center.domain.input_types import stripped
from safety_center.domain.reports import PersonInput, ReportInput, parse_report, understand_report
from safety_center.services.identity_numbers import settle_report
from tests.factories import report_values

_TEXT = st.text(st.characters(categories=None), max_size=40)
_ODD = st.sampled_from(
    [
        "", " ", "\0", "\ud800", "\ufffd", "\u202e가", "=1+1", "<script>", "9" * 30, "-1", "1e9", "nan",
        "2026-11-22", "0001-01-01", "9999-12-31", "2026-02-30", "2026-11-22T10:00+09:00",
        "9999-12-31T23:59-12:00", "0001-01-01T00:00+14:00", "2026-11-22T10:00", "24:00", "9:5", "true",
        "850101-1234567", "M12345678", "KH", "KR", "theft_loss", "theft", "victim", "opened_case",
    ]
)  # fmt: skip
_SCALAR = (
    _TEXT | _ODD | st.integers() | st.floats() | st.booleans() | st.none() | st.binary(max_size=9)
)
_ANY = st.recursive(
    _SCALAR,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(_TEXT | st.integers(), inner, max_size=3)
    ),
    max_leaves=8,
)


def _like(model: type[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Dicts with the model's names, or nearly, and any value."""
    names = st.sampled_from(sorted(model.model_fields)) | _TEXT
    return st.dictionaries(names, _ANY, max_size=8)


_REPORTS = st.builds(
    lambda values, persons, base: {**(report_values() if base else {}), **values, **persons},
    _like(ReportInput),
    st.just({})
    | st.builds(lambda p: {"persons": p}, st.lists(_like(PersonInput) | _ANY, max_size=3)),
    st.booleans(),
)


def _check_errors(refused: InputRefused) -> None:
    """Each error can be filled, printed and sent as JSON."""
    assert refused.errors
    for error in refused.errors:
        said = error.message % dict(error.params)
        assert "가" <= said[0] <= "힣" or said[0] in "J%-19"
        json.dumps([error.field, error.code, said], ensure_ascii=False).encode()
        assert len(error.field) < 200


@settings(max_examples=80)
@given(_REPORTS | _ANY)
def test_any_input_is_a_report_or_errors_that_can_be_said(values: Any) -> None:
    understood = understand_report(values)
    assert understood.errors == understand_report(values).errors
    if understood.errors:
        with pytest.raises(InputRefused) as refused:
            parse_report(values)
        _check_errors(refused.value)
        return
    report = parse_report(values)
    settled, _warnings = settle_report(report)
    text = settled.model_dump_json()
    assert "\\u0000" not in text
    text.encode()
    for name in ("narrative", "summary", "city"):
        assert not find_identity_numbers(getattr(settled, name) or "", EVERY_KIND)


@settings(max_examples=60)
@given(
    _like(CaseChange)
    | st.builds(lambda p: {"version": 1, "persons": p}, st.lists(_like(PersonChange), max_size=2))
)
def test_any_change_is_read_or_refused(values: dict[str, Any]) -> None:
    for parse in (parse_change, parse_note):
        try:
            parse(values)
        except InputRefused as refused:
            _check_errors(refused)


@given(_TEXT)
def test_taking_out_what_nobody_sees_is_done_once(text: str) -> None:
    once = stripped(text)
    assert stripped(once) == once


@settings(max_examples=40)
@given(_TEXT.filter(lambda text: text.strip() != ""))
def test_what_is_accepted_is_read_again_as_it_is(text: str) -> None:
    try:
        report = parse_report(report_values(narrative=text, city=text[:30]))
    except InputRefused:
        return
    assert parse_report(report.model_dump(mode="json", exclude_none=True)) == report


_CLOSER_LOOKS = ("LINE_ENDS", "FORBIDDEN", "HIDDEN", "MARKS", "BREAKS")


def test_printable_text_holds_nothing_that_is_taken_out_or_refused_but_the_mark_of_broken_text() -> (
    None
):
    """So that most answers need no closer look."""
    forms = [getattr(input_types, f"_{name}") for name in _CLOSER_LOOKS]
    found = {
        sign
        for sign in map(chr, range(sys.maxunicode + 1))
        if sign.isprintable() and any(form.search(sign) for form in forms)
    }
    assert found == set()
    assert "\ufffd".isprintable()
