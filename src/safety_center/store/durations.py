"""How long steps of handling took: the minutes of each case, from versions of cases."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import String, cast, func, select
from sqlmodel import Session

from safety_center.store.cube_counts import CellQuery, add_up, versions
from safety_center.store.once import once
from safety_center.store.tables.case_fact import CaseFact

_FACT: Any = CaseFact
_BETWEEN = ","


@dataclass(frozen=True)
class Durations:
    """One cell: its groups in the order asked, its cases, and the minutes of those where they are known."""

    groups: tuple[Any, ...]
    cases: int
    minutes: list[int]


def fetch_durations(session: Session, wanted: CellQuery, column: str) -> Iterator[Durations]:
    """A cell for each group that has cases, unordered; `column` of the line list has the minutes.

    Ranks need every value, but a row for each takes both databases and the driver longer than a text.
    """
    source = versions(wanted)
    minutes = cast(source.table.c[column], String)
    query = add_up(source, wanted).add_columns(func.aggregate_strings(minutes, _BETWEEN))
    for *groups, cases, listed in session.execute(query):
        found = [int(each) for each in listed.split(_BETWEEN)] if listed else []
        yield Durations(tuple(groups), cases, found)


def fetch_case_state(session: Session) -> tuple[Any, ...]:
    """What differs whenever the line list of cases does: versions are appended, and only then is one ended.

    Under the lock of the trail's head each is recorded after the last; only the demonstration's past
    is told in another order, and its ids rise (SQLite gives them out in their order).
    """
    ends = (select(func.max(of)).scalar_subquery() for of in (_FACT.recorded_from, _FACT.id))
    query = select(*ends)
    return once(session, "state of the cases", lambda: tuple(session.execute(query).one()))
