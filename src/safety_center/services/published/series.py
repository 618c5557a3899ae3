"""Published series: real, sourced, and apart from the system's own numbers.

What was not stated has no value (미기재). Different definitions are different lines. Disagreements
between sources and changes of what was counted stand at the series and years they concern.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sqlalchemy import select
from sqlmodel import col

from safety_center.charts import Sentence
from safety_center.charts.published_series import (
    Change,
    Disagreement,
    Line,
    Point,
    PublishedSeries,
)
from safety_center.charts.sentences import NOTHING
from safety_center.domain.reference import WORLD, ExposureMeasure
from safety_center.domain.reference.published import CategoryChangeRow, FigureConflictRow
from safety_center.services.context import Context
from safety_center.services.published.lines import DEPARTURES, SERIES, LineOf, SeriesOf
from safety_center.services.published.points import (
    choose,
    exposure_point,
    figure_point,
    name_source,
)
from safety_center.services.reference.files import read_reference_file
from safety_center.store.tables.reference import Exposure, PublishedFigure

_CONFLICTS, _CHANGES = "published/conflicts.csv", "published/category_changes.csv"


def published_series(ctx: Context, name: str) -> PublishedSeries:
    """One of `SERIES` with everything known about it; raises `KeyError` for another name."""
    of = SERIES[name]
    points = _departures(ctx, of) if name == DEPARTURES else _figures(ctx, of)
    lines = tuple(
        Line(line.code, line.label, tuple(points[line.code]), line.definition) for line in of.lines
    )
    remarks = _Remarks(ctx.installation.settings.data_folder, name, lines)
    return PublishedSeries(
        name=name,
        title=of.title,
        unit=of.unit,
        lines=lines,
        last_year=ctx.today.year - 1,
        stock=of.stock,
        disagreements=remarks.disagreements(),
        changes=remarks.changes(of),
        remarks=of.remarks,
    )


def fetch_figures(ctx: Context, *series: str) -> list[PublishedFigure]:
    """Rows of the stored series that still stand, by code."""
    query = (
        select(PublishedFigure)
        .where(col(PublishedFigure.series).in_(series), col(PublishedFigure.valid_to).is_(None))
        .order_by(col(PublishedFigure.code))
    )
    return list(ctx.session.execute(query).scalars())


def _figures(ctx: Context, of: SeriesOf) -> dict[str, list[Point]]:
    rows = fetch_figures(ctx, *(name for line in of.lines for name in line.stored))
    return {
        line.code: choose(
            [figure_point(row, of) for row in rows if _belongs(row, line)],
        )
        for line in of.lines
    }


def _belongs(row: PublishedFigure, line: LineOf) -> bool:
    fits = line.involvement is None or row.involvement == line.involvement
    return fits and row.series in line.stored


def _departures(ctx: Context, of: SeriesOf) -> dict[str, list[Point]]:
    query = select(Exposure).where(
        col(Exposure.measure) == ExposureMeasure.DEPARTURES.value,
        col(Exposure.place_code) == WORLD,
        col(Exposure.valid_to).is_(None),
    )
    rows = list(ctx.session.execute(query).scalars())
    return {
        line.code: [exposure_point(row) for row in rows if row.basis in line.stored]
        for line in of.lines
    }


@dataclass(frozen=True)
class _Remarks:
    """What the files of conflicts and changes say about a series."""

    folder: Path
    name: str
    lines: tuple[Line, ...]

    def disagreements(self) -> tuple[Disagreement, ...]:
        """Conflicts at the lines and years that they concern; both values with their sources."""
        return tuple(
            Disagreement(
                line=row.line,
                from_year=row.from_year,
                to_year=row.to_year or row.from_year,
                values=(row.value_a, row.value_b),
                sources=self._sources_of(row),
                note=Sentence(row.note_ko, row.note),
            )
            for row in _read_conflicts(self.folder)
            if row.series == self.name and row.from_year is not None
        )

    def changes(self, of: SeriesOf) -> tuple[Change, ...]:
        """Changes of the categories; those that part the series are named by its declaration."""
        return tuple(
            Change(row.year, Sentence(row.change_ko, row.change), row.year in of.breaks)
            for row in _read_changes(self.folder)
            if row.series == self.name and row.year is not None
        )

    def _sources_of(self, row: FigureConflictRow) -> tuple[Sentence, Sentence]:
        """Of the first value the source of the point that holds it; the same source counts once."""
        first, second = self._source_of(row), name_source(row.source, row.source_date)
        return first, NOTHING if first == second else second

    def _source_of(self, row: FigureConflictRow) -> Sentence:
        points = next((line.points for line in self.lines if line.code == row.line), ())
        first = row.value_a.replace(",", "")
        found = (p for p in points if p.year == row.from_year and str(p.value) == first)
        return next((point.source for point in found), NOTHING)


@cache
def _read_conflicts(folder: Path) -> list[FigureConflictRow]:
    rows = read_reference_file(folder, _CONFLICTS)
    return [row for row in rows if isinstance(row, FigureConflictRow)]


@cache
def _read_changes(folder: Path) -> list[CategoryChangeRow]:
    rows = read_reference_file(folder, _CHANGES)
    return [row for row in rows if isinstance(row, CategoryChangeRow)]


def describe_series(series: PublishedSeries) -> tuple[tuple[Sentence, Sentence], ...]:
    """산출 근거 of a published figure: what it counts, from where, and that gaps are gaps."""
    of = SERIES[series.name]
    of_departures = series.name == DEPARTURES
    file = "data/exposure.csv" if of_departures else "data/published/published_figures.csv"
    return (
        (Sentence("자료", "Data"), of.origin),
        (Sentence("단위", "Unit"), series.unit),
        (
            Sentence("집계 주체", "Counted by"),
            Sentence("이 시스템이 아님", "not this system"),
        ),
        (
            Sentence("없는 값", "Missing values"),
            Sentence("미기재(0이 아님)", "not stated (not 0)"),
        ),
        (Sentence("수록 파일", "File"), Sentence(file, file)),
    )
