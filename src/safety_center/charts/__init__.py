"""Figures: a checked frame in, a Plotly figure as plain dicts, its table and its sentence out.

Pure: no database, clock or web server. Every builder takes codes with their labels, so that the
names of places come from the reference tables alone.
"""

from safety_center.charts.chart import Chart
from safety_center.charts.sentences import Sentence
from safety_center.charts.table import Cell, ChartTable, Column, Row
from safety_center.charts.wording import Wording

__all__ = ["Cell", "Chart", "ChartTable", "Column", "Row", "Sentence", "Wording"]
