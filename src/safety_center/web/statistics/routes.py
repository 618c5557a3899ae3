"""Addresses of statistics."""

from safety_center.domain.access import Permission
from safety_center.web.gate import Route
from safety_center.web.statistics import builder, differences

_VIEW = Permission.STATISTICS_VIEW

ROUTES = (
    Route("/statistics", "builder", builder.index, needs=_VIEW),
    Route("/statistics/table.csv", "table_csv", builder.csv_file, needs=_VIEW),
    Route("/statistics/table.xlsx", "table_xlsx", builder.xlsx_file, needs=_VIEW),
    Route("/statistics/differences", "differences", differences.index, needs=_VIEW),
    Route("/statistics/differences/list", "differences_list", differences.steps, needs=_VIEW),
    Route("/statistics/differences.csv", "differences_csv", differences.csv_file, needs=_VIEW),
)
