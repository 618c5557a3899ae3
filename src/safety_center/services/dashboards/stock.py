"""The panel of open cases at the end of each month."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from safety_center.charts import Sentence
from safety_center.charts.stock import CLOSED, OPEN, OPENED, Month, build_stock
from safety_center.domain.statistics import Dimension, StatisticsQuery
from safety_center.services.dashboards.case_questions import case_basis, case_query, flat_filters
from safety_center.services.dashboards.declaration import Panel
from safety_center.services.dashboards.scope import PageScope
from safety_center.services.dashboards.view import ListAddress, PanelView
from safety_center.services.statistics import count, count_open_stock
from safety_center.services.statistics.links import list_filters
from safety_center.stats.frames import COUNT

_STOCK_RULE = (
    Sentence("처리 중", "Open"),
    Sentence(
        "그날(서울)까지 접수한 건에서 그날까지 종결한 건을 뺀 수. 재개한 건은 계속 처리 중이던 것으로 셈",
        "Received up to that Seoul day minus closed up to it; a case reopened counts as open throughout",
    ),
)


def build_stock_panel(scope: PageScope, panel: Panel) -> PanelView:
    """Months of the chosen year and the one before: opened, closed, and open at each end."""
    ctx, chosen = scope.ctx, scope.chosen
    ends = _month_ends(chosen.period.year, ctx.today)
    query = case_query(chosen, panel, (Dimension.MONTH.value,), ends)
    figures = count(ctx, query)
    opened = dict(zip(figures.frame["month"], figures.frame[COUNT], strict=True))
    before = ends[0].replace(day=1) - timedelta(days=1)
    stock = count_open_stock(ctx, case_query(chosen, panel, (), ends), [before, *ends])
    months = _months(ends, opened, [int(number) for number in stock.frame[COUNT]], ctx.today)
    lists = _stock_lists(query, ends, scope.address)
    chart = build_stock(months, scope.wording, panel.title.sentence, lists)
    basis = case_basis(ctx, chosen, stock.as_of, _STOCK_RULE)
    return PanelView(panel, chart, basis=basis)


def _month_ends(year: int, today: date) -> list[date]:
    months = [(of, month) for of in (year - 1, year) for month in range(1, 13)]
    ends = [date(of, month, monthrange(of, month)[1]) for of, month in months]
    return [min(end, today) for end in ends if end.replace(day=1) <= today]


def _months(
    ends: Sequence[date], opened: Mapping[str, int], stock: Sequence[int], today: date
) -> list[Month]:
    """Closed is what the stock did not keep of what was opened."""
    months = []
    for end, before, after in zip(ends, stock[:-1], stock[1:], strict=True):
        code = f"{end:%Y-%m}"
        new = int(opened.get(code, 0))
        running = end == today and end.day < monthrange(end.year, end.month)[1]
        months.append(Month(code, new, before + new - after, after, running))
    return months


def _stock_lists(query: StatisticsQuery, ends: Sequence[date], address: ListAddress) -> Any:
    last_days = {f"{end:%Y-%m}": end for end in ends}
    general = {
        name: value
        for name, value in flat_filters(list_filters(query, {})).items()
        if name not in ("basis", "from", "to")
    }

    def listed(month: str, column: str) -> str | None:
        last = last_days[month]
        first = last.replace(day=1)
        asked = {
            OPENED: {"basis": "reported", "from": first.isoformat(), "to": last.isoformat()},
            CLOSED: {"closed_from": first.isoformat(), "closed_to": last.isoformat()},
            OPEN: {"open_on": last.isoformat()},
        }
        return address({**general, **asked[column]})

    return listed
