"""What is recorded of awareness (안전의식): each fact with its source, and what nobody recorded says so."""

from collections.abc import Sequence
from dataclasses import dataclass

from safety_center.charts.chart import Chart
from safety_center.charts.sentences import NOTHING, Sentence, number
from safety_center.charts.table import Cell, ChartTable, Column, Row
from safety_center.charts.wording import Wording

NOT_RECORDED = Sentence("기록 없음", "not recorded")
_VARIOUS = Sentence("항목마다 다름", "as stated in each row")
_HEADS = (
    (Sentence("항목", "Measure"), False),
    (Sentence("시기", "When"), False),
    (Sentence("값", "Value"), True),
    (Sentence("단위", "Unit"), False),
    (Sentence("출처", "Source"), False),
)


@dataclass(frozen=True)
class Recorded:
    """One fact; without a value nothing was recorded. `about`: the value is approximate."""

    measure: Sentence
    when: Sentence
    value: int | None
    unit: Sentence = NOTHING
    source: Sentence = NOTHING
    about: bool = False


def build_awareness(
    facts: Sequence[Recorded], finding: Sentence, wording: Wording, title: Sentence
) -> Chart:
    """In the order given: real, published facts, none of this system's counts."""
    columns = tuple(Column(wording.say(head), numeric) for head, numeric in _HEADS)
    rows = tuple(_row(fact, wording) for fact in facts)
    return Chart(
        figure=None,
        table=ChartTable(wording.say(title), columns, rows),
        finding=finding,
        alternative=NOTHING,
        unit=_VARIOUS,
        is_published=True,
    )


def _row(fact: Recorded, wording: Wording) -> Row:
    value = Cell(wording.say(NOT_RECORDED))
    if fact.value is not None:
        about = wording.say(Sentence("약 ", "about ")) if fact.about else ""
        value = Cell(about + number(fact.value), fact.value)
    texts = (fact.measure, fact.when, fact.unit, fact.source)
    measure, when, unit, source = (Cell(wording.say(text) or "–") for text in texts)
    return Row((measure, when, value, unit, source))
