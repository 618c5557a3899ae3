"""Sheets of reports: one row per person; rows of the same source and reference are one report."""

from safety_center.services.sheets.outcomes import SheetOutcome
from safety_center.services.sheets.read import SheetReport, open_sheet
from safety_center.services.sheets.rows import SheetError
from safety_center.services.sheets.store import check_sheet, import_sheet

__all__ = [
    "SheetError",
    "SheetOutcome",
    "SheetReport",
    "check_sheet",
    "import_sheet",
    "open_sheet",
]
