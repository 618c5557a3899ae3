"""What was recorded between two instants: each version against the one before it.

A version takes its predecessor's persons out of the predecessor's cell and puts its own into its own,
so the sums over all versions of a span are exactly what the cells differ by. Only versions recorded
in the span are read, and the one before each.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Row,
    Select,
    and_,
    case,
    func,
    literal_column,
    or_,
    select,
    text,
    union_all,
)
from sqlalchemy.sql.selectable import FromClause
from sqlmodel import Session

from safety_center.domain.vocabulary import ChangeReason
from safety_center.store.cube_counts import (
    CellQuery,
    Source,
    add_up,
    day_or_unknown,
    days_asked,
    group_of,
    is_one_of,
)
from safety_center.store.cubes import CUBES

_PERSONS = "persons"


@dataclass(frozen=True)
class Span:
    """Versions recorded after one instant, up to and including another."""

    after: datetime
    until: datetime


@dataclass(frozen=True)
class Step:
    """A version with the one before it (None: the first one), and what each counts of what was asked."""

    version: dict[str, Any]
    before: dict[str, Any] | None
    put_in: int
    taken_out: int


@dataclass(frozen=True)
class Move:
    """Versions whose value of a time or column is another than before; values as the database has them."""

    name: str
    old: Any
    new: Any


def fetch_parts(session: Session, wanted: CellQuery, span: Span) -> Sequence[Row[Any]]:
    """The groups in their order, the reason, and by how much the cell differs for it."""
    sides = _sides(wanted, span)
    return session.execute(_by_reason(wanted, sides, func.sum(sides.c.amount))).all()


def fetch_changes(session: Session, wanted: CellQuery, span: Span) -> dict[str, int]:
    """Reason → versions that touch what was asked, those that leave its count as it is too."""
    sides = _sides(wanted, span)
    query = _by_reason(wanted, sides, func.count(sides.c.step.distinct()), with_groups=False)
    return {row[0]: row[1] for row in session.execute(query)}


def fetch_moves(session: Session, wanted: CellQuery, span: Span, name: str) -> Sequence[Row[Any]]:
    """Old and new value of a time or column, and what is counted with the new one."""
    version, before = _pair(wanted)
    old, new = (_value(wanted, side, name) for side in (before, version))
    counted = func.sum(_amount(wanted, version))
    query = (
        select(old.label("by_old"), new.label("by_new"), counted)
        .join_from(version, before, _follows(wanted, version, before))
        .where(_recorded_in(version, span), version.c.counted, before.c.counted)
        .where(or_(*(_is_asked(wanted, side) for side in (version, before))))
        .where(old.is_distinct_from(new))
        .group_by(text("by_old"), text("by_new"))
    )
    return session.execute(query).all()


def fetch_steps(
    session: Session,
    wanted: CellQuery,
    span: Span,
    reason: str | None,
    move: Move | None,
    first: int,
    most: int,
) -> list[Step]:
    """Versions that touch what was asked, each with the one before it, by instant.

    `reason`: of that reason only; `move`: only those with this change of a value, whatever the reason.
    """
    version, before = _pair(wanted)
    asked = [_is_asked(wanted, side) for side in (version, before)]
    sides = zip(asked, (version, before), strict=True)
    amounts = [case((is_asked, _amount(wanted, side)), else_=0) for is_asked, side in sides]
    query: Select[Any] = (
        select(version, before, *amounts)
        .join_from(version, before, _follows(wanted, version, before), isouter=True)
        .where(_recorded_in(version, span), version.c.reason != ChangeReason.PROGRESS.value)
        .where(or_(*asked))
        .order_by(version.c.recorded_from, version.c.id)
    )
    if reason is not None:
        query = query.where(version.c.reason == reason)
    if move is not None:
        query = query.where(
            *(side.c.counted for side in (version, before)),
            _value(wanted, before, move.name).is_not_distinct_from(move.old),
            _value(wanted, version, move.name).is_not_distinct_from(move.new),
        )
    names = version.c.keys()
    return [_step(names, row) for row in session.execute(query.offset(first).limit(most))]


def _step(names: Sequence[str], row: Row[Any]) -> Step:
    values = tuple(row)
    new, old = values[: len(names)], values[len(names) : -2]
    before = None if old[0] is None else dict(zip(names, old, strict=True))
    return Step(dict(zip(names, new, strict=True)), before, int(values[-2]), int(values[-1]))


def _by_reason(
    wanted: CellQuery, sides: FromClause, counted: ColumnElement[int], with_groups: bool = True
) -> Select[Any]:
    day = sides.c[f"{wanted.basis}_on"]
    source = Source(sides, day_or_unknown(day), counted, tuple(days_asked(wanted, day)))
    groups = (*(wanted.groups if with_groups else ()), "reason")
    asked = CellQuery(wanted.basis, groups=groups, codes=wanted.codes, unit=wanted.unit)
    return add_up(source, asked)


def _sides(wanted: CellQuery, span: Span) -> FromClause:
    """What each version puts in, and what it takes out with the one before it; counted ones only."""
    version, before = _pair(wanted)
    recorded = _recorded_in(version, span)
    put_in = _side(wanted, version, version, 1).where(recorded, version.c.counted)
    follows = _follows(wanted, version, before)
    taken_out = _side(wanted, version, before, -1).select_from(version.join(before, follows))
    taken_out = taken_out.where(recorded, before.c.counted)
    return union_all(put_in, taken_out).subquery("sides")


def _side(wanted: CellQuery, version: FromClause, side: FromClause, sign: int) -> Select[Any]:
    cube = CUBES[wanted.unit]
    return select(
        version.c.id.label("step"),
        version.c.reason.label("reason"),
        (_amount(wanted, side) * sign).label("amount"),
        side.c[f"{wanted.basis}_on"],
        *(side.c[name] for name in cube.dimensions),
    )


def _pair(wanted: CellQuery) -> tuple[FromClause, FromClause]:
    fact = CUBES[wanted.unit].facts
    return fact.alias("version"), fact.alias("before")


def _follows(wanted: CellQuery, version: FromClause, before: FromClause) -> ColumnElement[bool]:
    key = "person_id" if wanted.unit == _PERSONS else "case_id"
    return and_(before.c[key] == version.c[key], before.c.recorded_to == version.c.recorded_from)


def _recorded_in(version: FromClause, span: Span) -> ColumnElement[bool]:
    recorded = version.c.recorded_from
    return and_(recorded > span.after, recorded <= span.until)


def _amount(wanted: CellQuery, side: FromClause) -> ColumnElement[int]:
    return side.c.persons if wanted.unit == _PERSONS else literal_column("1", Integer)


def _is_asked(wanted: CellQuery, side: FromClause) -> ColumnElement[bool]:
    day = side.c[f"{wanted.basis}_on"]
    codes = [is_one_of(side.c[name], wanted_codes) for name, wanted_codes in wanted.codes.items()]
    return and_(side.c.counted, *days_asked(wanted, day), *codes)


def _value(wanted: CellQuery, side: FromClause, name: str) -> ColumnElement[Any]:
    day: ColumnElement[date] = day_or_unknown(side.c[f"{wanted.basis}_on"])
    return group_of(Source(side, day, func.count(), ()), name)
