"""Chapters that no statistics stand in: exemplary cases as the heads ranked them, and promises.

Both are of now: as of an earlier day they say so instead of showing what was not yet known.
"""

from collections.abc import Sequence

from safety_center.charts import Cell, Chart, ChartTable, Column, Row, Sentence
from safety_center.charts.sentences import CASES, NOTHING
from safety_center.domain.access import CALL_CENTER, SAFETY_CENTER
from safety_center.domain.periods import format_date, format_instant
from safety_center.domain.promises import PromiseState
from safety_center.services.context import Context
from safety_center.services.dashboards import DashboardView, PanelView
from safety_center.services.dashboards.declaration import Panel, Text
from safety_center.services.dashboards.kinds import PanelKind, Width
from safety_center.services.exemplary import CardLine, Ranking, ranked
from safety_center.services.promises import PromiseLine, list_promises

_OF_NOW = Sentence(
    "과거 시점의 회의자료에는 싣지 않습니다. 지금의 목록만 있습니다.",
    "Not part of a briefing as of an earlier instant: only the present list is known.",
)
_NONE = Sentence("–", "–")


def exemplary_panel(ctx: Context, session: DashboardView) -> PanelView:
    """Cards published in the year, ranked by the reviews of mission heads; few reviews stand apart."""
    title = Text(ko="공관장 평가 순위", en="Ranked by the mission heads' reviews")
    if session.chosen.as_of:
        return PanelView(_panel("ranking", title), why=_OF_NOW)
    found = ranked(ctx, session.chosen.period.year)
    rows = [_card_row(ctx, session, line) for line in (*found.ranked, *found.few)]
    heads = (
        Sentence("순위", "Rank"),
        Sentence("우수사례", "Exemplary case"),
        Sentence("재외공관", "Mission"),
        Sentence("국가·지역", "Country or area"),
        Sentence("상황", "Situation"),
        Sentence("조치와 결과", "What was done, and the result"),
        Sentence("평균(5점)", "Mean (of 5)"),
        Sentence("평가", "Reviews"),
        Sentence("세션에서 공유", "To be shared"),
        Sentence("우리 공관에 적용", "Taken over"),
    )
    chart = _chart(session, title, heads, rows, _card_finding(found), numeric=(0, 6, 7, 8, 9))
    return _listed(ctx, session, "ranking", title, chart.noting(*_few_note(found)))


def promises_panel(ctx: Context, session: DashboardView) -> PanelView:
    """Promises of the year's session: open ones by their day, then those done."""
    title = Text(ko="회의에서 한 약속", en="Promises of the session")
    if session.chosen.as_of:
        return PanelView(_panel("promised", title), why=_OF_NOW)
    found = list_promises(ctx, year=session.chosen.period.year)
    heads = (
        Sentence("약속", "Promise"),
        Sentence("질문한 기관", "Asked by"),
        Sentence("담당 기관", "Owner"),
        Sentence("기한", "Due"),
        Sentence("상태", "State"),
        Sentence("이행 결과", "Outcome"),
    )
    rows = [_promise_row(ctx, session, line) for line in found]
    chart = _chart(session, title, heads, rows, _promise_finding(found))
    return _listed(ctx, session, "promised", title, chart)


def _listed(
    ctx: Context, session: DashboardView, panel_id: str, title: Text, chart: Chart
) -> PanelView:
    at = Sentence(*(format_instant(session.as_of, language=name) for name in ("ko", "en")))
    basis = ((Sentence("기준 시각", "As of"), at),)
    return PanelView(_panel(panel_id, title), chart, basis=basis)


def _panel(panel_id: str, title: Text) -> Panel:
    """A panel no dashboard declares; it is shown as a table."""
    return Panel.model_construct(
        id=panel_id, kind=PanelKind.TABLE, title=title, heading=None, width=Width.FULL, top=None
    )


def _chart(
    session: DashboardView,
    title: Text,
    heads: Sequence[Sentence],
    rows: Sequence[tuple[Cell, ...]],
    finding: Sentence,
    numeric: Sequence[int] = (),
) -> Chart:
    say = session.wording.say
    columns = tuple(Column(say(head), at in numeric) for at, head in enumerate(heads))
    table = ChartTable(say(title.sentence), columns, tuple(Row(cells) for cells in rows))
    return Chart(None, table, finding, NOTHING, unit=CASES)


def _card_row(ctx: Context, session: DashboardView, line: CardLine) -> tuple[Cell, ...]:
    standing, say = line.standing, session.wording.say
    language = session.wording.language
    shared = Sentence(f"공동 {standing.rank}위", f"{standing.rank}=")
    rank = Cell(say(shared) if standing.tied else str(standing.rank)) if standing.rank else None
    country = ctx.places.countries.get(line.country_code)
    done = " → ".join(filter(None, (line.done, line.result)))
    return (
        rank or Cell(say(_NONE)),
        Cell(line.title, typed=True),
        Cell(_unit_name(ctx, line.unit_code, language)),
        Cell(say(Sentence(country.ko, country.en)) if country else line.country_code),
        Cell(line.situation.label(language)),
        Cell(done, typed=True),
        Cell(f"{standing.mean:.2f}" if standing.mean is not None else "–"),
        Cell(f"{standing.reviews:,}", standing.reviews),
        Cell(f"{line.shares:,}", line.shares),
        Cell(f"{line.adoptions:,}", line.adoptions),
    )


def _card_finding(found: Ranking) -> Sentence:
    number = len(found.ranked) + len(found.few)
    if not number:
        return Sentence(
            f"{found.year}년에 게재한 우수사례가 아직 없다",
            f"No exemplary case was published in {found.year} yet",
        )
    if not found.ranked:
        return Sentence(
            f"{found.year}년에 게재한 우수사례 {number}건은 아직 평가가 적어 순위가 없다",
            f"{number} exemplary cases were published in {found.year}; too few reviews for ranks yet",
        )
    return Sentence(
        f"{found.year}년에 게재한 우수사례 {number}건 가운데 {len(found.ranked)}건에 순위가 있다",
        f"{len(found.ranked)} of {number} exemplary cases published in {found.year} are ranked",
    )


def _few_note(found: Ranking) -> tuple[Sentence, ...]:
    if not found.few:
        return ()
    return (
        Sentence(
            f"평가가 {found.fewest}건이 안 되는 사례는 순위 없이 끝에 있습니다.",
            f"Cases with fewer than {found.fewest} reviews stand last, without a rank.",
        ),
    )


def _promise_row(ctx: Context, session: DashboardView, line: PromiseLine) -> tuple[Cell, ...]:
    language, say = session.wording.language, session.wording.say
    late = say(Sentence("기한 지남", "overdue"))
    state = line.state.label(language)
    return (
        Cell(line.question, typed=True),
        Cell(_unit_name(ctx, line.asked_by_unit, language) if line.asked_by_unit else "–"),
        Cell(_unit_name(ctx, line.owner_unit, language)),
        Cell(format_date(line.due_on, language)),
        Cell(f"{state}({late})" if line.overdue else state),
        Cell(line.outcome or "–", typed=True),
    )


def _promise_finding(found: Sequence[PromiseLine]) -> Sentence:
    if not found:
        return Sentence("적어 둔 약속이 아직 없다", "No promise was taken down yet")
    done = sum(line.state is PromiseState.DONE for line in found)
    late = sum(line.overdue for line in found)
    return Sentence(
        f"약속 {len(found)}건 가운데 {done}건을 이행했고 {late}건이 기한을 넘겼다",
        f"Of {len(found)} promises {done} are done and {late} overdue",
    )


def _unit_name(ctx: Context, code: str, language: str) -> str:
    settings = ctx.installation.settings
    centers = {
        CALL_CENTER: (settings.call_center_ko, settings.call_center_en),
        SAFETY_CENTER: (settings.safety_center_ko, settings.safety_center_en),
    }
    mission = ctx.places.missions.get(code)
    ko, en = (mission.ko, mission.en) if mission else centers.get(code, (code, code))
    return en if language == "en" else ko
