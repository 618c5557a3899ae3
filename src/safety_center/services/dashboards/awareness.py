"""The panel of awareness: travel alerts of the reference data, messages as published, and what nobody recorded."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlmodel import col

from safety_center.charts import Sentence
from safety_center.charts.awareness import Recorded, build_awareness
from safety_center.charts.sentences import NOTHING, number
from safety_center.domain.periods import format_date
from safety_center.services.context import Context
from safety_center.services.dashboards.declaration import Panel
from safety_center.services.dashboards.scope import PageScope
from safety_center.services.dashboards.view import PanelView, Terms
from safety_center.services.published.points import name_source
from safety_center.services.published.series import fetch_figures
from safety_center.store.tables.reference import TravelAlert

_PER_DAY, _PER_YEAR = "safety_messages:per day", "safety_messages:per year"
_MESSAGES = {
    _PER_DAY: (
        Sentence("해외 도착 안전문자, 하루 평균", "Safety messages to roaming phones, a day"),
        Sentence("건/일", "messages a day"),
    ),
    _PER_YEAR: (
        Sentence("해외 도착 안전문자, 한 해", "Safety messages to roaming phones, in the year"),
        Sentence("건", "messages"),
    ),
}
_ALERTED = Sentence("개 국가·지역", "countries and areas")
_ALERTS_SOURCE = Sentence("외교부 공개자료(data.go.kr)", "MOFA open data (data.go.kr)")
_ADVISORY = 0
_CAMPAIGNS = (
    Sentence("안전의식 홍보 활동", "Awareness campaigns"),
    Sentence("홍보의 도달과 비용", "Reach and cost of campaigns"),
    Sentence("홍보 뒤 사건·사고의 변화", "Incidents after campaigns"),
)
_NO_LEDGER = Sentence(
    "기록 없음: 홍보 활동을 적는 대장이 이 시스템에 아직 없어 어떤 수도 적지 않음",
    "Not recorded: this system keeps no ledger of campaigns yet, so no number is stated",
)
_OTHER_YEARS = Sentence(
    "안전문자는 보도된 해만 있음. 나머지 해는 미기재",
    "Messages stand for the years that were printed; other years are not stated",
)
_BASIS: Terms = (
    (
        Sentence("자료", "Data"),
        Sentence(
            "기준정보의 여행경보와 발표 자료. 이 시스템이 센 수는 없음",
            "Travel alerts of the reference data, and published figures; nothing counted by this system",
        ),
    ),
    (
        Sentence("여행경보", "Travel alerts"),
        Sentence(
            "단계마다 그 단계가 전부나 일부에 발령된 국가·지역의 수. 한 국가·지역이 여러 단계에 들 수 있음",
            "Countries and areas under each level as a whole or in part; one may stand under several",
        ),
    ),
)


def build_awareness_panel(scope: PageScope, panel: Panel) -> PanelView:
    """Real facts with their sources; the choices of the page do not touch them, but for the day."""
    alerts, under = _alerts(scope.ctx)
    missing = [Recorded(name, NOTHING, None) for name in _CAMPAIGNS]
    facts = [*alerts, *_messages(scope.ctx), *missing]
    chart = build_awareness(facts, _tell(under), scope.wording, panel.title.sentence)
    return PanelView(panel, chart.noting(_NO_LEDGER, _OTHER_YEARS), basis=_BASIS)


def _tell(under: int) -> Sentence:
    if not under:
        return Sentence(
            "그날 알려진 여행경보가 없고, 홍보 활동도 기록이 없다",
            "No travel alert is known for that day, and campaigns are not recorded",
        )
    return Sentence(
        f"여행경보는 {number(under)}개 국가·지역에 발령되어 있고, 홍보 활동은 기록이 없다",
        f"Travel alerts stand for {number(under)} countries and areas; campaigns are not recorded",
    )


def _alerts(ctx: Context) -> tuple[list[Recorded], int]:
    """By level, gravest first, the special advisory last; and how many countries stand under any."""
    rows = _alerts_in_force(ctx)
    levels = sorted({row.level for row in rows}, key=lambda level: (level == _ADVISORY, -level))
    facts = []
    for level in levels:
        of_level = [row for row in rows if row.level == level]
        first, day = of_level[0], max(row.as_of for row in of_level)
        when = Sentence(*(format_date(day, language) for language in ("ko", "en")))
        ko = f"여행경보 {level}단계 {first.name_ko}" if level else first.name_ko
        en = f"Travel alert level {level}, {first.name_en.lower()}" if level else first.name_en
        countries = len({row.country_code for row in of_level})
        facts.append(Recorded(Sentence(ko, en), when, countries, _ALERTED, _ALERTS_SOURCE))
    return facts, len({row.country_code for row in rows})


def _alerts_in_force(ctx: Context) -> Sequence[TravelAlert]:
    """Those known today: an earlier day has what was recorded by then, which may be nothing."""
    ends = col(TravelAlert.valid_to)
    query = select(TravelAlert).where(
        col(TravelAlert.valid_from) <= ctx.today, or_(ends.is_(None), ends > ctx.today)
    )
    return ctx.session.execute(query).scalars().all()


def _messages(ctx: Context) -> list[Recorded]:
    return [
        Recorded(
            measure=_MESSAGES[row.series][0],
            when=Sentence(f"{row.year}년", str(row.year)),
            value=row.value,
            unit=_MESSAGES[row.series][1],
            source=name_source(row.source, row.source_date),
            about=row.basis == "approximate",
        )
        for row in fetch_figures(ctx, _PER_DAY, _PER_YEAR)
    ]
