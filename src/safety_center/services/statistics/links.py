"""From a number to the list behind it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from safety_center.domain.statistics import TIMES, UNKNOWN, Dimension, StatisticsQuery
from safety_center.stats.frames import time_span


def list_filters(query: StatisticsQuery, row: Mapping[str, Any]) -> dict[str, str | list[str]]:
    """Parameters of `/cases` that list the cases of one cell (a row of `Figures.frame`).

    Several codes of one filter come as a list; an unknown day as `day=unknown`.
    """
    cell = {str(name): row[name] for name in query.by if name in row}
    times: dict[str, Any] = {name: cell.pop(name) for name in TIMES if name in cell}
    codes = {str(name): list(wanted) for name, wanted in query.filters.items()}
    codes |= {name: [str(code)] for name, code in cell.items()}
    if Dimension.REGION in codes:
        codes["scheme"] = [query.scheme]
    elif Dimension.BUREAU in codes:
        codes |= {"region": codes.pop(Dimension.BUREAU), "scheme": ["bureau"]}
    found: dict[str, str | list[str]] = {"basis": query.basis.value, **cell_period(query, times)}
    return found | {
        name: wanted[0] if len(wanted) == 1 else wanted for name, wanted in codes.items()
    }


def cell_period(query: StatisticsQuery, times: Mapping[str, Any]) -> dict[str, str]:
    """First and last day of a cell within those asked, as `from` and `to`; `day=unknown` for no day."""
    if any(pd.isna(time) or time == UNKNOWN for time in times.values()):
        return {"day": UNKNOWN}
    spans = [time_span(name, time) for name, time in times.items()]
    start = max([first for first, _ in spans] + [query.from_day or date.min])
    end = min([last for _, last in spans] + [query.to_day or date.max])
    bounds = {"from": start, "to": end}
    return {
        name: day.isoformat() for name, day in bounds.items() if day not in (date.min, date.max)
    }
