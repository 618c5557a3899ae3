"""Tiles of work: open cases, overdue actions and waiting hand-overs, beside a year before where that is known."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from safety_center.charts import Sentence
from safety_center.charts.sentences import CASES, NOTHING, change, direction, no_records, number
from safety_center.domain.lifecycle import OPEN_STATUSES
from safety_center.domain.statistics import StatisticsQuery
from safety_center.domain.vocabulary import CaseStatus
from safety_center.services.dashboards.kinds import TileMeasure
from safety_center.services.dashboards.period import year_before
from safety_center.services.dashboards.view import Tile
from safety_center.services.dashboards.work import Work
from safety_center.services.statistics import count_open_stock
from safety_center.stats.frames import COUNT
from safety_center.store.case_list import CaseFilter
from safety_center.store.case_steps import Steps
from safety_center.store.contacts import count_waiting

_LABELS = {
    TileMeasure.OPEN_CASES: Sentence("처리 중인 사건·사고", "Open cases"),
    TileMeasure.OVERDUE_ACTIONS: Sentence("기한이 지난 조치", "Overdue actions"),
    TileMeasure.HANDOVERS_WAITING: Sentence("인수를 기다리는 이관", "Hand-overs waiting"),
}
_NOT_KEPT = Sentence("그때의 값은 기록에 남아 있지 않음", "Not kept for that instant")
_NO_DUE_DATES_THEN = Sentence(
    "전년과 비교할 수 없음: 지난 기한의 기록은 남지 않음",
    "No comparison with last year: earlier due dates are not kept",
)
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)


def work_tile(work: Work, measure: TileMeasure) -> Tile:
    """One of the tiles of work; as of an instant only what the line list remembers."""
    if work.chosen.as_of:
        return _remembered(work, measure)
    return _MAKERS[measure](work)


def _open_cases(work: Work) -> Tile:
    today = work.ctx.today
    week, before = (
        work.count(replace(work.cases, from_day=end - _WEEK + _DAY, to_day=end))
        for end in (today, today - _WEEK)
    )
    detail = Sentence(
        f"최근 7일 접수 {number(week)}건 (그 전 7일 {number(before)}건)",
        f"{number(week)} received in 7 days ({number(before)} in the 7 days before)",
    )
    now = work.count(_open(work))
    then = _open_on(work, year_before(today))
    tile = Tile(
        TileMeasure.OPEN_CASES,
        _LABELS[TileMeasure.OPEN_CASES],
        now,
        CASES,
        NOTHING,
        NOTHING,
        href=work.link(status="open"),
        detail=detail,
    )
    return _compared(work, tile, now, then)


def _overdue(work: Work) -> Tile:
    """Due dates are changed in place, so nothing tells how many had passed a year before."""
    overdue, old = (
        work.count(replace(_open(work), overdue_at=work.ctx.now - ago))
        for ago in (timedelta(), _WEEK)
    )
    return Tile(
        TileMeasure.OVERDUE_ACTIONS,
        _LABELS[TileMeasure.OVERDUE_ACTIONS],
        overdue,
        CASES,
        _NO_DUE_DATES_THEN,
        NOTHING,
        href=work.link(overdue="1"),
        detail=Sentence(f"7일 넘게 지난 것 {number(old)}건", f"{number(old)} for more than 7 days"),
    )


def _waiting(work: Work) -> Tile:
    now = work.ctx.now
    waiting = work.count(replace(work.cases, statuses=(CaseStatus.HANDOVER_PENDING.value,)))
    old = _count_waiting(work, now, now - _DAY)
    day = year_before(work.ctx.today)
    tile = Tile(
        TileMeasure.HANDOVERS_WAITING,
        _LABELS[TileMeasure.HANDOVERS_WAITING],
        waiting,
        CASES,
        NOTHING,
        NOTHING,
        href=work.link(status=CaseStatus.HANDOVER_PENDING.value),
        detail=Sentence(f"24시간 넘은 것 {number(old)}건", f"{number(old)} for more than 24 hours"),
    )
    return _compared(work, tile, waiting, _count_waiting(work, now + (day - work.ctx.today)))


def _remembered(work: Work, measure: TileMeasure) -> Tile:
    """Open stock at the end of that day, beside a year and a week before; others left no trace to count."""
    if measure is not TileMeasure.OPEN_CASES:
        return Tile(measure, _LABELS[measure], None, CASES, _NOT_KEPT, NOTHING)
    today = work.ctx.today
    days = [year_before(today), today - _WEEK, today]
    year, week, now = _open_stock(work, days)
    detail = Sentence(f"7일 전 {number(week)}건", f"{number(week)} seven days earlier")
    tile = Tile(measure, _LABELS[measure], now, CASES, NOTHING, NOTHING, detail=detail)
    return _compared(work, tile, now, year)


def _compared(work: Work, tile: Tile, now: int, then: int) -> Tile:
    """With the same day a year before, if any case had been received by then."""
    than = Sentence("전년 같은 날", "on the same day of last year")
    day = year_before(work.ctx.today)
    if not then and not work.has_any(replace(work.cases, to_day=day)):
        return replace(tile, compared=_capital(no_records(than)))
    moved = change(now, then, than, CASES)
    return replace(
        tile,
        compared=_capital(moved),
        base=Sentence(f"({number(then)}건)", f"({number(then)})") if then else NOTHING,
        direction=direction(now, then),
    )


def _capital(text: Sentence) -> Sentence:
    return Sentence(text.ko, text.en[:1].upper() + text.en[1:])


def _open(work: Work) -> CaseFilter:
    return replace(work.cases, statuses=tuple(status.value for status in OPEN_STATUSES))


def _open_on(work: Work, day: date) -> int:
    """Open at the end of a day: from the cube where every case is meant, else among those of the reader."""
    if work.reach.every_case:
        return _open_stock(work, [day])[0]
    return work.count(replace(work.cases, steps=Steps(open_on=day)))


def _open_stock(work: Work, days: list[date]) -> list[int]:
    filters = {name: (code,) for name, code in work.place_filters().items()}
    query = StatisticsQuery(scheme=work.chosen.scheme, filters=filters, as_of=work.chosen.as_of)
    return [int(count) for count in count_open_stock(work.ctx, query, days).frame[COUNT]]


def _count_waiting(work: Work, at: datetime, sent_before: datetime | None = None) -> int:
    """Hand-overs that nobody had answered at an instant, of the units and the place meant."""
    unit = None if work.reach.every_case else work.reach.unit_code or ""
    cases = work.cases
    return count_waiting(
        work.ctx.session, at, sent_before or at, unit, cases.country_codes, cases.mission_codes
    )


_MAKERS: Mapping[TileMeasure, Callable[[Work], Tile]] = {
    TileMeasure.OPEN_CASES: _open_cases,
    TileMeasure.OVERDUE_ACTIONS: _overdue,
    TileMeasure.HANDOVERS_WAITING: _waiting,
}
