"""Rates below a table: a row for each cell that has one, and why the others have none."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from safety_center.charts.rate_words import (
    AS_OF,
    DENOMINATOR,
    INTERVAL,
    PER_100K,
    REMARK,
    SOURCE,
    UNSTABLE,
    spell_day,
    spell_interval,
    spell_rate,
)
from safety_center.charts.sentences import NOTHING
from safety_center.domain.rates import RateNotice
from safety_center.services.statistics import FigureGrid
from safety_center.services.statistics.rated_rows import rated_point
from safety_center.services.statistics.rates import RatedCell
from safety_center.stats.rates import Rate

_HEADS = (DENOMINATOR, PER_100K, INTERVAL, SOURCE, AS_OF, REMARK)
_Shown = TypeVar("_Shown")


@dataclass(frozen=True)
class RateRow(Generic[_Shown]):
    """Labels, the persons counted with their list, the denominator and the rate, what stands beside."""

    labels: Sequence[str]
    persons: _Shown
    numbers: Sequence[str]
    texts: Sequence[str]


@dataclass(frozen=True)
class Rates(Generic[_Shown]):
    """`why`: the whole question has no rate. Else `refusals` say why some cells have none.

    `notice`: made-up counts stand over real denominators.
    """

    why: str = ""
    heads: Sequence[str] = ()
    rows: Sequence[RateRow[_Shown]] = ()
    refusals: Sequence[str] = ()
    notice: str = ""


def build_rates(table: FigureGrid, show: Callable[[RatedCell], _Shown]) -> Rates[_Shown]:
    """Rates as text; `show` gives the number of persons with its list."""
    found, language = table.rates, table.language
    if found.why is not None:
        return Rates(found.why.label(language))
    rows = [
        _row(table, cell, cell.rate, show(cell)) for cell in found.cells if cell.rate is not None
    ]
    synthetic = rows and found.table.synthetic
    return Rates(
        heads=[head.text(language) for head in _HEADS],
        rows=rows,
        refusals=[reason.text(language) for reason in found.refusals()],
        notice=RateNotice.SYNTHETIC.label(language) if synthetic else "",
    )


def _row(table: FigureGrid, cell: RatedCell, rate: Rate, persons: _Shown) -> RateRow[_Shown]:
    language, point = table.language, rated_point(cell, NOTHING)
    return RateRow(
        labels=[table.label(name, cell.codes[name]) for name in table.figures.query.by],
        persons=persons,
        numbers=[f"{int(rate.exposure):,}", spell_rate(rate.value), spell_interval(rate)],
        texts=[
            point.source.text(language),
            spell_day(point).text(language),
            UNSTABLE.text(language) if rate.unstable else "",
        ],
    )
