"""An axis of months: every month of one year by its name, else a few of them in full."""

from collections.abc import Sequence
from math import ceil
from typing import Any

_ENGLISH = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_NAMES_AT_MOST = 4


def month_axis(codes: Sequence[str], language: str) -> dict[str, Any]:
    """`codes` are `2026-01` in order; years are left out where there is only one."""
    of_one_year = len({code[:4] for code in codes}) == 1
    ticks = list(codes[:: 1 if of_one_year else ceil(len(codes) / _NAMES_AT_MOST) or 1])
    names = [_name(code, language) for code in ticks] if of_one_year else ticks
    return {"type": "category", "tickvals": ticks, "ticktext": names, "tickangle": 0}


def bars_by_month(codes: Sequence[str], language: str, barmode: str) -> dict[str, Any]:
    """Layout of bars over months, from zero; `barmode` as Plotly has it."""
    return {
        "barmode": barmode,
        "showlegend": False,
        "xaxis": month_axis(codes, language),
        "yaxis": {"rangemode": "tozero", "tickformat": ",d", "nticks": 6},
    }


def _name(code: str, language: str) -> str:
    month = int(code[5:])
    return _ENGLISH[month - 1] if language == "en" else f"{month}월"
