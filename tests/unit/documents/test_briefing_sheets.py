"""Cells of a figure's table as cells of a sheet."""

from __future__ import annotations

import pytest

from safety_center.documents.briefing_sheets import Value, read_value, sheet_name


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234", Value(1234, "#,##0")),
        ("0", Value(0, "#,##0")),
        ("12.50", Value(12.5, "#,##0.00")),
        ("58%", Value(0.58, "0%")),
        ("12.3%", Value(0.123, "0.0%")),
        ("+312", Value(312, "+#,##0;-#,##0;0")),
        ("−1,041", Value(-1041, "+#,##0;-#,##0;0")),
        ("–", Value("–")),
        ("미기재", Value("미기재")),
        ("29,550,000 (반올림)", Value("29,550,000 (반올림)")),
        ("11.2–13.4", Value("11.2–13.4")),
        ("=1+1", Value("=1+1")),
        ("1,23", Value("1,23")),
    ],
)
def test_a_cell_is_a_number_only_where_it_is_one(text: str, value: Value) -> None:
    assert read_value(text, None, numeric=True) == value


def test_the_number_a_table_knows_counts_more_than_how_it_is_written() -> None:
    assert read_value("29,550,000 (반올림)", 29_550_000, numeric=True) == Value(29_550_000, "#,##0")


def test_what_heads_a_row_stays_text_but_for_a_year() -> None:
    assert read_value("2024", None, numeric=False) == Value(2024)
    assert read_value("12", None, numeric=False) == Value("12")


def test_names_of_sheets_are_short_allowed_and_different() -> None:
    taken: set[str] = set()
    first = sheet_name("5.1", "아시아/태평양: [모든] 국가·지역별 연도 추이와 그 밖의 것", taken)
    second = sheet_name(
        "5.1", "아시아/태평양: [모든] 국가·지역별 연도 추이와 그 밖의 다른 것", taken
    )
    assert first != second
    assert max(len(first), len(second)) <= 31
    assert not set(first + second) & set("[]:*?/\\'")
