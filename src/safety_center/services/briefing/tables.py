"""Every table of a briefing for its workbook: the same panels as in the document, cell by cell."""

from collections.abc import Iterator, Sequence

from safety_center.charts import ChartTable, Sentence
from safety_center.documents.briefing_sheets import (
    Block,
    Book,
    TableSheet,
    TextSheet,
    Value,
    read_value,
    sheet_name,
)
from safety_center.domain.periods import format_instant
from safety_center.domain.statistics import Notice
from safety_center.services.briefing.content import Briefing, Part
from safety_center.services.dashboards import PanelView
from safety_center.services.dashboards.view import Tile
from safety_center.services.statistics.protection import Mark

_CONTENTS = Sentence("차례", "Contents")
_BACK = Sentence("← 차례", "← Contents")
_NUMBER, _TABLE, _SHEET = (
    Sentence("번호", "Number"),
    Sentence("표", "Table"),
    Sentence("시트", "Sheet"),
)
_DEFINITIONS = Sentence("정의", "Definitions")
_SOURCES = Sentence("자료 출처", "Sources")
_NOTES = Sentence("주석", "Notes")
_TERM, _MEANING = Sentence("항목", "Item"), Sentence("내용", "Meaning")
_SERIES, _NOTE = Sentence("발표 자료", "Published series"), Sentence("주석", "Note")
_FIGURE = Sentence("수치", "Figure")
_COUNT, _UNIT = Sentence("값", "Value"), Sentence("단위", "Unit")
_COMPARED, _MORE = Sentence("비교", "Compared"), Sentence("설명", "Remark")
_PUBLISHED = Sentence("실제 발표 자료", "Actual published figures")
_NOTHING_THERE = Sentence("이 기간에 집계된 것이 없습니다.", "Nothing was counted in this period.")
_AS_OF = Sentence("기준 시각", "As of")
_WRITTEN = Sentence("작성", "Written")


class _Shelf:
    """Sheets in one language, none of a name twice."""

    def __init__(self, briefing: Briefing) -> None:
        self._briefing = briefing
        self._language = briefing.wanted.language
        self._taken: set[str] = set()

    def say(self, sentence: Sentence) -> str:
        return sentence.text(self._language)

    def name(self, number: str, title: str) -> str:
        return sheet_name(number, title, self._taken)

    def sheets(self) -> Iterator[TableSheet]:
        """A sheet per table of a chapter; one for all tables of a region."""
        for chapter in self._briefing.chapters:
            for block in self.blocks(chapter):
                yield TableSheet(self.name(block.number, block.title), [block])
            for part in chapter.parts:
                title = self.say(part.title)
                found = [*self.blocks(part)]
                yield TableSheet(self.name(part.number, title), found)

    def blocks(self, part: Part) -> Iterator[Block]:
        for at, item in enumerate(part.view.panels, 1):
            block = self._block(f"{part.number}.{at}", item)
            place = f" ({self.say(part.title)})" if "." in part.number else ""
            yield Block(**{**vars(block), "title": block.title + place})

    def _block(self, number: str, item: PanelView) -> Block:
        title = self.say(item.panel.title.sentence)
        if item.why is not None:
            return Block(number, title, [self.say(item.why)], (), (), (), ())
        if item.tiles:
            return self._tiles(number, title, item.tiles)
        chart = item.chart
        if chart is None:
            return Block(number, title, [self.say(_NOTHING_THERE)], (), (), (), ())
        lines = [self.say(chart.finding), f"{self.say(_UNIT)}: {self.say(chart.unit)}"]
        columns, rows, total = self._cells(chart.table)
        notes = [self.say(note) for note in chart.notes]
        notes += [self.say(_PUBLISHED)] if chart.is_published else self._notice()
        return Block(number, title, lines, columns, rows, total, [note for note in notes if note])

    def _cells(
        self, table: ChartTable
    ) -> tuple[list[tuple[str, bool]], list[list[Value]], list[Value]]:
        columns = [(column.text, column.numeric) for column in table.columns]
        rows = [
            [read_value(cell.text, cell.value, columns[at][1]) for at, cell in enumerate(row.cells)]
            for row in (*table.rows, *([table.total] if table.total else []))
        ]
        return (columns, rows[:-1], rows[-1]) if table.total else (columns, rows, [])

    def _tiles(self, number: str, title: str, tiles: Sequence[Tile]) -> Block:
        heads = (_FIGURE, _COUNT, _UNIT, _COMPARED, _MORE)
        columns = [(self.say(head), head is _COUNT) for head in heads]
        rows = [
            [
                Value(self.say(tile.label)),
                Value("–") if tile.value is None else Value(tile.value, "#,##0"),
                Value(self.say(tile.unit)),
                Value(" ".join(filter(None, (self.say(tile.compared), self.say(tile.base))))),
                Value(self.say(tile.detail)),
            ]
            for tile in tiles
        ]
        return Block(number, title, (), columns, rows, (), self._notice())

    def _notice(self) -> list[str]:
        return [Notice.DEMONSTRATION.label(self._language)] if self._briefing.demonstration else []

    def notes(self) -> list[tuple[str, str, str]]:
        """Notes of the page, and of each table under its number."""
        found = [("", "", self.say(note)) for note in self._briefing.notes]
        for chapter in self._briefing.chapters:
            for part in (chapter, *chapter.parts):
                for at, item in enumerate(part.view.panels, 1):
                    named = (f"{part.number}.{at}", self.say(item.panel.title.sentence))
                    said = item.chart.notes if item.chart else ()
                    found += [(*named, self.say(note)) for note in said if self.say(note)]
                    said_basis = item.basis if item.chart and not item.chart.is_published else ()
                    own = [pair for pair in said_basis if pair not in self._briefing.rules]
                    found += [(*named, f"{self.say(a)}: {self.say(b)}") for a, b in own]
        return found


def make_book(briefing: Briefing, mark: Mark) -> Book:
    """The workbook of a briefing; `mark` says for whom it is, who made it and when."""
    shelf, language = _Shelf(briefing), briefing.wanted.language
    say = shelf.say
    contents = shelf.name("", say(_CONTENTS))
    notices = [Notice.DEMONSTRATION.label(language)] if briefing.demonstration else []
    as_of = format_instant(briefing.as_of, language=language)
    written = f"{mark.written_at(language)}, {mark.written_by(language)}"
    rules = [(say(term), say(text)) for term, text in briefing.rules]
    sources = [
        (say(title), say(term), say(text))
        for title, basis in briefing.sources
        for term, text in basis
    ]
    sheets = tuple(shelf.sheets())
    number = say(_NUMBER)
    return Book(
        title=say(briefing.title),
        contents=contents,
        back=say(_BACK),
        heads=(number, say(_TABLE), say(_SHEET)),
        above=(mark.audience.label(language), *notices),
        facts=((say(_AS_OF), as_of), (say(_WRITTEN), written)),
        sheets=sheets,
        texts=(
            TextSheet(shelf.name("", say(_DEFINITIONS)), (say(_TERM), say(_MEANING)), rules),
            TextSheet(
                shelf.name("", say(_SOURCES)), (say(_SERIES), say(_TERM), say(_MEANING)), sources
            ),
            TextSheet(
                shelf.name("", say(_NOTES)), (number, say(_TABLE), say(_NOTE)), shelf.notes()
            ),
        ),
    )
