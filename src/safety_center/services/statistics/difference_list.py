"""From a part of a difference to the versions behind it: whose, from what to what, when and why.

Cases out of the reader's scope are told by number, mission, type and day only. Never a name.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from safety_center.domain.access import Permission, case_scope, require
from safety_center.domain.differences import Question
from safety_center.domain.periods import UNKNOWN_DAY
from safety_center.domain.statistics import COLUMNS, NO_MISSION, TIMES, UNKNOWN, StatisticsQuery
from safety_center.domain.trail import pack_ids
from safety_center.domain.vocabulary import ChangeReason, CountUnit
from safety_center.services.cases.reach import case_units
from safety_center.services.context import Context
from safety_center.services.statistics.counting import cell_query, region_maps
from safety_center.services.statistics.differences import Differences
from safety_center.services.statistics.links import cell_period
from safety_center.store.differences import Move, Span, Step, fetch_steps
from safety_center.store.tables import Case, Person

PAGE_ROWS = 100
#: What is told of a version from what to what, and what only says whether it counts.
_TOLD = ("persons", "occurred_on", "reported_on", *COLUMNS.values())
_QUARTER, _MONTH = 10, 100


@dataclass(frozen=True)
class Part:
    """Which versions: of a reason, or with a value that went from `old` to `new` in a dimension."""

    reason: ChangeReason | None = None
    dimension: str | None = None
    old: str | None = None
    new: str | None = None


@dataclass(frozen=True)
class Change:
    """One value before and after; a code, a day, a number, or `counted` with a truth."""

    name: str
    old: Any
    new: Any


@dataclass(frozen=True)
class ListedStep:
    """One version behind a number. `person` is the number of the person on the case (1, 2, …).

    Out of scope (`reachable` false) `person`, `changes` and `at` are not given.
    """

    number: str
    reachable: bool
    mission_code: str | None
    incident_type: str
    involvement: str | None
    day: date | None
    difference: int
    reason: ChangeReason
    person: int | None
    changes: tuple[Change, ...]
    at: datetime | None


@dataclass(frozen=True)
class StepList:
    """One page of versions by instant; `more` where another page follows."""

    steps: Sequence[ListedStep]
    more: bool


def list_steps(ctx: Context, question: Question, part: Part, page: int = 1) -> StepList:
    """The versions behind a part of `diff` (of a cell: with the question narrowed to it).

    Their differences add up to the part. Whose cases were listed is in the trail.
    """
    actor = ctx.require_actor()
    require(actor, Permission.STATISTICS_VIEW)
    query = replace(question.query, by=(), as_of=question.to_at)
    span = Span(question.from_at, question.to_at)
    wanted = cell_query(query, region_maps(ctx, query))
    reason = part.reason.value if part.reason else None
    first = (page - 1) * PAGE_ROWS
    steps = fetch_steps(ctx.session, wanted, span, reason, _move(part), first, PAGE_ROWS + 1)
    listed = _listed(ctx, query, steps[:PAGE_ROWS])
    ids = {
        step.version["case_id"] for step, row in zip(steps, listed, strict=False) if row.reachable
    }
    ctx.note("statistics.differences.list", rows=len(listed), cases=pack_ids(ids))
    return StepList(listed, len(steps) > PAGE_ROWS)


def cell_arguments(found: Differences, row: Mapping[str, Any]) -> dict[str, str]:
    """Arguments that narrow the question of `found` to one cell (a row of `frame`)."""
    query = found.query
    times = {name: row[name] for name in query.by if name in TIMES}
    period = cell_period(query, times) if times else {}
    narrowed = {
        {"from": "first_day", "to": "last_day"}.get(name, name): value
        for name, value in period.items()
    }
    return narrowed | {name: str(row[name]) for name in query.by if name not in TIMES}


def _move(part: Part) -> Move | None:
    if part.dimension is None:
        return None
    column = COLUMNS.get(part.dimension, part.dimension)
    old, new = (_stored(part.dimension, value or "") for value in (part.old, part.new))
    return Move(column, old, new)


def _stored(dimension: str, value: str) -> Any:
    """A code as the line list has it: `2026-Q1` → 20261; an unknown day as the cubes keep it."""
    if dimension not in TIMES:
        return None if value == NO_MISSION else value
    unknown = value in (UNKNOWN, "")
    day = UNKNOWN_DAY if unknown or dimension != "day" else date.fromisoformat(value)
    if dimension == "day":
        return day
    year, _, rest = value.partition("-")
    if dimension == "year":
        return day.year if unknown else int(year)
    if dimension == "quarter":
        return day.year * _QUARTER + 4 if unknown else int(year) * _QUARTER + int(rest.lstrip("Q"))
    return day.year * _MONTH + day.month if unknown else int(year) * _MONTH + int(rest)


def _listed(ctx: Context, query: StatisticsQuery, steps: Sequence[Step]) -> list[ListedStep]:
    scope = case_scope(ctx.require_actor())
    cases = _cases(ctx, {step.version["case_id"] for step in steps})
    persons = _positions(ctx, query, steps)
    found = []
    for step in steps:
        case = cases[step.version["case_id"]]
        reachable = scope.reaches(case_units(case))
        # What was counted when the version came is told by the side that counts.
        shown = step.version if step.version["counted"] or not step.before else step.before
        found.append(
            ListedStep(
                number=case.number,
                reachable=reachable,
                mission_code=shown["mission_code"],
                incident_type=shown["incident_type"],
                involvement=shown.get("involvement"),
                day=shown[f"{query.basis.value}_on"],
                difference=step.put_in - step.taken_out,
                reason=ChangeReason.of(step.version["reason"]),
                person=persons.get(step.version.get("person_id")) if reachable else None,
                changes=tuple(_changes(step)) if reachable else (),
                at=step.version["recorded_from"] if reachable else None,
            )
        )
    return found


def _changes(step: Step) -> Iterable[Change]:
    if step.before is None:
        return
    for name in ("counted", *_TOLD):
        if name in step.version and step.version[name] != step.before[name]:
            yield Change(name, step.before[name], step.version[name])


def _cases(ctx: Context, ids: Iterable[int]) -> dict[int, Case]:
    rows = ctx.session.execute(select(Case).where(col(Case.id).in_(ids))).scalars()
    return {row.id: row for row in rows}


def _positions(
    ctx: Context, query: StatisticsQuery, steps: Sequence[Step]
) -> dict[int | None, int]:
    if query.unit is CountUnit.CASES:
        return {}
    ids = {step.version["person_id"] for step in steps}
    rows = ctx.session.execute(
        select(col(Person.id), col(Person.position)).where(col(Person.id).in_(ids))
    )
    return {row[0]: row[1] + 1 for row in rows}
