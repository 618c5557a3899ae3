"""Histories of cases as data: steps that can be drawn at random and lived through by the services.

A step that the rules refuse at its moment (closing a case in custody, merging a merged case) is
left out, as it is in life.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from sqlmodel import select

from safety_center.domain.access import CALL_CENTER, Actor, Role
from safety_center.domain.cases import parse_change
from safety_center.domain.errors import SafetyCenterError
from safety_center.services.cases.change import change_case
from safety_center.services.cases.merge import merge_case, unmerge_case
from safety_center.services.cases.status import close_case, reopen_case, take_up_case
from safety_center.services.context import Context, writing
from safety_center.services.handovers import accept_handover, send_handover
from safety_center.services.installation import Installation
from safety_center.services.intake import submit_report
from safety_center.store.tables import Case, Person
from safety_center.store.tables.reference import CountryRegion
from tests.factories import PHNOM_PENH, make_actor, make_report

Step = dict[str, Any]


@dataclass
class Life:
    """An installation, who acts in it, and the cases so far, by number."""

    installation: Installation
    center: Actor
    mission: Actor
    numbers: list[str] = field(default_factory=list)

    def do(self, step: Step) -> None:
        """Live through one step; a refused one changes nothing."""
        values = dict(step)
        deed = getattr(self, f"_{values.pop('do')}")
        with suppress(SafetyCenterError), writing(self.installation, self._actor(values)) as ctx:
            deed(ctx, **values)

    def _actor(self, values: Step) -> Actor:
        return self.mission if values.pop("by_mission", False) else self.center

    def _number(self, index: int) -> str:
        return self.numbers[index % len(self.numbers)]

    def _new(self, ctx: Context, days_ago: int = 0, **values: Any) -> None:
        received = datetime.now(UTC) - timedelta(days=days_ago, hours=1)
        report = make_report(source="call_center", received_at=received.isoformat(), **values)
        number = submit_report(ctx, report).case_number
        assert number
        self.numbers.append(number)

    def _change(self, ctx: Context, case: int, **values: Any) -> None:
        number = self._number(case)
        version = _row(ctx, number).version
        change_case(ctx, number, parse_change({"version": version, **values}))

    def _person(self, ctx: Context, case: int, person: int, **values: Any) -> None:
        row = _row(ctx, self._number(case))
        rows = _persons(ctx, row)
        if not rows:  # every one was taken off
            return
        change = {"version": row.version, "persons": [{"id": rows[person % len(rows)], **values}]}
        change_case(ctx, row.number, parse_change(change))

    def _merge(self, ctx: Context, case: int, into: int, same: bool) -> None:
        number, target = self._number(case), self._number(into)
        here, there = (_persons(ctx, _row(ctx, n)) for n in (number, target))
        same_as: dict[int, int | None] = dict.fromkeys(here)
        if same and here and there:
            same_as[here[0]] = there[0]
        merge_case(ctx, number, target, same_as, "같은 일을 두 번 신고함")

    def _unmerge(self, ctx: Context, case: int) -> None:
        unmerge_case(ctx, self._number(case), "다른 일로 밝혀짐")

    def _close(self, ctx: Context, case: int) -> None:
        number = self._number(case)
        with suppress(SafetyCenterError):
            take_up_case(ctx, number)
        close_case(ctx, number)

    def _reopen(self, ctx: Context, case: int) -> None:
        reopen_case(ctx, self._number(case), "새로 알려진 것이 있음")

    def _send(self, ctx: Context, case: int) -> None:
        send_handover(ctx, self._number(case), PHNOM_PENH)

    def _accept(self, ctx: Context, case: int) -> None:
        accept_handover(ctx, self._number(case))


def begin_life(installation: Installation) -> Life:
    """Two who act: the manager of the centers, and an officer at Phnom Penh who takes cases over."""
    center = make_actor(installation, Role.CENTER_MANAGER, username="history.center")
    mission = make_actor(installation, Role.OFFICER, username="history.mission")
    return Life(installation, replace(center, unit_code=CALL_CENTER), mission)


def _row(ctx: Context, number: str) -> Case:
    return ctx.session.exec(select(Case).where(Case.number == number)).one()


def _persons(ctx: Context, case: Case) -> list[int]:
    query = select(Person.id).where(Person.case_id == case.id, ~Person.removed)
    return [row or 0 for row in ctx.session.exec(query.order_by(Person.position))]


_CASE = st.integers(0, 5)
_SEX = st.sampled_from(["female", "male"])
_PERSON = st.fixed_dictionaries(
    {
        "headcount": st.integers(1, 3),
        "sex": _SEX,
        "involvement": st.sampled_from(["victim", "perpetrator"]),
    }
)
_DAY = st.sampled_from(["", "2025-12-31", "2026-01-01"])
NEW = st.fixed_dictionaries(
    {
        "do": st.just("new"),
        "country_code": st.sampled_from(["KH", "TH", "DE", "XZ"]),
        "situation": st.sampled_from(["theft", "missing"]),
        "occurred_from": _DAY,
        "days_ago": st.sampled_from([0, 0, 20]),
        "persons": st.lists(_PERSON, min_size=1, max_size=2),
    }
)
_CHANGES = [
    {"do": st.just("change"), "case": _CASE, "severity": st.sampled_from(["minor", "critical"])},
    {"do": st.just("change"), "case": _CASE, "incident_type": st.sampled_from(["fraud", "theft"])},
    {"do": st.just("change"), "case": _CASE, "country_code": st.sampled_from(["VN", "XZ"])},
    {"do": st.just("change"), "case": _CASE, "occurred_from": _DAY},
    {"do": st.just("person"), "case": _CASE, "person": _CASE, "sex": _SEX},
    {"do": st.just("person"), "case": _CASE, "person": _CASE, "removed": st.just(True)},
    {"do": st.just("merge"), "case": _CASE, "into": _CASE, "same": st.booleans()},
    {"do": st.just("merge"), "case": _CASE, "into": _CASE, "same": st.booleans()},
    {"do": st.just("unmerge"), "case": _CASE},
    {"do": st.just("close"), "case": _CASE},
    {"do": st.just("reopen"), "case": _CASE},
    {"do": st.just("send"), "case": _CASE},
    {"do": st.just("accept"), "case": _CASE, "by_mission": st.just(True)},
]
#: Steps in any order, after a first case.
STEPS = st.lists(st.one_of(NEW, *map(st.fixed_dictionaries, _CHANGES)), min_size=1, max_size=10)

#: One of everything that can happen to a figure.
FIXED: tuple[Step, ...] = (
    {"do": "new", "country_code": "KH", "occurred_from": "2025-12-31", "persons": [{}, {}]},
    {"do": "new", "country_code": "TH", "days_ago": 20, "persons": [{"headcount": 3}]},
    {"do": "change", "case": 0, "incident_type": "fraud"},
    {"do": "change", "case": 0, "country_code": "DE"},
    {"do": "change", "case": 1, "occurred_from": "2026-01-01"},
    {"do": "merge", "case": 1, "into": 0, "same": True},
    {"do": "person", "case": 0, "person": 0, "sex": "female"},
    {"do": "unmerge", "case": 1},
    {"do": "person", "case": 0, "person": 1, "removed": True},
    {"do": "close", "case": 0},
    {"do": "reopen", "case": 0},
    {"do": "send", "case": 0},
    {"do": "accept", "case": 0, "by_mission": True},
)


def divide_anew(installation: Installation, country_code: str) -> None:
    """From tomorrow on (Seoul) the country is in its region of the scheme `statistics`; today in none."""
    with writing(installation, None) as ctx:
        query = select(CountryRegion).where(
            CountryRegion.scheme_code == "statistics", CountryRegion.country_code == country_code
        )
        row = ctx.session.exec(query).one()
        row.valid_from = ctx.today + timedelta(days=1)
        ctx.session.add(row)
