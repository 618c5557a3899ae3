"""A panel's numbers as CSV: first what they are, then the table."""

import csv
import io

from safety_center.charts import Sentence
from safety_center.documents.csv_cells import BYTE_ORDER_MARK
from safety_center.services.dashboards import DashboardView, PanelView
from safety_center.services.statistics.protection import Mark

#: Keeps signs together where lines break; a spreadsheet would show or search it.
_JOIN = "\u2060"
_FOR = Sentence("이용 범위", "For")
_WRITTEN = Sentence("작성", "Written")


def write_csv(view: DashboardView, panel: PanelView, language: str, mark: Mark) -> str:
    """`mark`: for whom, who fetched the file, when. Lines of two cells, an empty line, the table."""
    if panel.chart is None:
        raise ValueError(panel.panel.id)
    table = panel.chart.table
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([panel.panel.title.sentence.text(language), panel.chart.finding.text(language)])
    for term, value in panel.basis:
        writer.writerow([term.text(language), value.text(language)])
    for note in panel.chart.notes:
        writer.writerow(["", note.text(language)])
    written = f"{mark.written_by(language)}, {mark.written_at(language)}"
    writer.writerow([_FOR.text(language), mark.audience.label(language)])
    writer.writerow([_WRITTEN.text(language), written])
    writer.writerow([])
    writer.writerow([column.text for column in table.columns])
    for row in (*table.rows, *([table.total] if table.total else [])):
        writer.writerow([cell.raw for cell in row.cells])
    return BYTE_ORDER_MARK + text.getvalue().replace(_JOIN, "")
