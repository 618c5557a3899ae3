"""Promises of the session as a list: who owes what until when, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from safety_center.charts.chart import Chart
from safety_center.charts.sentences import NOTHING, Sentence
from safety_center.charts.table import Cell, ChartTable, Column, Row
from safety_center.charts.wording import Wording
from safety_center.domain.periods import format_date

PROMISES = Sentence("건", "promises")
_NONE = "–"
#: The last says whether cells stay in one line.
_HEADS = (
    (Sentence("질문", "Question"), False),
    (Sentence("담당 기관", "Unit in charge"), False),
    (Sentence("기한", "Due"), True),
    (Sentence("상태", "State"), True),
    (Sentence("이행 결과", "Outcome"), False),
    (Sentence("질문한 기관", "Asked by"), False),
)


@dataclass(frozen=True)
class Promised:
    """A promise as the session reads it; `days` until it is due, below zero when overdue."""

    question: str
    owner: Sentence
    asked_by: Sentence | None
    due_on: date
    done: bool
    days: int
    outcome: str | None
    href: str | None = None

    @property
    def overdue(self) -> bool:
        """Open past its day."""
        return not self.done and self.days < 0


def build_promises(
    found: Sequence[Promised], year: int, wording: Wording, title: Sentence
) -> Chart:
    """In the order given; `year` of the session."""
    columns = tuple(Column(wording.say(head), numeric=False, whole=whole) for head, whole in _HEADS)
    rows = tuple(_row(each, wording) for each in found)
    return Chart(
        figure=None,
        table=ChartTable(wording.say(title), columns, rows),
        finding=_finding(found, year),
        alternative=NOTHING,
        unit=PROMISES,
    )


def _row(each: Promised, wording: Wording) -> Row:
    asked = wording.say(each.asked_by) if each.asked_by else _NONE
    return Row(
        (
            Cell(each.question, href=each.href, written=True),
            Cell(wording.say(each.owner)),
            Cell(format_date(each.due_on, wording.language)),
            Cell(wording.say(_state(each)), marked=each.overdue),
            Cell(each.outcome, written=True) if each.outcome else Cell(_NONE),
            Cell(asked),
        )
    )


def _state(each: Promised) -> Sentence:
    if each.done:
        return Sentence("이행 완료", "done")
    if each.days < 0:
        late = -each.days
        return Sentence(f"기한 {late}일 지남", f"{late} day{'' if late == 1 else 's'} overdue")
    if each.days == 0:
        return Sentence("오늘이 기한", "due today")
    left = "day" if each.days == 1 else "days"
    return Sentence(f"{each.days}일 남음", f"{each.days} {left} left")


def _finding(found: Sequence[Promised], year: int) -> Sentence:
    if not found:
        return Sentence(
            f"{year}년 회의에서 적은 약속이 아직 없다",
            f"No promise was taken down at the session of {year} yet",
        )
    done = sum(each.done for each in found)
    late = sum(each.overdue for each in found)
    parts_ko, parts_en = [f"{done}건을 이행했다"], [f"{done} done"]
    if late:
        parts_ko = [f"{done}건을 이행했고 {late}건은 기한이 지났다"]
        parts_en.append(f"{late} overdue")
    whole = f"{len(found)} promise{'' if len(found) == 1 else 's'}"
    return Sentence(
        f"{year}년 회의의 약속 {len(found)}건 가운데 {parts_ko[0]}",
        f"Session of {year}: {whole}, {', '.join(parts_en)}",
    )
