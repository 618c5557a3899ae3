"""The numbers: counting, keeping the cube equal to the line list, and writing figures out."""

from safety_center.services.statistics.counting import Figures, count
from safety_center.services.statistics.difference_export import write_differences
from safety_center.services.statistics.differences import Differences, diff
from safety_center.services.statistics.export import Form, write_figures
from safety_center.services.statistics.generations import build_cubes
from safety_center.services.statistics.labels import label_maps
from safety_center.services.statistics.links import list_filters
from safety_center.services.statistics.protection import Audience, make_mark, protect
from safety_center.services.statistics.refresh import rebuild_cube, refresh_cube
from safety_center.services.statistics.stock import count_open_stock
from safety_center.services.statistics.tables import FigureGrid, build_table, write_table
from safety_center.services.statistics.timeliness import Timeliness, measure_timeliness

__all__ = [
    "Audience",
    "Differences",
    "FigureGrid",
    "Figures",
    "Form",
    "Timeliness",
    "build_cubes",
    "build_table",
    "count",
    "count_open_stock",
    "diff",
    "label_maps",
    "list_filters",
    "make_mark",
    "measure_timeliness",
    "protect",
    "rebuild_cube",
    "refresh_cube",
    "write_differences",
    "write_figures",
    "write_table",
]
