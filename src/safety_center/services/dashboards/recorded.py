"""Since when this system has records: a 0 before that is true of the records, not of the world."""

from dataclasses import dataclass
from datetime import date

from safety_center.charts import Sentence
from safety_center.domain.statistics import Dimension
from safety_center.domain.vocabulary import Involvement
from safety_center.services.dashboards.counter import Counter, Need
from safety_center.services.dashboards.parameters import Parameters
from safety_center.services.dashboards.period import Period, month_text
from safety_center.stats.frames import UNKNOWN

#: Earlier than any incident that is recorded.
_EVER = date(1900, 1, 1)


@dataclass(frozen=True)
class Records:
    """`first`: first day of the first month in which anything was recorded; None without any record.

    Of the whole world and everybody, by the date basis and unit of the page.
    """

    first: date | None

    def reach(self, day: date) -> bool:
        """True where records had begun on a day."""
        return self.first is not None and self.first <= day

    def note(self, period: Period) -> Sentence | None:
        """What the period or the one before it lacks; None where both are whole, or nothing is recorded."""
        first, last = period.before
        if self.first is None or self.first <= first:
            return None
        begun, then = month_text(self.first), period.text_before()
        if period.last < self.first:
            return Sentence(
                f"이 시스템의 기록은 {begun.ko}부터 있습니다. 이 기간의 0은 기록이 없다는 뜻입니다.",
                f"This system's records begin in {begun.en}. In this period a 0 means no records.",
            )
        ko = f"이 시스템의 기록은 {begun.ko}부터 있습니다. 비교 기간({then.ko})"
        en = f"This system's records begin in {begun.en}. Of the period compared with ({then.en})"
        if self.reach(last):
            return Sentence(
                f"{ko}에는 그 앞의 수가 들어 있지 않습니다.",
                f"{en} what is earlier is not counted.",
            )
        return Sentence(
            f"{ko}의 0은 기록이 없다는 뜻이며, 사건·사고가 없었다는 뜻이 아닙니다.",
            f"{en} a 0 means no records, not that nothing happened.",
        )


NO_RECORDS = Records(None)


def find_records(counter: Counter, chosen: Parameters, today: date) -> Records:
    """Read from the cells of months; kept like every answer of the counter."""
    groups = tuple(one.value for one in Involvement) if chosen.involvement else ()
    filters = {"involvement": groups} if groups else {}
    month = Dimension.MONTH.value
    need = Need((_EVER, today), (month,), filters)
    months = [str(code) for code in counter.of_the_world().frame(need)[month]]
    known = sorted(code for code in months if code != UNKNOWN)
    return Records(date.fromisoformat(f"{known[0]}-01") if known else None)
