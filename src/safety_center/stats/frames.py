"""The shape of a frame of counts: one column per dimension, then `count`, no missing count.

Codes are strings. `year` is a nullable integer (`Int64`, missing where the day is not known);
`quarter`, `month` and `day` are `2026-Q1`, `2026-01`, `2026-01-31` or `unknown`.
"""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import pandas as pd

COUNT = "count"
YEAR = "year"
UNKNOWN = "unknown"
#: The year of `domain.periods.UNKNOWN_DAY`.
_UNKNOWN_YEAR = 9999
_MONTHS = {"year": 12, "quarter": 3, "month": 1}


def time_span(name: str, value: Any) -> tuple[date, date]:
    """First and last day of 2026 (`year`), 2026-Q1, 2026-01 or 2026-01-31; no unknown ones."""
    if name == "day":
        return date.fromisoformat(value), date.fromisoformat(value)
    year, _, part = str(value).partition("-")
    months = _MONTHS[name]
    last_month = months * int(part.lstrip("Q") or 1)
    last_day = monthrange(int(year), last_month)[1]
    return date(int(year), last_month - months + 1, 1), date(int(year), last_month, last_day)


def build_counts(rows: Iterable[Sequence[Any]], columns: Sequence[str]) -> pd.DataFrame:
    """A frame from database rows in the order of `columns` and the count.

    Times come as `year`, `10 * year + quarter`, `100 * year + month` and as a date; a missing or
    empty code becomes `none`.
    """
    *values, counts = list(zip(*rows, strict=True)) or [()] * (len(columns) + 1)
    found = {name: _as_column(name, of) for name, of in zip(columns, values, strict=True)}
    return pd.DataFrame({**found, COUNT: pd.array(counts, dtype="int64")})


def _as_column(name: str, values: Sequence[Any]) -> Any:
    """Made of plain values: on some hundred rows, as pages have, pandas' own way takes longer."""
    if name == YEAR:
        years = [None if value == _UNKNOWN_YEAR else value for value in values]
        return pd.array(years, dtype="Int64")
    write = _TIMES.get(name)
    texts = [write(value) if write else value or "none" for value in values]
    return pd.array(texts, dtype="str")


def _quarter(value: int) -> str:
    year, quarter = divmod(int(value), 10)
    return UNKNOWN if year == _UNKNOWN_YEAR else f"{year}-Q{quarter}"


def _month(value: int) -> str:
    year, month = divmod(int(value), 100)
    return UNKNOWN if year == _UNKNOWN_YEAR else f"{year}-{month:02}"


def _day(value: Any) -> str:
    return UNKNOWN if value.year == _UNKNOWN_YEAR else value.isoformat()


_TIMES: dict[str, Any] = {YEAR: None, "quarter": _quarter, "month": _month, "day": _day}
