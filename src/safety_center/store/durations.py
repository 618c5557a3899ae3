"""How long steps of handling took: exact medians and numbers over thresholds, from versions of cases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Float, Row, case, cast, func, literal, select
from sqlmodel import Session

from safety_center.store.cube_counts import CellQuery, group_of, is_one_of, versions


@dataclass(frozen=True)
class Durations:
    """Which minutes (a column of the line list of cases), of which cases, by what, over which thresholds.

    `regions`: name of a group → country → region, for groups that are no column.
    """

    column: str
    wanted: CellQuery
    thresholds: Sequence[int] = ()
    regions: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def names(self) -> tuple[str, ...]:
        """The groups in the order of the answers: times and columns as asked, then the regions."""
        return (*self.wanted.groups, *self.regions)


def fetch_numbers(session: Session, asked: Durations) -> Sequence[Row[Any]]:
    """Per group: cases, those whose minutes are known, and one number over each threshold."""
    rows = _rows(asked)
    names = [rows.c[f"by_{name}"] for name in asked.names()]
    over = [func.sum(case((rows.c.minutes > most, 1), else_=0)) for most in asked.thresholds]
    query = select(*names, func.count(), func.count(rows.c.minutes), *over)
    return session.execute(query.group_by(*names).having(func.count() > 0)).all()


def fetch_medians(session: Session, asked: Durations) -> Sequence[Row[Any]]:
    """Per group with known minutes: their exact median, the mean of the two in the middle of an even number."""
    rows = _rows(asked)
    names = [rows.c[f"by_{name}"] for name in asked.names()]
    window: dict[str, Any] = {"partition_by": names} if names else {}
    rank = func.row_number().over(order_by=rows.c.minutes, **window).label("rank")
    size = func.count().over(**window).label("size")
    known = select(*names, rows.c.minutes, rank, size).where(rows.c.minutes.is_not(None))
    ranked = known.subquery()
    names = [ranked.c[f"by_{name}"] for name in asked.names()]
    middle = (2 * ranked.c.rank).between(ranked.c.size, ranked.c.size + 2)
    query = select(*names, func.avg(cast(ranked.c.minutes, Float))).where(middle)
    return session.execute(query.group_by(*names).having(func.count() > 0)).all()


def _rows(asked: Durations) -> Any:
    """One row per case: its groups, named `by_…`, and its minutes."""
    source = versions(asked.wanted)
    columns = source.table.c
    groups = [group_of(source, name).label(f"by_{name}") for name in asked.wanted.groups]
    groups += [
        _region(columns.country_code, regions).label(f"by_{name}")
        for name, regions in asked.regions.items()
    ]
    codes = asked.wanted.codes.items()
    chosen = [is_one_of(columns[name], wanted) for name, wanted in codes]
    query = select(*groups, columns[asked.column].label("minutes"))
    return query.where(*source.conditions, *chosen).subquery()


def _region(country: Any, regions: Mapping[str, str]) -> ColumnElement[str]:
    places: dict[str, list[str]] = {}
    for place, region in regions.items():
        places.setdefault(region, []).append(place)
    whens = [(country.in_(within), literal(region)) for region, within in places.items()]
    return case(*whens, else_=literal("none"))
