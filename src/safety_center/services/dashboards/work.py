"""Tiles of work (open, overdue, waiting) and the latest cases, within the reader's scope."""

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlmodel import col

from safety_center.charts import Sentence
from safety_center.charts.sentences import NOTHING, direction, number
from safety_center.domain.access import CaseScope, Permission, case_scope
from safety_center.domain.lifecycle import OPEN_STATUSES
from safety_center.domain.statistics import StatisticsQuery
from safety_center.domain.vocabulary import CaseStatus, HandoverState
from safety_center.services.cases.listing import case_rows
from safety_center.services.cases.sentence import type_label
from safety_center.services.context import Context
from safety_center.services.dashboards.declaration import TileMeasure
from safety_center.services.dashboards.parameters import Parameters
from safety_center.services.dashboards.view import LatestCase, ListAddress, Tile
from safety_center.services.statistics import count_open_stock
from safety_center.stats.frames import COUNT
from safety_center.store import case_list as store
from safety_center.store.case_list import CaseFilter, Page
from safety_center.store.tables import Case, Handover

_EVERY_CASE = CaseScope(every_case=True, unit_code=None)
_CASES = Sentence("건", "cases")
_LABELS = {
    TileMeasure.OPEN_CASES: Sentence("처리 중인 사건·사고", "Open cases"),
    TileMeasure.OVERDUE_ACTIONS: Sentence("기한이 지난 조치", "Overdue actions"),
    TileMeasure.HANDOVERS_WAITING: Sentence("인수를 기다리는 이관", "Hand-overs waiting"),
}
_NOT_KEPT = Sentence("그때의 값은 기록에 남아 있지 않음", "Not kept for that instant")
_WEEK = timedelta(days=7)
_LONG_WAIT = timedelta(hours=24)
_LATEST = 8


class Work:
    """Counts of cases now; the period of the page does not touch them, its region does.

    Without an actor (files) every case is meant, otherwise those the reader may list, so that a
    number and its list agree.
    """

    def __init__(
        self, ctx: Context, chosen: Parameters, countries: tuple[str, ...], address: ListAddress
    ) -> None:
        self._ctx, self._chosen, self._address = ctx, chosen, address
        self._scope = _EVERY_CASE if ctx.actor is None else case_scope(ctx.actor)
        self._all = CaseFilter(
            country_codes=countries if chosen.region or chosen.country else None,
            mission_codes=(chosen.mission,) if chosen.mission else None,
        )
        self._open = replace(self._all, statuses=tuple(status.value for status in OPEN_STATUSES))

    def scope_text(self) -> Sentence:
        """Whose cases are counted."""
        if self._scope.every_case or self._chosen.as_of:
            return Sentence("모든 기관", "all units")
        mission = self._ctx.places.missions.get(self._scope.unit_code or "")
        if mission is not None:
            return Sentence(f"{mission.ko} 관련 건", f"cases of the {mission.en}")
        return Sentence("우리 기관 관련 건", "cases of my unit")

    def tile(self, measure: TileMeasure) -> Tile:
        """One of the tiles of work; as of an instant only what the line list remembers."""
        if self._chosen.as_of:
            return self._remembered(measure)
        if measure is TileMeasure.OPEN_CASES:
            return self._open_cases()
        if measure is TileMeasure.OVERDUE_ACTIONS:
            return self._overdue()
        return self._waiting()

    def _open_cases(self) -> Tile:
        today = self._ctx.today
        week, before = (
            self._count(self._received(end - _WEEK + timedelta(days=1), end))
            for end in (today, today - _WEEK)
        )
        return Tile(
            TileMeasure.OPEN_CASES,
            _LABELS[TileMeasure.OPEN_CASES],
            self._count(self._open),
            _CASES,
            Sentence(f"최근 7일 접수 {number(week)}건", f"{number(week)} received in 7 days"),
            Sentence(f"(그 전 7일 {number(before)}건)", f"({number(before)} in the 7 days before)"),
            direction(week, before),
            self._link(status="open"),
        )

    def _overdue(self) -> Tile:
        overdue = self._count(replace(self._open, overdue_at=self._ctx.now))
        old = self._count(replace(self._open, overdue_at=self._ctx.now - _WEEK))
        return Tile(
            TileMeasure.OVERDUE_ACTIONS,
            _LABELS[TileMeasure.OVERDUE_ACTIONS],
            overdue,
            _CASES,
            Sentence(f"7일 넘게 지난 것 {number(old)}건", f"{number(old)} for more than 7 days"),
            NOTHING,
            "",
            self._link(overdue="1"),
        )

    def _waiting(self) -> Tile:
        pending = replace(self._all, statuses=(CaseStatus.HANDOVER_PENDING.value,))
        waiting, old = self._count(pending), self._count_old_handovers()
        return Tile(
            TileMeasure.HANDOVERS_WAITING,
            _LABELS[TileMeasure.HANDOVERS_WAITING],
            waiting,
            _CASES,
            Sentence(f"24시간 넘은 것 {number(old)}건", f"{number(old)} for more than 24 hours"),
            NOTHING,
            "",
            self._link(status=CaseStatus.HANDOVER_PENDING.value),
        )

    def _remembered(self, measure: TileMeasure) -> Tile:
        """Open stock at the end of that day, beside a week before; the others left no trace to count."""
        if measure is not TileMeasure.OPEN_CASES:
            return Tile(measure, _LABELS[measure], None, _CASES, _NOT_KEPT, NOTHING)
        today = self._ctx.today
        days = [today - _WEEK, today]
        filters = {name: (code,) for name, code in self._place_filters().items()}
        query = StatisticsQuery(
            scheme=self._chosen.scheme, filters=filters, as_of=self._chosen.as_of
        )
        before, now = count_open_stock(self._ctx, query, days).frame[COUNT].tolist()
        return Tile(
            measure,
            _LABELS[measure],
            now,
            _CASES,
            Sentence(f"7일 전 {number(before)}건", f"{number(before)} seven days earlier"),
            NOTHING,
            direction(now, before),
        )

    def latest(self) -> tuple[LatestCase, ...]:
        """The cases received last; empty for a reader without any, and in files."""
        actor = self._ctx.actor
        if actor is None or not actor.may(Permission.CASE_VIEW):
            return ()
        found = store.list_cases(self._ctx.session, self._scope, self._all, Page(limit=_LATEST))
        rows = case_rows(self._ctx, found[:_LATEST])
        days = {case.number: case.received_on for case in found}
        return tuple(
            LatestCase(
                row.number,
                Sentence(*(type_label(row.incident_type, language) for language in ("ko", "en"))),
                self._place(row.country_code, row.city),
                days[row.number],
                self._address({"number": row.number}),
            )
            for row in rows
        )

    def _place(self, country_code: str, city: str | None) -> Sentence:
        country = self._ctx.places.countries.get(country_code)
        names = (country.ko, country.en) if country else (country_code, country_code)
        return Sentence(*(f"{name} {city}" if city else name for name in names))

    def _received(self, first: date, last: date) -> CaseFilter:
        return replace(self._all, from_day=first, to_day=last)

    def _count(self, wanted: CaseFilter) -> int:
        return store.count_cases(self._ctx.session, self._scope, wanted)

    def _count_old_handovers(self) -> int:
        query = (
            select(func.count(col(Handover.id)))
            .join(Case, col(Case.id) == col(Handover.case_id))
            .where(
                col(Handover.state) == HandoverState.PENDING.value,
                col(Handover.sent_at) < self._ctx.now - _LONG_WAIT,
                store.scope_condition(self._scope),
            )
        )
        if self._all.country_codes is not None:
            query = query.where(col(Case.country_code).in_(self._all.country_codes))
        if self._all.mission_codes is not None:
            query = query.where(col(Case.mission_code).in_(self._all.mission_codes))
        return self._ctx.session.execute(query).scalar_one()

    def _link(self, **filters: str) -> str | None:
        filters |= self._place_filters()
        if self._chosen.region:
            filters["scheme"] = self._chosen.scheme
        return self._address(filters)

    def _place_filters(self) -> dict[str, str]:
        chosen = self._chosen
        places = {"region": chosen.region, "country": chosen.country, "mission": chosen.mission}
        return {name: code for name, code in places.items() if code}
