"""What differs, as a sentence: from what to what, and for which reasons."""

from safety_center.charts.sentences import Sentence, number
from safety_center.domain.differences import REDIVIDED
from safety_center.domain.periods import format_date, format_instant
from safety_center.domain.statistics import Dimension, StatisticsQuery
from safety_center.domain.vocabulary import ChangeReason, CountUnit, Term
from safety_center.services.context import Context
from safety_center.services.statistics.differences import AFTER, BEFORE, Differences
from safety_center.services.statistics.labels import labels_of

_MINUS = "−"


class _Part(Term):
    BEFORE = BEFORE, "처음 수치", "Figure at first"
    AFTER = AFTER, "나중 수치", "Figure at last"
    REDIVIDED = REDIVIDED, "지역 구분 변경", "Regions divided anew"


def part_label(name: str, language: str) -> str:
    """Label of a column of `Differences.frame`."""
    kind: type[Term] = _Part if name in set(_Part) else ChangeReason
    return kind.of(name).label(language)


def signed(value: int) -> str:
    """`+11`, `−2`, `0`: with the sign that is read as one."""
    return f"+{value:,}" if value > 0 else f"{_MINUS}{-value:,}" if value < 0 else "0"


def describe(ctx: Context, found: Differences) -> Sentence:
    """The finding: which figure, between when, by how much, and the parts that are not zero."""
    ko, en = (_subject(ctx, found.query, language) for language in ("ko", "en"))
    first, last = (
        {language: format_instant(at, language=language) for language in ("ko", "en")}
        for at in (found.from_at, found.to_at)
    )
    change = _change(found)
    parts = {language: _parts(found, language) for language in ("ko", "en")}
    return Sentence(
        f"{first['ko']}부터 {last['ko']}까지 {ko} 수가 {change.ko}{parts['ko']}.",
        f"Between {first['en']} and {last['en']}, the number of {en} {change.en}{parts['en']}.",
    )


def _change(found: Differences) -> Sentence:
    before, after = found.totals[BEFORE], found.totals[AFTER]
    unit = "명" if found.query.unit is CountUnit.PERSONS else "건"
    if before == after:
        return Sentence(f"{number(after)}{unit} 그대로이다", f"stayed at {number(after)}")
    ko, en = ("늘었다", "rose") if after > before else ("줄었다", "fell")
    size = number(abs(after - before))
    return Sentence(
        f"{number(before)}{unit}에서 {number(after)}{unit}으로 {size}{unit} {ko}",
        f"{en} by {size}, from {number(before)} to {number(after)}",
    )


def _parts(found: Differences, language: str) -> str:
    told = [
        f"{part_label(name, language)} {signed(found.totals[name])}"
        for name in found.parts
        if found.totals[name]
    ]
    return f": {', '.join(told)}" if told else ""


def _subject(ctx: Context, query: StatisticsQuery, language: str) -> str:
    """`2025년에 접수된 피해자(국가·지역: 캄보디아)`, `victims reported in 2025 (Country: Cambodia)`."""
    filters = dict(query.filters)
    who = _names(
        ctx, query, Dimension.INVOLVEMENT, filters.pop(Dimension.INVOLVEMENT, ()), language
    )
    period, is_persons = _period(query, language), query.unit is CountUnit.PERSONS
    said = "; ".join(
        f"{Dimension.of(name).label(language)}: {_names(ctx, query, name, codes, language)}"
        for name, codes in filters.items()
    )
    said = f" ({said})" if said and language == "en" else f"({said})" if said else ""
    if language == "en":
        who = who or ("persons concerned" if is_persons else "cases")
        return f"{who.lower()} {_VERB[query.basis.value][1]}{period}{said}"
    who = who or ("당사자" if is_persons else "사건·사고")
    return f"{period}{_VERB[query.basis.value][0]} {who}{said}"


_VERB = {
    "occurred": ("발생한", "of incidents"),
    "reported": ("접수된", "reported"),
    "entered": ("입력된", "entered"),
}


def _names(
    ctx: Context, query: StatisticsQuery, name: str, codes: tuple[str, ...], language: str
) -> str:
    labels = labels_of(ctx, query, name, language)
    return ("·" if language == "ko" else ", ").join(labels.get(code, code) for code in codes)


def _period(query: StatisticsQuery, language: str) -> str:
    first, last = query.from_day, query.to_day
    if first is None and last is None:
        return ""
    english = language == "en"
    if first and last and (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        years = str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
        return f" in {years}" if english else f"{years}년에 "
    days = [format_date(day, language) for day in (first, last)]
    if english:
        ends = [word for word, day in zip(("from", "to"), days, strict=True) if day]
        told = " ".join(f"{word} {day}" for word, day in zip(ends, filter(None, days), strict=True))
        return f" {told}"
    ends = [f"{day}{end}" for day, end in zip(days, ("부터", "까지"), strict=True) if day]
    return f"{' '.join(ends)} "
