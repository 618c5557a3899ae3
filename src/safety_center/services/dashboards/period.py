"""The period of a dashboard page and the same period a year before."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from safety_center.charts import Sentence
from safety_center.domain.periods import format_date

#: Part of a year → (first month, last month, Korean name, English name), in the order of the chooser.
PARTS: dict[str, tuple[int, int, str, str]] = {
    "year": (1, 12, "연간", "Whole year"),
    "h1": (1, 6, "상반기", "First half"),
    "h2": (7, 12, "하반기", "Second half"),
    "q1": (1, 3, "1분기", "Quarter 1"),
    "q2": (4, 6, "2분기", "Quarter 2"),
    "q3": (7, 9, "3분기", "Quarter 3"),
    "q4": (10, 12, "4분기", "Quarter 4"),
    **{
        f"m{number}": (number, number, f"{number}월", name)
        for number, name in enumerate(
            "January February March April May June July August September October November"
            " December".split(),
            start=1,
        )
    },
}
_THAN = {
    "year": Sentence("전년", "the year before"),
    "running": Sentence("전년 같은 기간", "the same period a year earlier"),
}


@dataclass(frozen=True)
class Period:
    """Days are inclusive. A period that is running ends today, and so does its counterpart.

    One that has not `begun` keeps its own days and counts nobody.
    """

    year: int
    part: str
    first: date
    last: date
    running: bool
    begun: bool = True

    @property
    def before(self) -> tuple[date, date]:
        """First and last day of the same period a year before; 29 February becomes the 28th."""
        return year_before(self.first), year_before(self.last, end=not self.running)

    @property
    def than(self) -> Sentence:
        """The earlier period in a comparison."""
        return _THAN["year" if self.part == "year" and not self.running else "running"]

    def text(self) -> Sentence:
        """`2026. 1. 1.–11. 22.`"""
        return span_text(self.first, self.last)

    def text_before(self) -> Sentence:
        """The same period a year before, in full."""
        return span_text(*self.before)

    def short(self) -> Sentence:
        """`2026년`, `2026년 3분기`."""
        return _short(self.year, self.part)

    def short_before(self) -> Sentence:
        """`2025년`, or `2025년 같은 기간` where only a part of it is meant."""
        if not self.running:
            return _short(self.year - 1, self.part)
        return Sentence(f"{self.year - 1}년 같은 기간", f"{self.year - 1}, same period")


def _short(year: int, part: str) -> Sentence:
    if part == "year":
        return year_text(year)
    return Sentence(f"{year}년 {PARTS[part][2]}", f"{year}, {PARTS[part][3]}")


def month_text(day: date) -> Sentence:
    """The month of a day: `2026년 1월`."""
    _, _, ko, en = PARTS[f"m{day.month}"]
    return Sentence(f"{day.year}년 {ko}", f"{en} {day.year}")


def year_text(year: int) -> Sentence:
    """A year by itself."""
    return Sentence(f"{year}년", str(year))


def make_period(year: int, part: str, today: date) -> Period:
    """The part of a year, cut at `today` (Seoul) while it is running."""
    first_month, last_month, _, _ = PARTS[part]
    first = date(year, first_month, 1)
    last = date(year, last_month, monthrange(year, last_month)[1])
    running = first <= today < last
    return Period(year, part, first, today if running else last, running, begun=first <= today)


def span_text(first: date, last: date) -> Sentence:
    """Two days of one year, the year written once; one day by itself."""
    if first == last:
        return Sentence(format_date(first), format_date(first, "en"))
    ko_last = format_date(last).removeprefix(f"{last.year}. ")
    en_first = format_date(first, "en").removesuffix(f" {first.year}")
    return Sentence(f"{format_date(first)}–{ko_last}", f"{en_first} to {format_date(last, 'en')}")


def until_text(last: date) -> Sentence:
    """How far a running year is counted: `11. 22.까지`."""
    ko = format_date(last).removeprefix(f"{last.year}. ")
    return Sentence(f"{ko}까지", f"to {format_date(last, 'en').removesuffix(f' {last.year}')}")


def year_before(day: date, end: bool = False) -> date:
    """The same day a year earlier: 29 February becomes the 28th; with `end`, the end of a month its end."""
    year = day.year - 1
    longest = monthrange(year, day.month)[1]
    is_end = end and day.day == monthrange(day.year, day.month)[1]
    return date(year, day.month, longest if is_end else min(day.day, longest))
