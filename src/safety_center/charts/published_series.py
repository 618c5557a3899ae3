"""Published series as charts take them: what was stated when and by whom, and where sources disagree.

A year that was not stated has no point: it is 미기재, never 0.
"""

from dataclasses import dataclass, field

from safety_center.charts.sentences import NOTHING, Sentence, number

#: From here on a value is written in 만 (and in millions), as the press prints it.
_LARGE = 1_000_000
#: English remark of a value that nobody counted yet.
PLANNED = "planned"


@dataclass(frozen=True)
class Point:
    """A stated value. `at` is where it stands on the axis of years; `drawn` is False for a part of a year.

    `remark` says what kind of value it is (계산값, 어림값, 계획) and is empty for one simply stated.
    """

    year: int
    at: float
    when: Sentence
    value: int
    source: Sentence
    remark: Sentence = NOTHING
    drawn: bool = True


@dataclass(frozen=True)
class Line:
    """One definition of what is counted; lines of different definitions are never joined."""

    code: str
    label: Sentence
    points: tuple[Point, ...]
    definition: Sentence = NOTHING

    def drawn(self) -> list[Point]:
        """Points of the picture in their order."""
        return sorted((point for point in self.points if point.drawn), key=lambda p: p.at)

    def stated(self) -> dict[int, Point]:
        """Values of whole years, or of a day in a year, by year; the last where there are several."""
        return {point.year: point for point in self.drawn()}


@dataclass(frozen=True)
class Disagreement:
    """Two published values for the same thing, each with its source (empty where not known)."""

    line: str
    from_year: int
    to_year: int
    values: tuple[str, str]
    sources: tuple[Sentence, Sentence]
    note: Sentence


@dataclass(frozen=True)
class Change:
    """What changed in a year. With `breaks` values on both sides cannot be compared."""

    year: int
    text: Sentence
    breaks: bool = False


@dataclass(frozen=True)
class PublishedSeries:
    """A series with its lines, the main one first. `unit` is 명, 건; `stock`: values of a day, not of a year.

    `last_year` is the last year that is over: years up to it that were not stated show as 미기재.
    """

    name: str
    title: Sentence
    unit: Sentence
    lines: tuple[Line, ...]
    last_year: int
    stock: bool = False
    disagreements: tuple[Disagreement, ...] = ()
    changes: tuple[Change, ...] = ()
    remarks: tuple[Sentence, ...] = field(default=())

    @property
    def first_year(self) -> int:
        """The first year stated by any line."""
        return min(point.year for line in self.lines for point in line.points)

    def years(self) -> list[int]:
        """Every year from the first one stated to the last one over."""
        return list(range(self.first_year, max(self.last_year, self._last_stated()) + 1))

    def silent_years(self) -> list[int]:
        """Years for which no line has a value."""
        spoken = {year for line in self.lines for year in line.stated()}
        return [year for year in self.years() if year not in spoken]

    def breaks(self) -> list[int]:
        """Years in which the definition changed."""
        return [change.year for change in self.changes if change.breaks]

    def label_of(self, code: str) -> Sentence:
        """Name of a line, empty where the series has only one."""
        if len(self.lines) == 1:
            return NOTHING
        return next((line.label for line in self.lines if line.code == code), NOTHING)

    def _last_stated(self) -> int:
        return max(point.year for line in self.lines for point in line.points)


def spell(value: int, language: str) -> str:
    """`59,475`; from a million on `2,955만` and `29.55 million`, as such numbers are printed."""
    if value < _LARGE:
        return number(value)
    if language == "en":
        return f"{value / 1_000_000:,.2f} million"
    return f"{round(value / 10_000):,}만"


def with_unit(value: int, unit: Sentence) -> Sentence:
    """`2,955만 명` and `29.55 million persons`; a small number joins its unit: `62명`."""
    gap = " " if value >= _LARGE else ""
    english = unit.en.removesuffix("s") if value == 1 else unit.en
    return Sentence(f"{spell(value, 'ko')}{gap}{unit.ko}", f"{spell(value, 'en')} {english}")
