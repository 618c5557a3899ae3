"""Panels of reports taken and of hand-overs, as they stand now: reports have no line list with memory."""

from calendar import monthrange
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from safety_center.charts import Sentence, Wording
from safety_center.charts.durations import spell_minutes
from safety_center.charts.outcomes import ALL, Outcomes, build_outcomes, tell_parts
from safety_center.charts.sentences import CASES, NOTHING, number
from safety_center.charts.timeliness import CASES_COLUMN, build_timeliness
from safety_center.charts.timeliness_words import Spell, Step, Threshold
from safety_center.domain.periods import format_instant, seoul_bounds, seoul_date
from safety_center.domain.statistics import Dimension, Notice
from safety_center.domain.vocabulary import Disposition, HandoverState, ReportSource
from safety_center.services.context import Context
from safety_center.services.dashboards.declaration import Panel
from safety_center.services.dashboards.parameters import Parameters
from safety_center.services.dashboards.scope import PageScope
from safety_center.services.dashboards.view import PanelView, Terms
from safety_center.services.dashboards.words import both
from safety_center.services.waiting import zone_of_unit
from safety_center.store.contacts import count_outcomes, fetch_handover_times, fetch_waiting

_MINUTE, _HOUR = timedelta(minutes=1), 60
_DAY_HOURS = (9, 18)
_BAND = 3
_CASES = Sentence("건", "reports")
_HANDOVERS = Sentence("건", "hand-overs")
_RECEIVED = Sentence("접수일(서울)", "Date of receipt (Seoul)")
_SENT_ON = Sentence("이관 요청일(서울)", "Date of sending (Seoul)")
_STEP = Sentence("이관 요청 → 인수", "Hand-over sent to accepted")
OF_NOW = Sentence(
    "접수와 이관은 사건·사고 건과 달리 지난 시각을 기준으로 집계하지 않고, 지금 남은 기록으로 셈",
    "Unlike cases, reports and hand-overs are not counted as of an earlier instant, only as they stand now",
)
_CASES_LISTED = Sentence(
    "한 건을 여러 번 이관하면 여러 번 세고, 목록에는 그 사건·사고가 한 번 나옴",
    "A case handed over more than once counts each time; the list behind shows it once",
)
_OWN_LISTED = Sentence(
    "수는 모든 기관의 것이고, 목록에는 담당 범위의 것만 나옴",
    "Numbers are of all units; lists show those within the reader's scope",
)


def build_reports_panel(scope: PageScope, panel: Panel) -> PanelView:
    """Reports of the period by month and outcome, of the sources that the panel names."""
    ctx, wording = scope.ctx, scope.wording
    sources = panel.filters.get(Dimension.SOURCE.value, ())
    period = scope.chosen.period
    labels = {term.value: both(term) for term in Disposition}
    rows = count_outcomes(ctx.session, period.first, period.last, sources)
    counts: Counter[tuple[str, str]] = Counter()
    for day, disposition, many in rows:
        counts[f"{day:%Y-%m}", disposition] += many
    outcomes = Outcomes(_months(period.first, period.last), labels, counts)
    before = sum(row[2] for row in count_outcomes(ctx.session, *period.before, sources))

    def listed(month: str, outcome: str) -> str | None:
        first, last = _bounds(month, period.first, period.last)
        asked = {"list": "reports", "from": first.isoformat(), "to": last.isoformat()}
        asked |= {"source": ",".join(sources)} if len(sources) == 1 else {}
        return scope.address(asked | ({} if outcome == ALL else {"disposition": outcome}))

    finding = _tell_reports(outcomes, before, sources, wording)
    chart = build_outcomes(
        outcomes, finding, wording, panel.title.sentence, listed, (_OWN_LISTED,), _CASES
    )
    who = ", ".join(ReportSource.of(code).ko for code in sources) or "모든 접수 기관"
    who_en = ", ".join(ReportSource.of(code).en for code in sources) or "all"
    taken = (Sentence("접수 기관", "Taken by"), Sentence(who, who_en))
    rule = Sentence(
        "접수 건 수(들어온 연락 하나가 한 건), 접수일(서울), 처리 결과는 지금의 것",
        "Reports (each contact is one) by Seoul day of receipt; outcomes as they are now",
    )
    then = scope.chosen.period.text_before()
    count = number(before)
    against = (
        Sentence("비교 기간", "Compared with"),
        Sentence(f"{then.ko} ({count}건)", f"{then.en} ({count})"),
    )
    basis = _basis(ctx, scope.chosen, (_CASES, _RECEIVED), rule, taken, against)
    return PanelView(panel, chart, basis=basis)


def build_handovers_panel(scope: PageScope, panel: Panel) -> PanelView:
    """Hand-overs sent in the period by month and what became of them; who waits longest now."""
    ctx, chosen, wording = scope.ctx, scope.chosen, scope.wording
    period = chosen.period
    sent = _sent(ctx, chosen)
    counts = Counter((f"{seoul_date(one.sent_at):%Y-%m}", one.state) for one in sent)
    labels = {term.value: both(term) for term in HandoverState}
    outcomes = Outcomes(_months(period.first, period.last), labels, counts)

    def listed(month: str, outcome: str) -> str | None:
        first, last = _bounds(month, period.first, period.last)
        asked = {"sent_from": first.isoformat(), "sent_to": last.isoformat()}
        return scope.address(asked | ({} if outcome == ALL else {"handover": outcome}))

    notes = (_tell_waiting(ctx), _CASES_LISTED)
    finding = _tell_handovers(outcomes, sent, wording)
    chart = build_outcomes(
        outcomes, finding, wording, panel.title.sentence, listed, notes, _HANDOVERS
    )
    rule = Sentence(
        "이관 요청 수, 요청한 날(서울), 상태는 지금의 것",
        "Hand-overs by the Seoul day on which they were sent; states as they are now",
    )
    return PanelView(panel, chart, basis=_basis(ctx, chosen, (_HANDOVERS, _SENT_ON), rule))


def build_handover_hours_panel(scope: PageScope, panel: Panel) -> PanelView:
    """How long until a hand-over was accepted, by the hour at the receiver's place when it was sent."""
    ctx, chosen = scope.ctx, scope.chosen
    bands: dict[int, list[Sent]] = defaultdict(list)
    sent = _sent(ctx, chosen)
    for one in sent:
        bands[one.hour // _BAND].append(one)
    thresholds = tuple(
        Threshold(f"over_{h * _HOUR}", h * _HOUR, Sentence(f"{h}시간 초과", f"over {h} h"))
        for h in sorted(ctx.installation.settings.accept_hours)
    )
    step = Step(
        _STEP,
        thresholds,
        Sentence("인수하지 않음", "Not accepted"),
        Sentence(
            "반려·회수되었거나 인수를 기다리는 {count}건 제외",
            "Hand-overs returned, withdrawn or still waiting are left out ({count})",
        ),
    )
    spells = [_spell(_name_band(band), bands[band], thresholds) for band in sorted(bands)]
    whole = _spell(_ALL, sent, thresholds)

    def listed(row: str, column: str) -> str | None:
        """Cases handed over in the period; there is no list by an hour of the day."""
        if (row, column) != (_ALL.ko, CASES_COLUMN):
            return None
        days = {"sent_from": chosen.period.first, "sent_to": chosen.period.last}
        return scope.address({name: day.isoformat() for name, day in days.items()})

    chart = build_timeliness(
        spells, whole, step, _PLACE_HOUR, scope.wording, panel.title.sentence, listed
    ).noting(_CASES_LISTED)
    rule = Sentence(
        "이관 요청부터 인수까지의 분, 요청한 때의 받는 기관 현지 시각으로 나눔. 주간은 9시부터 18시 전",
        "Minutes from sending to acceptance, by the receiver's local time of sending; day is 9 to 18",
    )
    return PanelView(panel, chart, basis=_basis(ctx, chosen, (_HANDOVERS, _SENT_ON), rule))


_ALL = Sentence("전체", "All")
_PLACE_HOUR = Sentence("현지 시간대", "Local time of the receiver")


@dataclass(frozen=True)
class Sent:
    """A hand-over as these panels see it; `hour` is that of the receiver's place, `minutes` to acceptance."""

    state: str
    sent_at: datetime
    hour: int
    minutes: int | None


def _sent(ctx: Context, chosen: Parameters) -> list[Sent]:
    start, end = seoul_bounds(chosen.period.first, chosen.period.last)
    if start is None or end is None:
        return []
    zones: dict[str, ZoneInfo] = {}
    found = []
    for to_unit, state, sent_at, decided_at in fetch_handover_times(ctx.session, start, end):
        zone = zones.setdefault(to_unit, ZoneInfo(zone_of_unit(ctx, to_unit)))
        minutes = None
        if state == HandoverState.ACCEPTED and decided_at is not None:
            minutes = (decided_at - sent_at) // _MINUTE
        found.append(Sent(state, sent_at, sent_at.astimezone(zone).hour, minutes))
    return found


def _spell(label: Sentence, sent: list[Sent], thresholds: tuple[Threshold, ...]) -> Spell:
    known = [one.minutes for one in sent if one.minutes is not None]
    return Spell(
        code=label.ko,
        label=label,
        cases=len(sent),
        median=float(median(known)) if known else None,
        over=tuple(sum(minutes > each.minutes for minutes in known) for each in thresholds),
        left_out=len(sent) - len(known),
    )


def _name_band(band: int) -> Sentence:
    first, last = band * _BAND, (band + 1) * _BAND
    day = _DAY_HOURS[0] <= first < _DAY_HOURS[1]
    return Sentence(
        f"{first:02}–{last:02}시({'주간' if day else '야간'})",
        f"{first:02}–{last:02} h ({'day' if day else 'night'})",
    )


def _months(first: date, last: date) -> list[str]:
    return [f"{first.year}-{month:02}" for month in range(first.month, last.month + 1)]


def _bounds(month: str, first: date, last: date) -> tuple[date, date]:
    """The days of a month within the period; of the whole period without one."""
    if not month:
        return first, last
    start = date.fromisoformat(f"{month}-01")
    end = start.replace(day=monthrange(start.year, start.month)[1])
    return max(start, first), min(end, last)


def _tell_reports(
    outcomes: Outcomes, before: int, sources: tuple[str, ...], wording: Wording
) -> Sentence:
    terms = [ReportSource.of(code) for code in sources]
    ko = ", ".join(term.ko for term in terms) or "모든 기관"
    en = ", ".join(_TAKEN_BY[term] for term in terms) or "all units"
    whole = outcomes.total()
    if not whole:
        return Sentence(
            f"{wording.this.ko} {ko} 접수가 없다", f"No reports taken by {en}, {wording.this.en}"
        )
    moved, parts = wording.moved(whole, before, CASES), tell_parts(outcomes)
    return Sentence(
        f"{wording.this.ko} {ko} 접수는 {number(whole)}건으로 {moved.ko}: {parts.ko}",
        f"{number(whole)} reports taken by {en}, {wording.this.en}, {moved.en}: {parts.en}",
    )


_TAKEN_BY = {
    ReportSource.CALL_CENTER: "the Consular Call Center",
    ReportSource.MISSION: "the missions",
    ReportSource.OTHER: "others",
}


def _tell_handovers(outcomes: Outcomes, sent: list[Sent], wording: Wording) -> Sentence:
    whole = outcomes.total()
    if not whole:
        return Sentence(
            f"{wording.this.ko} 이관 요청이 없다", f"No hand-overs sent, {wording.this.en}"
        )
    known = [one.minutes for one in sent if one.minutes is not None]
    took = NOTHING
    if known:
        ko, en = (spell_minutes(median(known), language) for language in ("ko", "en"))
        took = Sentence(f", 인수까지 중앙값 {ko}", f"; median time to acceptance {en}")
    parts = tell_parts(outcomes)
    return Sentence(
        f"{wording.this.ko} 이관 {number(whole)}건{took.ko}: {parts.ko}",
        f"{number(whole)} hand-overs sent, {wording.this.en}{took.en}: {parts.en}",
    )


def _tell_waiting(ctx: Context) -> Sentence:
    """Of now, whatever the period."""
    waiting, oldest = fetch_waiting(ctx.session)
    if not waiting or oldest is None:
        return Sentence("지금 인수를 기다리는 이관 없음", "No hand-over waits now")
    minutes = (ctx.now - oldest) / _MINUTE
    ko, en = (spell_minutes(max(minutes, 0), language) for language in ("ko", "en"))
    return Sentence(
        f"지금 인수를 기다리는 이관 {number(waiting)}건, 가장 오래 기다린 것은 {ko}째",
        f"{number(waiting)} {'hand-over waits' if waiting == 1 else 'hand-overs wait'} now, the longest for {en}",
    )


def _basis(
    ctx: Context,
    chosen: Parameters,
    unit_and_day: tuple[Sentence, Sentence],
    rule: Sentence,
    *further: Any,
) -> Terms:
    unit, day = unit_and_day
    ko, en = (format_instant(ctx.now, language=language) for language in ("ko", "en"))
    lines = [
        (Sentence("기간", "Period"), chosen.period.text()),
        (Sentence("단위", "Unit"), unit),
        (Sentence("날짜 기준", "Date basis"), day),
        (Sentence("집계 규칙", "Counting rule"), rule),
        *further,
        (Sentence("기준 시각", "As of"), Sentence(ko, en)),
        (Sentence("지난 기준 시각", "Earlier instants"), OF_NOW),
    ]
    if ctx.installation.holds_synthetic_data:
        lines.append((Sentence("자료", "Data"), both(Notice.DEMONSTRATION)))
    return tuple(lines)
