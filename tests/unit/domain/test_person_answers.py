"""Names in their script and telephone numbers: what is taken, what is refused, and with which sentence."""

import re

import pytest

from safety_center.api.shapes import schema_of, shape_of
from safety_center.domain.cases import parse_change
from safety_center.domain.errors import InputRefused
from safety_center.domain.reports import PersonInput, parse_report
from tests.factories import report_values

GOOD = [
    ("telephone", "+82 (0)10-1234.5678"),
    ("telephone", "02-123-4567 ext. 12"),
    ("telephone", "02-123-4567 내선 12 / 1234#"),
    ("telephone", "850101-2******"),
    ("name_hangul", "홍길동(洪吉童)"),
    ("name_hangul", "洪吉童"),
    ("name_hangul", "ㅎㄱㄷ"),
    ("name_hangul", "850101-2123456"),
    ("name_roman", "O'NEILL-HONG, José Jr."),
    ("name_roman", "<script>HONG</script>"),
    ("name_roman", "M1234****"),
]
BAD = [
    ("telephone", "abc", "telephone_form"),
    ("telephone", "모름", "telephone_form"),
    ("telephone", "123", "telephone_form"),
    ("telephone", "010-1234-5678 배우자", "telephone_form"),
    ("name_hangul", "HONG", "name_not_hangul"),
    ("name_hangul", "010", "name_not_hangul"),
    ("name_hangul", "-", "name_not_hangul"),
    ("name_roman", "홍길동", "name_not_roman"),
    ("name_roman", "HONG 길동", "name_not_roman"),
    ("name_roman", "Иван", "name_not_roman"),
    ("name_roman", "123", "name_not_roman"),
]


@pytest.mark.parametrize(("field", "text"), GOOD)
def test_what_is_written_as_asked_is_kept_as_it_is(field: str, text: str) -> None:
    (person,) = parse_report(report_values(persons=[{field: text}])).persons
    assert getattr(person, field) == text


@pytest.mark.parametrize(("field", "text", "code"), BAD)
def test_another_script_or_no_number_is_refused_with_what_to_do(
    field: str, text: str, code: str
) -> None:
    for parse, values in (
        (parse_report, report_values(persons=[{field: text}])),
        (parse_change, {"version": 1, "persons": [{field: text}]}),
    ):
        with pytest.raises(InputRefused) as refused:
            parse(values)
        (error,) = refused.value.errors
        assert (error.field, error.code) == (f"persons.0.{field}", code)
        assert "비워 두십시오" in error.message % dict(error.params)


@pytest.mark.parametrize("field", ["telephone", "name_hangul", "name_roman"])
def test_an_unknown_name_or_number_is_left_blank(field: str) -> None:
    (person,) = parse_report(report_values(persons=[{field: " "}])).persons
    assert getattr(person, field) is None


def test_full_width_digits_and_dashes_become_plain() -> None:
    typed = "０１０－１２３４–٥٦٧٨"
    report = parse_report(report_values(caller_none="", caller_telephone=typed))
    assert report.caller_telephone == "010-1234-5678"


def test_the_document_of_the_api_says_the_same() -> None:
    fields = schema_of(shape_of(PersonInput), {})["properties"]

    def fits(field: str, text: str) -> bool:
        return re.search(fields[field]["pattern"], text) is not None

    masked_later = "850101-2123456"
    assert [case for case in GOOD if not fits(*case) and case[1] != masked_later] == []
    assert [(field, text) for field, text, _ in BAD if fits(field, text)] == []
    assert all(fits(field, "") for field, _, _ in BAD)
