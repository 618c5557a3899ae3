"""Panels that tell the session what no cube counts: exemplary cases ranked by the heads, and promises."""

from safety_center.charts import Sentence
from safety_center.charts.exemplary import RankedCard, build_ranking
from safety_center.charts.promises import Promised, build_promises
from safety_center.domain.access import CALL_CENTER, SAFETY_CENTER, Permission
from safety_center.domain.periods import format_instant
from safety_center.domain.promises import PromiseState
from safety_center.services.context import Context
from safety_center.services.dashboards.declaration import Panel
from safety_center.services.dashboards.scope import PageScope
from safety_center.services.dashboards.view import PanelView, Terms
from safety_center.services.dashboards.words import both
from safety_center.services.exemplary import CardLine, Ranking, ranked
from safety_center.services.promises import PromiseLine, list_promises

_NOT_YOURS = Sentence("이 부분을 볼 권한이 없습니다.", "This part is not yours to see.")
_NO_CARDS = Sentence(
    "공관이 종결한 사건을 추천하고 센터가 게재하면, 다른 공관장의 평가 순서로 여기에 나타납니다.",
    "Cases that a mission nominated and the center published stand here, in the order of the heads' reviews.",
)
_NO_PROMISES = Sentence(
    "회의에서 나온 질문을 담당 기관과 기한을 정해 적으면 여기에 나타납니다.",
    "Questions taken down with an owner and a day stand here.",
)
_CARDS_RULE = Sentence(
    "그해(서울)에 게재한 사례. 다른 공관 공관장의 효과·신속성·적용 가능성·당사자 배려(1–5점) 평균의 평균",
    "Published in that year (Seoul). Mean over effect, speed, transfer and care (1 to 5) of heads of other missions",
)
_PROMISES_RULE = Sentence(
    "그해 회의에서 적은 약속. 기한이 이른 것부터, 이행한 것은 끝에",
    "Promises of that year's session, soonest due first, those done last",
)


def build_exemplary_panel(scope: PageScope, panel: Panel) -> PanelView:
    """Cards published in the year of the page, of every mission, whatever its place and unit."""
    ctx, year = scope.ctx, scope.chosen.period.year
    if ctx.actor is not None and not ctx.actor.may(Permission.EXEMPLARY_VIEW):
        return PanelView(panel, why=_NOT_YOURS)
    found = ranked(ctx, year)
    cards = [_card(scope, line) for line in (*found.ranked, *found.few)]
    chart = build_ranking(cards, year, found.fewest, scope.wording, panel.title.sentence)
    chart = chart.noting(*_other_years(found))
    basis = _basis(ctx, year, Sentence("게재 연도", "Published in"), _CARDS_RULE)
    return PanelView(panel, chart, basis=basis, empty=_NO_CARDS)


def build_promises_panel(scope: PageScope, panel: Panel) -> PanelView:
    """Promises of the session of the page's year, of every unit."""
    ctx, year = scope.ctx, scope.chosen.period.year
    if ctx.actor is not None and not ctx.actor.may(Permission.PROMISE_VIEW):
        return PanelView(panel, why=_NOT_YOURS)
    found = [_promise(scope, line) for line in list_promises(ctx, year=year)]
    chart = build_promises(found, year, scope.wording, panel.title.sentence)
    basis = _basis(ctx, year, Sentence("회의 연도", "Session of"), _PROMISES_RULE)
    return PanelView(panel, chart, basis=basis, empty=_NO_PROMISES)


def unit_name(ctx: Context, code: str) -> Sentence:
    """A mission, or a center as it is called today."""
    settings = ctx.installation.settings
    if code == CALL_CENTER:
        return Sentence(settings.call_center_ko, settings.call_center_en)
    if code == SAFETY_CENTER:
        return Sentence(settings.safety_center_ko, settings.safety_center_en)
    mission = ctx.places.missions.get(code)
    return Sentence(mission.ko, mission.en) if mission else Sentence(code, code)


def _card(scope: PageScope, line: CardLine) -> RankedCard:
    country = scope.ctx.places.countries.get(line.country_code)
    code = line.country_code
    return RankedCard(
        title=line.title,
        unit=unit_name(scope.ctx, line.unit_code),
        country=Sentence(country.ko, country.en) if country else Sentence(code, code),
        situation=both(line.situation),
        rank=line.standing.rank,
        tied=line.standing.tied,
        mean=line.standing.mean,
        reviews=line.standing.reviews,
        shares=line.shares,
        adoptions=line.adoptions,
        href=scope.address({"page": "exemplary", "id": str(line.id)}),
    )


def _other_years(found: Ranking) -> tuple[Sentence, ...]:
    others = [str(year) for year in found.years if year != found.year]
    if not others or found.ranked or found.few:
        return ()
    years = ", ".join(others)
    return (Sentence(f"게재한 해: {years}", f"Years with published cases: {years}"),)


def _promise(scope: PageScope, line: PromiseLine) -> Promised:
    asked = line.asked_by_unit
    return Promised(
        question=line.question,
        owner=unit_name(scope.ctx, line.owner_unit),
        asked_by=unit_name(scope.ctx, asked) if asked else None,
        due_on=line.due_on,
        done=line.state is PromiseState.DONE,
        days=line.days,
        outcome=line.outcome,
        href=scope.address({"page": "promises", "id": str(line.id)}),
    )


def _basis(ctx: Context, year: int, term: Sentence, rule: Sentence) -> Terms:
    at = Sentence(*(format_instant(ctx.now, language=language) for language in ("ko", "en")))
    return (
        (term, Sentence(f"{year}년", str(year))),
        (Sentence("순서", "Order"), rule),
        (Sentence("기준 시각", "As of"), at),
    )
