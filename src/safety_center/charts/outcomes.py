"""Stacked bars by month: what became of reports, and of hand-overs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from safety_center.charts.chart import Address, Chart, figure, marks
from safety_center.charts.month_axis import bars_by_month, month_cell, month_names
from safety_center.charts.palette import AMBER, BLUE, CLEAR, ROSE, SLATE
from safety_center.charts.sentences import CASES, Sentence, number, share
from safety_center.charts.table import Cell, ChartTable, Row, head_columns, linked
from safety_center.charts.wording import Wording

ALL = "all"
_MONTH, _ALL = Sentence("월", "Month"), Sentence("합계", "All")
_HUES = (BLUE, AMBER, ROSE, SLATE)
#: Hue is never alone: each outcome has its strokes, too.
_STROKES = ("", "/", ".", "x")


@dataclass(frozen=True)
class Outcomes:
    """Numbers by month (`2026-01`) and outcome; `labels` name the outcomes in their order."""

    months: Sequence[str]
    labels: Mapping[str, Sentence]
    counts: Mapping[tuple[str, str], int]

    def of(self, month: str, outcome: str) -> int:
        """One cell; `ALL` for every outcome."""
        if outcome == ALL:
            return sum(self.of(month, each) for each in self.labels)
        return self.counts.get((month, outcome), 0)

    def total(self, outcome: str = ALL) -> int:
        """Of all months."""
        return sum(self.of(month, outcome) for month in self.months)


def build_outcomes(
    outcomes: Outcomes,
    finding: Sentence,
    wording: Wording,
    caption: Sentence,
    address: Address,
    notes: tuple[Sentence, ...] = (),
    unit: Sentence = CASES,
) -> Chart:
    """A bar per month, parted by outcome; the table adds them up."""
    drawn = outcomes.total() > 0
    return Chart(
        figure=_picture(outcomes, wording, address) if drawn else None,
        table=_table(outcomes, wording, caption, address),
        finding=finding,
        alternative=_alternative(outcomes),
        key=_key(outcomes),
        notes=notes,
        unit=unit,
    )


def tell_parts(outcomes: Outcomes) -> Sentence:
    """`사건·사고 등록 312건(62%), 안내 후 종료 190건(38%)`: outcomes that happened, in their order."""
    whole, found = outcomes.total(), []
    for outcome, label in outcomes.labels.items():
        count = outcomes.total(outcome)
        if count:
            part = share(count, whole)
            found.append(
                Sentence(
                    f"{label.ko} {number(count)}건{part.ko}",
                    f"{label.en} {number(count)}{part.en}",
                )
            )
    return Sentence(", ".join(each.ko for each in found), ", ".join(each.en for each in found))


def _key(outcomes: Outcomes) -> Sentence:
    strokes = (("채움", "solid"), ("빗금", "strokes"), ("점", "dots"), ("격자", "lattice"))
    pairs = list(zip(outcomes.labels.values(), strokes, strict=False))
    return Sentence(
        "아래부터 " + ", ".join(f"{label.ko}({ko})" for label, (ko, _) in pairs),
        "From below: " + ", ".join(f"{label.en} ({en})" for label, (_, en) in pairs),
    )


def _picture(outcomes: Outcomes, wording: Wording, address: Address) -> dict[str, Any]:
    months = list(outcomes.months)
    names = month_names(months, wording.language)
    data = []
    for (outcome, label), hue, stroke in zip(
        outcomes.labels.items(), _HUES, _STROKES, strict=False
    ):
        pattern = {"shape": stroke, "fgcolor": hue, "bgcolor": CLEAR, "size": 6, "solidity": 0.35}
        data.append(
            {
                "type": "bar",
                "name": wording.say(label),
                "x": names,
                "y": [outcomes.of(month, outcome) for month in months],
                "marker": {
                    "color": hue if not stroke else CLEAR,
                    "line": {"color": hue, "width": 1},
                    **({"pattern": pattern} if stroke else {}),
                },
                "customdata": marks([address(month, outcome) for month in months]),
                "hovertemplate": f"%{{x}}<br>{wording.say(label)} %{{y:,}}<extra></extra>",
            }
        )
    return figure(wording, data, bars_by_month(months, wording.language, "stack"))


def _table(outcomes: Outcomes, wording: Wording, caption: Sentence, address: Address) -> ChartTable:
    columns = head_columns(wording, _MONTH, _ALL, *outcomes.labels.values())
    names = (ALL, *outcomes.labels)
    rows = tuple(
        Row(
            (
                month_cell(month, wording.language),
                *(linked(outcomes.of(month, name), address(month, name)) for name in names),
            )
        )
        for month in reversed(outcomes.months)
    )
    sums = (linked(outcomes.total(name), address("", name)) for name in names)
    total = Row((Cell(wording.say(_ALL)), *sums)) if rows else None
    return ChartTable(wording.say(caption), columns, rows, total)


def _alternative(outcomes: Outcomes) -> Sentence:
    parts = tell_parts(outcomes)
    return Sentence(
        f"월별 누적 막대그래프. 합계: {parts.ko}.", f"Stacked bars by month. In all: {parts.en}."
    )
