"""Rates for the rows of an answer, and what must be said with them: the same at every door."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from safety_center.charts import Sentence
from safety_center.charts.rate_words import RatedPoint, tell_denominators, tell_reading
from safety_center.charts.sentences import NOTHING
from safety_center.documents.tables import Definition
from safety_center.domain.periods import format_date
from safety_center.domain.rates import RateNotice, RateScope, WhyNoRate
from safety_center.domain.statistics import UNKNOWN, Dimension, StatisticsQuery
from safety_center.domain.vocabulary import Term
from safety_center.services.context import Context
from safety_center.services.published import name_basis, name_denominator
from safety_center.services.statistics.rates import RatedCell, RateTable, rates_of
from safety_center.stats.coverage import STATED
from safety_center.stats.frames import COUNT

WORLD_NOTE = Sentence(
    "전 세계 당사자를 출국자로 나눈 값으로, 거주·체류자의 사건도 분자에 들어 있음",
    "All persons worldwide by departures: incidents of residents are in the numerator too",
)
EDITIONS = Sentence(
    "나라마다 재외국민 수의 기준일이 다를 수 있어 순위를 매기지 않음",
    "Nationals are counted on different days, so countries are not ranked",
)


class _Word(Term):
    RATE = "rate", "비율(10만 명당)", "Rate per 100,000"
    DENOMINATOR = "denominators", "비율의 분모", "Denominator"
    NOTICE = "rate_notice", "비율 알림", "Notice on rates"


@dataclass(frozen=True)
class RatedRows:
    """A cell for each row of an answer, with its rate or why it has none.

    Where the whole question has no rate `table.why` says so, and there are no cells.
    """

    table: RateTable
    cells: Sequence[RatedCell]

    @property
    def why(self) -> WhyNoRate | None:
        """Why there is no rate at all."""
        return self.table.why

    def rated(self) -> list[RatedCell]:
        """Cells that have a rate, in the order of the rows."""
        return [cell for cell in self.cells if cell.rate is not None]

    def refusals(self) -> list[Sentence]:
        """Each reason once, with how many cells and persons it holds for."""
        cells: Counter[WhyNoRate] = Counter()
        persons: Counter[WhyNoRate] = Counter()
        for cell in self.cells:
            if cell.why is not None:
                cells[cell.why] += 1
                persons[cell.why] += cell.count
        return [_refusal(why, number, persons[why]) for why, number in cells.items()]


def rate_rows(ctx: Context, query: StatisticsQuery, frame: pd.DataFrame) -> RatedRows:
    """Rates for `frame`: the dimensions of the query, `count` (NA: not stated) and `stated`."""
    known = frame[frame[COUNT].notna()]
    table = rates_of(ctx, query, known.astype({COUNT: "int64"}))
    if table.why is not None:
        return RatedRows(table, ())
    names = [str(name) for name in query.by]
    found = {_key(cell.codes, names): cell for cell in table.cells}
    return RatedRows(table, [_cell(row, names, found) for row in frame.to_dict("records")])


def _cell(
    row: Mapping[Any, Any], names: Sequence[str], found: Mapping[tuple[str, ...], RatedCell]
) -> RatedCell:
    codes = {name: row[name] for name in names}
    year = codes.get(Dimension.YEAR.value)
    number = 0 if pd.isna(row[COUNT]) else int(row[COUNT])
    if Dimension.YEAR.value in codes and (pd.isna(year) or year == UNKNOWN):
        return RatedCell(codes, 0, number, why=WhyNoRate.UNDATED)
    if not row[STATED]:
        return RatedCell(codes, int(year) if year else 0, number, why=WhyNoRate.UNSTATED)
    return found[_key(codes, names)]


def _key(codes: Mapping[str, Any], names: Sequence[str]) -> tuple[str, ...]:
    return tuple(str(codes[name]) for name in names)


def rated_point(cell: RatedCell, label: Sentence) -> RatedPoint:
    """A cell in words: its rate with the denominator's source, day and age, or why it has none."""
    known = cell.denominator
    if known is None or cell.rate is None:
        return RatedPoint(label, cell.count, None, _both(cell.why) if cell.why else NOTHING)
    return RatedPoint(
        label=label,
        count=cell.count,
        rate=cell.rate,
        source=name_denominator(known.basis, known.source),
        body=name_basis(known.basis),
        as_of=Sentence(format_date(known.as_of), format_date(known.as_of, "en")),
        age=known.age_in(cell.year),
    )


def define_rates(rows: RatedRows, language: str) -> list[Definition]:
    """What the rates are: how they are reckoned, by what, and that made-up counts stand over real ones.

    Of a question without any rate only why.
    """
    scope, why = rows.table.scope, rows.why
    if why is not None or scope is None:
        return [
            _define(_Word.RATE, why.value if why else "", _both(why) if why else NOTHING, language)
        ]
    points = [rated_point(cell, NOTHING) for cell in rows.rated()]
    told = [*tell_denominators(points), WORLD_NOTE if scope is RateScope.WORLD else EDITIONS]
    # Without a single rate there is nothing to say but why.
    if not points:
        told = rows.refusals()
    said = [
        _define(_Word.RATE, scope.value, tell_reading(_both(scope)), language),
        _define(_Word.DENOMINATOR, rows.table.basis, _join(told), language),
    ]
    if points and rows.table.synthetic:
        notice = RateNotice.SYNTHETIC
        said.append(_define(_Word.NOTICE, notice.value, _both(notice), language))
    return said


def _refusal(why: WhyNoRate, cells: int, persons: int) -> Sentence:
    reason = _both(why)
    return Sentence(
        f"비율이 없는 {cells:,}칸({persons:,}명): {reason.ko}",
        f"{cells:,} {'cell' if cells == 1 else 'cells'} without a rate ({persons:,} persons): {reason.en}",
    )


def _define(word: Term, code: str, text: Sentence, language: str) -> Definition:
    return Definition(word.value, word.label(language), code, text.text(language))


def _join(parts: Sequence[Sentence]) -> Sentence:
    return Sentence("; ".join(part.ko for part in parts), "; ".join(part.en for part in parts))


def _both(term: Term) -> Sentence:
    return Sentence(term.ko, term.en)
