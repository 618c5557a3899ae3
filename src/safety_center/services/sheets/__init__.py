"""Sheets of reports: one row per person; rows of the same source and reference are one report."""

from safety_center.services.sheets.read import (
    PERSON_PREFIX,
    SHEET_COLUMNS,
    SheetError,
    SheetReport,
    read_csv,
)
from safety_center.services.sheets.store import SheetOutcome, check_sheet, import_sheet

__all__ = [
    "PERSON_PREFIX",
    "SHEET_COLUMNS",
    "SheetError",
    "SheetOutcome",
    "SheetReport",
    "check_sheet",
    "import_sheet",
    "read_csv",
]
