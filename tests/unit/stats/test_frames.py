"""Frames of counts from database rows."""

from datetime import date

import pandas as pd

from safety_center.stats.frames import build_counts


def test_times_are_written_for_people_and_an_unknown_day_is_missing_or_said() -> None:
    rows = [
        (2026, 20261, 202602, date(2026, 2, 3), 5),
        (9999, 99994, 999912, date(9999, 12, 31), 1),
    ]
    frame = build_counts(rows, ["year", "quarter", "month", "day"])
    assert frame.iloc[0].tolist() == [2026, "2026-Q1", "2026-02", "2026-02-03", 5]
    assert frame.iloc[1].tolist()[1:] == ["unknown", "unknown", "unknown", 1]
    assert pd.isna(frame.loc[1, "year"])
    assert str(frame["year"].dtype) == "Int64"


def test_a_missing_code_becomes_none_and_namibia_stays_namibia() -> None:
    frame = build_counts([("NA", None, 2)], ["country", "mission"])
    assert frame.iloc[0].tolist() == ["NA", "none", 2]


def test_an_empty_answer_has_the_same_types() -> None:
    frame = build_counts([], ["year", "country"])
    assert [str(dtype) for dtype in frame.dtypes] == ["Int64", "str", "int64"]
