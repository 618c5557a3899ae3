"""The panel of cases per officer: cases of each mission over its officers' accounts in use, never by person."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from safety_center.charts import Sentence
from safety_center.charts.load import OPEN, OPENED, Load, build_load
from safety_center.domain.access import Role
from safety_center.domain.statistics import NO_MISSION, Dimension, StatisticsQuery
from safety_center.domain.vocabulary import CountUnit, DateBasis
from safety_center.services.dashboards.case_questions import case_basis, flat_filters
from safety_center.services.dashboards.declaration import Panel
from safety_center.services.dashboards.scope import PageScope
from safety_center.services.dashboards.view import PanelView, Terms
from safety_center.services.dashboards.words import both, labels_of
from safety_center.services.reference import country_region_map
from safety_center.services.statistics import count, count_open_stock
from safety_center.services.statistics.links import list_filters
from safety_center.stats.frames import COUNT
from safety_center.store.accounts import count_in_use

OF_NOW = Sentence(
    "담당영사 계정 수는 지금의 것만 있어, 지난 기준 시각의 1인당 건수는 낼 수 없습니다.",
    "Only today's officer accounts are known, so cases cannot be divided as of an earlier instant.",
)
_TOP = 12
#: Ends the code of a row of a region's missions that have no account.
_WITHOUT = ":without"
_BASIS: Terms = (
    (
        Sentence("분모", "Divided by"),
        Sentence(
            "지금 사용 중인 공관별 담당영사 계정. 전담과 겸임을 가리지 않고, 기간 중 인사이동은 반영하지 않음",
            "Officer accounts of a mission in use now, full-time or not, whatever changed in the period",
        ),
    ),
    (
        Sentence("분자", "Cases"),
        Sentence(
            "관할 공관의 건: 기간 중에 접수한 건(접수일, 서울)과 지금 종결하지 않은 건. 개인별로는 세지 않음",
            "Cases of the responsible mission: received in the period (Seoul days), and open now; never by person",
        ),
    ),
    (
        Sentence("발표된 인력과의 차이", "Published staff"),
        Sentence(
            "외교부가 발표한 담당영사 수와 정의가 달라 서로 나누거나 비교하지 않음",
            "Incident consuls as published are defined otherwise: neither divided by nor compared with",
        ),
    ),
)


def build_load_panel(scope: PageScope, panel: Panel) -> PanelView:
    """Missions, or regions of missions: opened in the period and open now, per officer account."""
    ctx = scope.ctx
    query = _query(scope)
    opened, stock = count(ctx, query), count_open_stock(ctx, query, [ctx.today])
    officers = count_in_use(ctx.session, Role.OFFICER.value, ctx.today)
    counts = {OPENED: _by_mission(opened.frame), OPEN: _by_mission(stock.frame)}
    groups = _groups(scope, panel, {*officers, *counts[OPENED], *counts[OPEN]}, officers)
    labels = labels_of(ctx, str(panel.breakdown), scope.chosen.scheme)
    loads = [
        Load(
            code,
            _label(code, labels),
            sum(officers.get(mission, 0) for mission in missions),
            *(sum(counts[name].get(mission, 0) for mission in missions) for name in (OPENED, OPEN)),
        )
        for code, missions in groups.items()
    ]
    loads = [load for load in loads if load.officers or load.opened or load.open_now]

    def listed(code: str, column: str) -> str | None:
        return scope.address(_filters(query, groups[code], column))

    heading = both(panel.breakdown or Dimension.MISSION)
    chart = build_load(
        loads, heading, scope.wording, panel.title.sentence, listed, panel.top or _TOP
    )
    return PanelView(panel, chart, basis=case_basis(ctx, scope.chosen, opened.as_of, *_BASIS))


def _label(code: str, labels: Mapping[str, Sentence]) -> Sentence:
    name = labels.get(code.removesuffix(_WITHOUT), Sentence(code, code))
    if not code.endswith(_WITHOUT):
        return name
    return Sentence(f"{name.ko} (계정 없는 공관)", f"{name.en} (missions without accounts)")


def _query(scope: PageScope) -> StatisticsQuery:
    """Every case of a mission counts, wherever it happened: its officers handle them all."""
    period = scope.chosen.period
    return StatisticsQuery(
        by=(Dimension.MISSION.value,),
        unit=CountUnit.CASES,
        basis=DateBasis.REPORTED,
        scheme=scope.chosen.scheme,
        from_day=period.first,
        to_day=period.last,
    )


def _by_mission(frame: Any) -> dict[str, int]:
    rows = zip(frame[Dimension.MISSION.value], frame[COUNT], strict=True)
    return {str(code): int(number) for code, number in rows if code != NO_MISSION}


def _groups(
    scope: PageScope, panel: Panel, missions: set[str], officers: Mapping[str, int]
) -> dict[str, list[str]]:
    """Code of a row → its missions, of those at the page's place. A region's missions without an
    account are a row of their own, so that their cases are not laid upon other missions' officers.
    """
    ctx, chosen = scope.ctx, scope.chosen
    regions = country_region_map(ctx.session, chosen.scheme, ctx.today)
    groups: dict[str, list[str]] = {}
    for code in sorted(missions & set(ctx.places.missions)):
        country = ctx.places.missions[code].country_code
        region = regions.get(country)
        places = ((chosen.mission, code), (chosen.country, country), (chosen.region, region))
        if any(asked and asked != own for asked, own in places):
            continue
        row = code
        if panel.breakdown is Dimension.REGION:
            row = f"{region}{'' if officers.get(code) else _WITHOUT}"
        groups.setdefault(row, []).append(code)
    return groups


def _filters(query: StatisticsQuery, missions: list[str], column: str) -> dict[str, str]:
    """The list behind a number: cases of these missions."""
    asked = replace(query, by=(), filters={Dimension.MISSION.value: tuple(missions)})
    found = flat_filters(list_filters(asked, {}))
    if column == OPENED:
        return found
    general = {name: text for name, text in found.items() if name not in ("basis", "from", "to")}
    return {**general, "status": "open"}
