"""From a stored row to a point of a published series: when it stands, what kind of value it is."""

import re
from datetime import date
from functools import partial
from urllib.parse import urlsplit

from safety_center.charts import Sentence
from safety_center.charts.month_axis import MONTHS, name_month
from safety_center.charts.published_series import Point
from safety_center.charts.sentences import NOTHING
from safety_center.domain.periods import format_date
from safety_center.services.published.lines import SeriesOf
from safety_center.store.tables.reference import Exposure, PublishedFigure

_NOT_COMPARABLE = "not comparable"
_DERIVED = Sentence("계산값", "derived")
_APPROXIMATE = Sentence("어림값", "approximate")
_ROUNDED = Sentence("반올림", "rounded")
_PLANNED = Sentence("계획", "planned")
_MORE_THAN = Sentence("‘이상’으로 발표된 값", "stated as more than")
_OWN_ARITHMETIC = Sentence("이 시스템의 계산", "arithmetic of this system")
_BASES = {
    "KTO, incl. crew": Sentence("한국관광공사(승무원 포함)", "KTO (crew included)"),
    "MOJ": Sentence("법무부", "Ministry of Justice"),
}
_TRANSCRIBED = " as transcribed in "
_STATUS, _STATUS_EN = "재외동포현황", "Status of Overseas Koreans"
_STATED_TOO = Sentence(
    "외교부 발표, 이 시스템의 계산과 같음", "stated by the ministry, equal to our arithmetic"
)
_OWN = "this project"
_ISO = re.compile(r"\b(?:19|20)\d{2}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?\b(?![-/\d])")
_MONTH_LONG = len("2018-10")
_HALF = re.compile(r"^(\d{4})H([12])$")
_MONTH = re.compile(r"^(\d{4})[.-](\d{1,2})$")
_SPAN = re.compile(r"^(\d{4}) ([A-Z][a-z]{2})-([A-Z][a-z]{2})$")
_BRACKETS = re.compile(r"\s*\([^)]*\)?")


def figure_point(row: PublishedFigure, of: SeriesOf) -> tuple[Point, bool] | None:
    """The point, and whether a remark tells it apart from a better one; None for what cannot be placed.

    Sums over several years and an old series marked as not comparable have no place.
    """
    found = _place(row, of)
    if found is None or _NOT_COMPARABLE in row.note:
        return None
    year, at, when, whole = found
    remark = _remark(row)
    derived = row.basis == "derived"
    source = _source(row)
    point = Point(year, at, when, row.value, source, remark, drawn=whole or of.stock)
    return point, bool(row.note) and not derived


def choose(found: list[tuple[Point, bool] | None]) -> list[Point]:
    """One point per time: where sources disagree the one without a remark stands."""
    chosen: dict[str, Point] = {}
    for point, _ in sorted((one for one in found if one), key=lambda one: one[1]):
        chosen.setdefault(point.when.en, point)
    return sorted(chosen.values(), key=lambda point: point.at)


def exposure_point(row: Exposure) -> Point:
    """A year's denominator as a published value."""
    rounded = _ROUNDED if row.precision.startswith("rounded") else NOTHING
    name = _BRACKETS.sub("", row.source)
    return Point(row.year, row.year, _year(row.year), row.value, _read_days(name), rounded)


def name_source(source: str, source_date: str) -> Sentence:
    """The paper's address without its path, and the day it was printed."""
    host = urlsplit(source).netloc.removeprefix("www.") or _BRACKETS.sub("", source)
    dated = _BRACKETS.sub("", source_date)
    return _read_days(host if dated in host else f"{host} {dated}")


def _read_days(text: str) -> Sentence:
    """Days and months in a source's name as they are read: `2018. 10. 2.`, `Oct 2018`."""

    def read(found: re.Match[str], language: str) -> str:
        if len(found[0]) == _MONTH_LONG:
            return name_month(found[0]).text(language)
        return format_date(date.fromisoformat(found[0]), language)

    ko, en = (_ISO.sub(partial(read, language=of), text) for of in ("ko", "en"))
    return Sentence(ko, en)


def name_basis(basis: str) -> Sentence:
    """Who counted a denominator: `한국관광공사(승무원 포함)`, `재외동포현황 2023`."""
    named = Sentence(basis, basis.replace(_STATUS, _STATUS_EN))
    return _BASES.get(basis, named)


def name_denominator(basis: str, source: str) -> Sentence:
    """Who counted, and where it was read: `한국관광공사(승무원 포함), travie.com 52066`."""
    who, where = name_basis(basis), _BRACKETS.sub("", source)
    where, _, copied = where.partition(_TRANSCRIBED)
    ko, en = (" (옮겨 적은 자료)", " (a transcription)") if copied else ("", "")
    read = _read_days(where)
    return Sentence(f"{who.ko}, {read.ko}{ko}", f"{who.en}, {read.en}{en}")


def _source(row: PublishedFigure) -> Sentence:
    if not row.source.startswith(_OWN):
        return name_source(row.source, row.source_date)
    return _OWN_ARITHMETIC if row.basis == "derived" else _STATED_TOO


def _year(year: int) -> Sentence:
    return Sentence(f"{year}년", str(year))


def _place(row: PublishedFigure, of: SeriesOf) -> tuple[int, float, Sentence, bool] | None:
    """(year, place on the axis, in words, whether it is a whole year)."""
    if row.year is not None:
        return row.year, row.year + of.year_at, _year(row.year), True
    if half := _HALF.match(row.period):
        year, part = int(half[1]), int(half[2])
        names = (("상반기", "first half"), ("하반기", "second half"))[part - 1]
        return year, year + part / 2, Sentence(f"{year}년 {names[0]}", f"{year}, {names[1]}"), False
    if month := _MONTH.match(row.period):
        year, number = int(month[1]), int(month[2])
        words = Sentence(f"{year}년 {number}월", f"{MONTHS[number - 1]} {year}")
        return year, year + number / 12, words, False
    if span := _SPAN.match(row.period):
        year, first, last = int(span[1]), MONTHS.index(span[2]) + 1, MONTHS.index(span[3]) + 1
        words = Sentence(f"{year}년 {first}–{last}월", f"{year}, {span[2]} to {span[3]}")
        return year, year + last / 12, words, False
    return None


def _remark(row: PublishedFigure) -> Sentence:
    if "planned" in row.series:
        return _PLANNED
    if row.note == "more than":
        return _MORE_THAN
    return {"derived": _DERIVED, "approximate": _APPROXIMATE}.get(row.basis, NOTHING)
