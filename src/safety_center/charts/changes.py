"""What changed most against the same period a year before: bars of differences, and which of them are clear."""

from dataclasses import dataclass, replace
from typing import Any

from safety_center.charts.breakdown import in_two_lines
from safety_center.charts.chart import Chart, figure, marks
from safety_center.charts.comparison import CODE, LAST, THIS, Compared
from safety_center.charts.palette import BLUE, CLEAR, solid
from safety_center.charts.sentences import Sentence, difference, number, particle
from safety_center.charts.table import Cell, ChartTable, Column, Row
from safety_center.stats.rates import CONFIDENCE, compare_rates

_TOP, _TALL = 10, 6
_ROOM = 0.5
_JUDGED = Sentence("판정", "Judged")
_IS_CLEAR = Sentence("뚜렷함", "clear")
_NOTES = (
    Sentence(
        "뚜렷함: 표의 항목 수만큼 넓힌(Bonferroni) 95% 정확 구간으로도 변화가 있는 것. 나머지는 우연일 수 있음",
        "Clear: the exact 95% interval, widened for the rows (Bonferroni), leaves out no change; others may be chance",
    ),
    Sentence(
        "한 사건에 당사자가 여럿이면 우연한 변화도 뚜렷해 보일 수 있음",
        "Several persons of one incident can make a chance change look clear",
    ),
)


@dataclass(frozen=True)
class Change:
    """Numbers of one code in both periods; `clear`: more than chance would do."""

    code: str
    this: int
    last: int
    clear: bool

    @property
    def by(self) -> int:
        """The difference, more or fewer."""
        return self.this - self.last


def build_changes(
    compared: Compared, days: tuple[int, int], caption: Sentence, top: int | None = None
) -> Chart:
    """`days`: the lengths of this period and the earlier one. The picture has the `top` largest differences."""
    stated = [
        (code, this, last)
        for code, this, last in compared.entries()
        if not (compared.is_silent(code, THIS, this) or compared.is_silent(code, LAST, last))
    ]
    found = [
        Change(code, this, last, _is_clear((this, last), days, len(stated)))
        for code, this, last in stated
    ]
    found.sort(key=lambda one: (-abs(one.by), -one.this, one.code))
    drawn = sorted(
        (one for one in found[: top or _TOP] if one.by), key=lambda one: (-one.by, one.code)
    )
    return Chart(
        figure=_bars(compared, drawn) if drawn else None,
        table=_table(compared, found, days, caption),
        finding=_finding(compared, found),
        alternative=_alternative(compared, drawn),
        key=Sentence(
            "막대는 전년과의 차이, 채운 막대는 뚜렷한 변화, 빈 막대는 우연일 수 있는 변화",
            "Bars: difference from the year before; filled: clear; open: may be chance",
        ),
        size="tall" if len(drawn) > _TALL else "",
        notes=_NOTES,
    )


def _is_clear(counts: tuple[int, int], days: tuple[int, int], compared: int = 1) -> bool:
    """By the conditional exact interval of the numbers a day; `compared`: how many are judged together."""
    if not any(counts):
        return False
    confidence = 1 - (1 - CONFIDENCE) / compared
    return compare_rates(counts[0], days[0], counts[1], days[1], confidence).is_clear


def _bars(compared: Compared, drawn: list[Change]) -> dict[str, Any]:
    open_bar = {"color": CLEAR, "line": {"color": BLUE, "width": 2}}
    data = [
        {
            "type": "bar",
            "orientation": "h",
            "y": [_name(compared, one) for one in drawn if one.clear is clear],
            "x": [one.by for one in drawn if one.clear is clear],
            "text": [difference(one.this, one.last) for one in drawn if one.clear is clear],
            "textposition": "outside",
            "cliponaxis": False,
            "marker": marker,
            "customdata": marks(
                [compared.address(one.code, THIS) for one in drawn if one.clear is clear]
            ),
            "hovertemplate": "%{y}<br>%{text}<extra></extra>",
        }
        for clear, marker in ((True, solid(BLUE)), (False, open_bar))
    ]
    most = max(abs(one.by) for one in drawn)
    fewest, largest = min(one.by for one in drawn), max(one.by for one in drawn)
    ends = [
        min(fewest, 0) - most * _ROOM * (fewest < 0),
        max(largest, 0) + most * _ROOM * (largest > 0),
    ]
    names = [_name(compared, one) for one in drawn]
    layout = {
        "barmode": "overlay",
        "bargap": 0.3,
        "showlegend": False,
        "margin": {"r": 16, "b": 4},
        "xaxis": {"range": ends, "showticklabels": False, "ticks": "", "zeroline": True},
        "yaxis": {
            "autorange": "reversed",
            "showgrid": False,
            "ticks": "",
            "type": "category",
            "categoryorder": "array",
            "categoryarray": names,
        },
    }
    return figure(compared.wording, data, layout)


def _name(compared: Compared, one: Change) -> str:
    """In two lines at most: the name, and both numbers, so that a phone holds them beside the bars."""
    name, counts = compared.name(one.code), f"{number(one.last)}→{number(one.this)}"
    parted = in_two_lines(name)
    return f"{parted} {counts}" if parted != name else f"{name}<br>{counts}"


def _told(one: Change) -> str:
    """`+32 (44→76)`."""
    return f"{difference(one.this, one.last)} ({number(one.last)}→{number(one.this)})"


def _table(
    compared: Compared, found: list[Change], days: tuple[int, int], caption: Sentence
) -> ChartTable:
    """Every code, the largest difference first; what is not stated in a period comes last."""
    order = {one.code: place for place, one in enumerate(found)}
    rank = compared.frame[CODE].map(order).fillna(len(order))
    frame = compared.frame.assign(rank=rank).sort_values("rank", kind="stable")
    table = replace(compared, frame=frame.drop(columns="rank")).table(caption, shares=False)
    clear = {one.code: one.clear for one in found}
    codes = [str(code) for code in frame[CODE]]
    rows = tuple(
        _judged(compared, row, clear.get(code, False))
        for row, code in zip(table.rows, codes, strict=True)
    )
    whole = _is_clear((compared.total(THIS), compared.total(LAST)), days)
    total = _judged(compared, table.total, whole) if table.total else None
    column = Column(compared.wording.say(_JUDGED), numeric=False)
    return replace(table, columns=(*table.columns, column), rows=rows, total=total)


def _judged(compared: Compared, row: Row, clear: bool) -> Row:
    return Row((*row.cells, Cell(compared.wording.say(_IS_CLEAR) if clear else "–")))


def _finding(compared: Compared, found: list[Change]) -> Sentence:
    """The largest clear rise and the largest clear fall."""
    if not found:
        return compared.nothing()
    clear = [one for one in found if one.clear]
    up, down = ([one for one in clear if one.by * sign > 0] for sign in (1, -1))
    terms = []
    for some, ko, en in ((up, "늘었", "rise"), (down, "줄었", "fall")):
        if some:
            most = [one for one in some if one.by == some[0].by]
            terms.append(_most(compared, most, ko, en))
    if not terms:
        heading, than = compared.heading, compared.wording.than
        return Sentence(
            f"{than.ko}보다 뚜렷하게 늘거나 줄어든 {particle(heading.ko, '은', '는')} 없다",
            f"No clear rise or fall against {than.en}",
        )
    ko = "고, ".join(term.ko for term in terms)
    return Sentence(f"{ko}다", "; ".join(term.en for term in terms))


def _most(compared: Compared, most: list[Change], ko: str, en: str) -> Sentence:
    """Those that share the largest difference are told together, the first with its numbers."""
    one, unit = most[0], compared.wording.unit
    name, last, this = compared.label(one.code), number(one.last), number(one.this)
    if len(most) > 1:
        gap = number(abs(one.by))
        return Sentence(
            f"{name.ko} 등 {len(most)}개가 {gap}{unit.ko}씩 가장 많이 {ko}",
            f"Largest {en}: {name.en} and {len(most) - 1} more, by {gap} each",
        )
    return Sentence(
        f"{particle(name.ko, '이', '가')} {last}{unit.ko}에서 {this}{unit.ko}으로 가장 많이 {ko}",
        f"Largest {en}: {name.en}, from {last} to {this}",
    )


def _alternative(compared: Compared, drawn: list[Change]) -> Sentence:
    def words(language: str) -> str:
        clear = _IS_CLEAR.text(language)
        return ", ".join(
            f"{compared.label(one.code).text(language)} {_told(one)}"
            + (f" {clear}" if one.clear else "")
            for one in drawn
        )

    if not drawn:
        return Sentence("그림 없음.", "No chart.")
    return Sentence(
        f"전년과의 차이를 나타낸 막대그래프. {words('ko')}.",
        f"Bar chart of differences from the year before. {words('en')}.",
    )
