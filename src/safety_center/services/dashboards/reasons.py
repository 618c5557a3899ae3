"""Why a panel has nothing to show under the choices of its page; it says so instead of vanishing."""

from safety_center.charts import Sentence
from safety_center.domain.statistics import OF_PERSONS
from safety_center.domain.vocabulary import CountUnit
from safety_center.services.dashboards.call_center import OF_NOW
from safety_center.services.dashboards.declaration import Panel
from safety_center.services.dashboards.handling import HANDLING
from safety_center.services.dashboards.kinds import ONLY_NOW, PanelKind
from safety_center.services.dashboards.load import OF_NOW as NO_LOAD_THEN
from safety_center.services.dashboards.parameters import Parameters
from safety_center.services.dashboards.words import both

_LIST_OF_NOW = Sentence(
    "최근 목록은 지금의 것만 있습니다. 지난 기준 시각의 화면에서는 보이지 않습니다.",
    "The latest cases are those of now; they are not shown as of an earlier instant.",
)
_STORY_OF_NOW = Sentence(
    "우수사례의 평가와 약속은 지금의 것만 있습니다. 지난 기준 시각의 화면에서는 보이지 않습니다.",
    "Reviews of exemplary cases and promises are those of now; they are not shown as of an earlier instant.",
)
_ONLY_NOW = {
    PanelKind.LATEST: _LIST_OF_NOW,
    PanelKind.LOAD: NO_LOAD_THEN,
    PanelKind.EXEMPLARY: _STORY_OF_NOW,
    PanelKind.PROMISES: _STORY_OF_NOW,
}
_RATES_OF_PERSONS = Sentence(
    "비율은 사람 수로만 냅니다. 단위를 명으로 바꾸면 볼 수 있습니다.",
    "Rates are of persons only. Choose persons as the unit to see them.",
)


def why_not(chosen: Parameters, panel: Panel) -> Sentence | None:
    """The reason, in a sentence; None where the panel has something to show."""
    if chosen.as_of and panel.kind in ONLY_NOW:
        return _ONLY_NOW.get(panel.kind, OF_NOW)
    if chosen.unit is CountUnit.PERSONS or panel.series or panel.kind in HANDLING:
        return None
    asked = {str(panel.breakdown), *panel.filters}
    of_persons = [dimension for dimension in OF_PERSONS if dimension.value in asked]
    if of_persons:
        name = both(of_persons[0])
        return Sentence(
            f"{name.ko}: 당사자마다 달라 건수로는 나눌 수 없습니다. 단위를 명으로 바꾸면 볼 수 있습니다.",
            f"{name.en}: cases cannot be divided by it. Choose persons as the unit to see it.",
        )
    return _RATES_OF_PERSONS if panel.kind is PanelKind.RATE else None
