"""The ministry's published series, one value per year, chosen where sources disagree."""

import pandas as pd
from sqlalchemy import select
from sqlmodel import col

from safety_center.services.context import Context
from safety_center.store.tables.reference import PublishedFigure

_NOT_COMPARABLE = "not comparable"
_DERIVED = "derived"
COLUMNS = ("involvement", "year", "count", "derived")


def published_persons(ctx: Context, series: str) -> pd.DataFrame:
    """`involvement, year, count, derived` of full years.

    Where sources disagree, the value without a remark stands: the remark is what tells the other
    apart (`data/published/conflicts.csv`). An old series marked not comparable is left out.
    """
    query = select(
        col(PublishedFigure.involvement),
        col(PublishedFigure.year),
        col(PublishedFigure.value),
        col(PublishedFigure.basis),
        col(PublishedFigure.note),
        col(PublishedFigure.code),
    ).where(
        col(PublishedFigure.series) == series,
        col(PublishedFigure.year).is_not(None),
        col(PublishedFigure.valid_to).is_(None),
    )
    rows = [row for row in ctx.session.execute(query) if _NOT_COMPARABLE not in row.note]
    chosen: dict[tuple[str, int], tuple[str, int, int, bool]] = {}
    for row in sorted(rows, key=lambda row: (_is_remark(row.basis, row.note), row.code)):
        value = (row.involvement, row.year, row.value, row.basis == _DERIVED)
        chosen.setdefault((row.involvement, row.year), value)
    return pd.DataFrame(list(chosen.values()), columns=list(COLUMNS))


def _is_remark(basis: str, note: str) -> bool:
    """A note on a derived value says how it was derived, not that another is better."""
    return bool(note) and basis != _DERIVED
