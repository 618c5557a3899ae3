"""Rates as columns of a file: numbers as numbers, with the denominator's source, day and age beside each."""

from collections.abc import Callable, Mapping
from typing import Any

from safety_center.charts.rate_words import UNSTABLE, spell_rate
from safety_center.documents.tables import Column
from safety_center.domain.rates import WhyNoRate
from safety_center.domain.vocabulary import Term
from safety_center.services.published import name_denominator
from safety_center.services.statistics.rated_rows import RatedRows
from safety_center.services.statistics.rates import RatedCell

_DECIMALS = 4
_UNSTABLE = "unstable"


class _Head(Term):
    RATE = "rate", "10만 명당", "Per 100,000"
    LOW = "rate_low", "95% 하한", "95% lower limit"
    HIGH = "rate_high", "95% 상한", "95% upper limit"
    DENOMINATOR = "denominator", "분모(명)", "Denominator"
    SOURCE = "denominator_source", "분모의 출처", "Source of the denominator"
    AS_OF = "denominator_as_of", "분모 기준일", "Denominator as of"
    AGE = "denominator_age", "분모 경과 연수", "Years since the denominator"
    REMARK = "rate_remark", "비율 비고", "Remark on the rate"


def rate_columns(rows: RatedRows, language: str) -> tuple[list[Column], list[list[Any]]]:
    """Columns and their values, column by column; none where the question has no rate.

    `rate_remark` is `unstable`, a code of `WhyNoRate`, or None.
    """
    if rows.why is not None:
        return [], []
    remarks: Mapping[Any, str] = {
        _UNSTABLE: UNSTABLE.text(language),
        **{why.value: why.label(language) for why in WhyNoRate},
    }
    columns = [
        _measure(_Head.RATE, language, spell_rate),
        _measure(_Head.LOW, language, spell_rate),
        _measure(_Head.HIGH, language, spell_rate),
        _measure(_Head.DENOMINATOR, language, "{:,}".format),
        Column(_Head.SOURCE.value, _Head.SOURCE.label(language)),
        Column(_Head.AS_OF.value, _Head.AS_OF.label(language)),
        _measure(_Head.AGE, language, str),
        Column(_Head.REMARK.value, _Head.REMARK.label(language), names=remarks),
    ]
    told = [_values(cell, language) for cell in rows.cells]
    return columns, [list(each) for each in zip(*told, strict=True)] or [[] for _ in columns]


def _measure(head: Term, language: str, form: Callable[[Any], str]) -> Column:
    return Column(head.value, head.label(language), "measure", form=form)


def _values(cell: RatedCell, language: str) -> tuple[Any, ...]:
    rate, known = cell.rate, cell.denominator
    if rate is None or known is None:
        return (*[None] * 7, cell.why.value if cell.why else None)
    return (
        *(round(value, _DECIMALS) for value in (rate.value, rate.low, rate.high)),
        known.value,
        name_denominator(known.basis, known.source).text(language),
        known.as_of.isoformat(),
        known.age_in(cell.year),
        _UNSTABLE if rate.unstable else None,
    )
