"""A table of this period against the same period a year before, one row per code."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from safety_center.charts.chart import Address
from safety_center.charts.sentences import (
    Sentence,
    bare_share,
    difference,
    number,
    particle,
    share,
)
from safety_center.charts.table import NOT_STATED, Cell, ChartTable, Row, head_columns, linked
from safety_center.charts.wording import Wording

THIS, LAST, CODE = "this", "last", "code"
_DIFFERENCE = Sentence("증감", "Change")
_TOTAL = Sentence("합계", "Total")
_SHARE_OF = Sentence("비중", "Share")


def compare(this: pd.DataFrame, last: pd.DataFrame, code: str) -> pd.DataFrame:
    """Columns `code, this, last` (int64), largest first; `this` and `last` hold `code` and `count`.

    A code that stands in one period only counts 0 in the other.
    """
    sums = [frame.groupby(code)["count"].sum() for frame in (this, last)]
    frame = pd.concat(sums, axis=1, keys=[THIS, LAST]).fillna(0).astype("int64")
    frame.index.name = CODE
    frame = frame[(frame[THIS] > 0) | (frame[LAST] > 0)].reset_index()
    order = frame.assign(minus=-frame[THIS], minus_last=-frame[LAST])
    return frame.loc[order.sort_values(["minus", "minus_last", CODE]).index].reset_index(drop=True)


def _always(_code: str, _column: str) -> bool:
    return True


@dataclass(frozen=True)
class Compared:
    """What the tables and sentences of one comparison share. `heading` names the codes: 권역.

    `is_stated(code, "this" or "last")`: False where a declared gap covers the whole period.
    """

    frame: pd.DataFrame
    labels: Mapping[str, Sentence]
    heading: Sentence
    wording: Wording
    address: Address
    is_stated: Callable[[str, str], bool] = _always

    def is_silent(self, code: str, column: str, count: int) -> bool:
        """True where nobody was counted and nobody could be: not stated rather than 0."""
        return count == 0 and code != "" and not self.is_stated(code, column)

    def name(self, code: str) -> str:
        """Label in the page's language; a code without one stands for itself."""
        return self.wording.say(self.label(code))

    def label(self, code: str) -> Sentence:
        """Both labels of a code."""
        return self.labels.get(code, Sentence(code, code))

    def entries(self) -> list[tuple[str, int, int]]:
        """(code, this, last), largest first."""
        columns = (self.frame[name] for name in (CODE, THIS, LAST))
        return [
            (str(code), int(this), int(last)) for code, this, last in zip(*columns, strict=True)
        ]

    def total(self, column: str) -> int:
        """Persons of a period."""
        return int(self.frame[column].sum())

    def table(self, caption: Sentence, shares: bool = True) -> ChartTable:
        """Code, this period, the earlier one, difference, share; all rows, with their total."""
        say, wording = self.wording.say, self.wording
        heads = [wording.this_short, wording.last_short, _DIFFERENCE]
        columns = head_columns(wording, self.heading, *heads, *([_SHARE_OF] if shares else []))
        whole = self.total(THIS)
        rows = tuple(
            Row(self._cells(self.name(code), code, this, last, whole if shares else None))
            for code, this, last in self.entries()
        )
        sums = (whole, self.total(LAST), whole if shares else None)
        return ChartTable(say(caption), columns, rows, Row(self._cells(say(_TOTAL), "", *sums)))

    def _cells(
        self, name: str, code: str, this: int, last: int, whole: int | None
    ) -> tuple[Cell, ...]:
        silent = self.is_silent(code, THIS, this) or self.is_silent(code, LAST, last)
        cells = [
            Cell(name),
            self._number(code, THIS, this),
            self._number(code, LAST, last),
            Cell("–") if silent else Cell(difference(this, last), this - last),
        ]
        if whole is not None:
            cells.append(Cell(bare_share(this, whole)))
        return tuple(cells)

    def _number(self, code: str, column: str, count: int) -> Cell:
        if self.is_silent(code, column, count):
            return Cell(self.wording.say(NOT_STATED))
        return linked(count, self.address(code, column))

    def counted(self, code: str, column: str, count: int) -> str:
        """A number as it stands beside its bar."""
        silent = self.is_silent(code, column, count)
        return self.wording.say(NOT_STATED) if silent else number(count)

    def leading(self) -> Sentence:
        """The finding: who leads, with which share, and how that compares with the year before."""
        entries = self.entries()
        if not entries or not entries[0][1]:
            return self.nothing()
        code, this, last = entries[0]
        name, part = self.label(code), share(this, self.total(THIS))
        moved = self.wording.moved(this, last)
        if self.is_silent(code, LAST, last):
            than = particle(self.wording.than.ko, "은", "는")
            moved = Sentence(f"{than} 미기재", f"not stated in {self.wording.than.en}")
        count = number(this)
        if this == self.total(THIS):
            return Sentence(
                f"{count}{self.wording.unit.ko} 모두 {name.ko}이며, {moved.ko}",
                f"Only {name.en}: {count}, {moved.en}",
            )
        return Sentence(
            f"{name.ko} {count}{self.wording.unit.ko}{part.ko}으로 가장 많고, {moved.ko}",
            f"{name.en} comes first with {count}{part.en}, {moved.en}",
        )

    def nothing(self) -> Sentence:
        """The finding where nobody was counted."""
        wording = self.wording
        return Sentence(
            f"{wording.this.ko} {particle(wording.who.ko, '이', '가')} 없다",
            f"No {wording.who.en} in {wording.this.en}",
        )

    def described(self, limit: int = 10) -> str:
        """The largest entries in words, for the text alternative."""
        counted, gap = self.wording.counted, " " if self.wording.language == "en" else ""
        return ", ".join(
            f"{self.name(code)} {counted(number(this))}{gap}({self.counted(code, LAST, last)})"
            for code, this, last in self.entries()[:limit]
        )
