"""Cases per officer: bars that lie, for missions or regions whose officers have accounts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from safety_center.charts.breakdown import in_two_lines
from safety_center.charts.chart import Address, Chart, figure, marks
from safety_center.charts.palette import AMBER, BLUE, hatched, solid
from safety_center.charts.sentences import Sentence, number, particle
from safety_center.charts.table import Cell, ChartTable, Row, head_columns, linked
from safety_center.charts.wording import Wording

OPENED, OPEN = "opened", "open"
PER_OFFICER = Sentence("담당영사 1인당 건", "cases per officer")
_NO_ACCOUNT = Sentence("계정 없음", "no account")
_ALL = Sentence("계정이 있는 공관 전체", "All with accounts")
_OPENED = Sentence("기간 중 접수", "Opened in the period")
_OPEN = Sentence("현재 처리 중", "Open now")
_HEADS = (
    Sentence("담당영사 계정", "Officer accounts"),
    _OPENED,
    Sentence("1인당 접수", "Opened per officer"),
    _OPEN,
    Sentence("1인당 처리 중", "Open per officer"),
)
_SHORT, _TALL = 3, 6


@dataclass(frozen=True)
class Load:
    """A mission or region; without `officers` nothing is divided."""

    code: str
    label: Sentence
    officers: int
    opened: int
    open_now: int

    def each(self, column: str) -> float:
        """Cases per officer, of those with at least one."""
        return (self.opened if column == OPENED else self.open_now) / self.officers


def build_load(
    loads: Sequence[Load],
    heading: Sentence,
    wording: Wording,
    caption: Sentence,
    address: Address,
    top: int,
) -> Chart:
    """The `top` with most open cases per officer; the table holds all, those without accounts last."""
    staffed = sorted((load for load in loads if load.officers), key=_heaviest)
    others = sorted((load for load in loads if not load.officers), key=_largest)
    drawn = staffed[:top]
    return Chart(
        figure=_bars(drawn, wording, address) if drawn else None,
        table=_table(staffed, others, heading, wording, caption, address),
        finding=_finding(staffed, others),
        alternative=_alternative(drawn),
        key=Sentence(
            "채운 막대는 기간 중 접수, 빗금 막대는 현재 처리 중, 모두 1인당",
            "Solid bars: opened in the period; hatched: open now; both per officer",
        ),
        size="short" if len(drawn) <= _SHORT else "tall" if len(drawn) > _TALL else "",
        notes=_notes(len(staffed) - len(drawn), len(drawn), others),
        unit=PER_OFFICER,
    )


def _heaviest(load: Load) -> tuple[float, float, str]:
    return -load.each(OPEN), -load.each(OPENED), load.code


def _largest(load: Load) -> tuple[int, int, str]:
    return -load.open_now, -load.opened, load.code


def spell_load(value: float) -> str:
    """`8.3`, `124`: no decimal from a hundred on."""
    return f"{value:.1f}" if value < 99.95 else f"{value:,.0f}"


def _together(loads: Sequence[Load]) -> Load:
    return Load(
        "",
        _ALL,
        sum(load.officers for load in loads),
        sum(load.opened for load in loads),
        sum(load.open_now for load in loads),
    )


def _finding(staffed: Sequence[Load], others: Sequence[Load]) -> Sentence:
    if not staffed:
        return Sentence(
            "담당영사 계정이 있는 공관이 없어 1인당 건수를 낼 수 없다",
            "No mission with officer accounts: cases cannot be divided among officers",
        )
    most, whole = staffed[0], _together(staffed)
    value, mean = spell_load(most.each(OPEN)), spell_load(whole.each(OPEN))
    if len(staffed) == 1:
        name = particle(most.label.ko, "은", "는")
        return Sentence(
            f"{name} 담당영사 1인당 {value}건을 처리하고 있다",
            f"{most.label.en}: {value} open cases per officer",
        )
    name = particle(most.label.ko, "이", "가")
    return Sentence(
        f"담당영사 1인당 처리 중인 건은 {name} {value}건으로 가장 많고, 계정이 있는 공관 전체로는 {mean}건이다",
        f"{most.label.en} has the most open cases per officer: {value}; all with accounts: {mean}",
    )


def _notes(left_out: int, shown: int, others: Sequence[Load]) -> tuple[Sentence, ...]:
    notes = []
    if left_out > 0:
        notes.append(
            Sentence(
                f"그림은 1인당 처리 중이 많은 {shown}개, 표는 전부",
                f"The chart shows the {shown} with most open cases per officer, the table all",
            )
        )
    if others:
        whole = _together(others)
        opened, now = number(whole.opened), number(whole.open_now)
        notes.append(
            Sentence(
                f"담당영사 계정이 없는 공관의 사건·사고(접수 {opened}건, 처리 중 {now}건)는 나누지 않음",
                f"Cases of missions without officer accounts ({opened} opened, {now} open) are not divided",
            )
        )
    return tuple(notes)


def _bars(loads: Sequence[Load], wording: Wording, address: Address) -> dict[str, Any]:
    names = [in_two_lines(wording.say(load.label)) for load in loads]
    looks = ((OPENED, _OPENED, solid(BLUE)), (OPEN, _OPEN, hatched(AMBER)))
    data = [
        {
            "type": "bar",
            "orientation": "h",
            "name": wording.say(name),
            "y": names,
            "x": [round(load.each(column), 2) for load in loads],
            "text": [spell_load(load.each(column)) for load in loads],
            "textposition": "outside",
            "cliponaxis": False,
            "marker": marker,
            "customdata": marks([address(load.code, column) for load in loads]),
            "hovertemplate": f"%{{y}}<br>{wording.say(name)} %{{text}}<extra></extra>",
        }
        for column, name, marker in looks
    ]
    most = max(max(load.each(OPENED), load.each(OPEN)) for load in loads)
    layout = {
        "barmode": "group",
        "bargap": 0.28,
        "bargroupgap": 0.12,
        "showlegend": False,
        "margin": {"r": 16, "b": 4},
        "xaxis": {"range": [0, most * 1.18 or 1], "showticklabels": False, "ticks": ""},
        "yaxis": {"autorange": "reversed", "showgrid": False, "ticks": "", "type": "category"},
    }
    return figure(wording, data, layout)


def _table(
    staffed: Sequence[Load],
    others: Sequence[Load],
    heading: Sentence,
    wording: Wording,
    caption: Sentence,
    address: Address,
) -> ChartTable:
    rows = tuple(_row(load, wording, address) for load in (*staffed, *others))
    total = _row(_together(staffed), wording, _no_list) if len(staffed) > 1 else None
    return ChartTable(wording.say(caption), head_columns(wording, heading, *_HEADS), rows, total)


def _no_list(_code: str, _column: str) -> str | None:
    return None


def _row(load: Load, wording: Wording, address: Address) -> Row:
    staffed = load.officers > 0
    return Row(
        (
            Cell(wording.say(load.label)),
            Cell(number(load.officers), load.officers)
            if staffed
            else Cell(wording.say(_NO_ACCOUNT)),
            linked(load.opened, address(load.code, OPENED)),
            Cell(spell_load(load.each(OPENED)) if staffed else "–"),
            linked(load.open_now, address(load.code, OPEN)),
            Cell(spell_load(load.each(OPEN)) if staffed else "–"),
        )
    )


def _alternative(loads: Sequence[Load]) -> Sentence:
    def words(language: str) -> str:
        opened, still = ("접수", "처리 중") if language == "ko" else ("opened", "open")
        return "; ".join(
            f"{load.label.text(language)} {opened} {spell_load(load.each(OPENED))},"
            f" {still} {spell_load(load.each(OPEN))}"
            for load in loads
        )

    return Sentence(
        f"막대그래프. 담당영사 1인당 사건·사고: {words('ko')}.",
        f"Bar chart. Cases per officer: {words('en')}.",
    )
