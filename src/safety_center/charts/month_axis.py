"""Months as they are written, and an axis of them: all of one year by name, else a few in full."""

from collections.abc import Sequence
from math import ceil
from typing import Any

from safety_center.charts.sentences import Sentence
from safety_center.charts.table import Cell

MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
#: So many stand side by side on a phone.
_NAMES_AT_MOST = 3


def name_month(code: str) -> Sentence:
    """`2026-01` as it is read: `2026. 1.` and `Jan 2026`."""
    year, month = code.split("-")
    return Sentence(f"{year}. {int(month)}.", f"{MONTHS[int(month) - 1]} {year}")


def month_names(codes: Sequence[str], language: str) -> list[str]:
    """The categories of an axis of months."""
    return [name_month(code).text(language) for code in codes]


def month_cell(code: str, language: str, remark: str = "") -> Cell:
    """What heads a month's row: read as a month, in a CSV file its code."""
    return Cell(name_month(code).text(language) + remark, code=code + remark)


def month_axis(codes: Sequence[str], language: str) -> dict[str, Any]:
    """`codes` are `2026-01` in order; years are left out where there is only one.

    The categories are the names (`month_names`), so that a mark under the pointer is named like them.
    """
    of_one_year = len({code[:4] for code in codes}) == 1
    ticks = list(codes[:: 1 if of_one_year else ceil(len(codes) / _NAMES_AT_MOST) or 1])
    names = month_names(ticks, language)
    texts = [_of_its_year(code, language) for code in ticks] if of_one_year else names
    return {"type": "category", "tickvals": names, "ticktext": texts, "tickangle": 0}


def bars_by_month(codes: Sequence[str], language: str, barmode: str) -> dict[str, Any]:
    """Layout of bars over months, from zero; `barmode` as Plotly has it."""
    return {
        "barmode": barmode,
        "showlegend": False,
        "xaxis": month_axis(codes, language),
        "yaxis": {"rangemode": "tozero", "tickformat": ",d", "nticks": 6},
    }


def _of_its_year(code: str, language: str) -> str:
    month = int(code[5:])
    return MONTHS[month - 1] if language == "en" else f"{month}월"
