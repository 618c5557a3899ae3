"""The table of operations: every address of the API, what it needs and what answers it."""

from safety_center.api import cases, reports, statistics
from safety_center.api.gate import Operation
from safety_center.domain.access import Permission

_CASE = "/cases/{number}"

OPERATIONS = (
    Operation(
        "POST",
        "/reports",
        reports.SUBMIT,
        reports.submit,
        Permission.REPORT_SUBMIT,
        together=reports.hand_in,
    ),
    Operation("GET", "/reports/{receipt}", "show_report", reports.show, Permission.REPORT_VIEW),
    Operation("GET", "/cases", "list_cases", cases.index, Permission.CASE_VIEW),
    Operation("GET", _CASE, "show_case", cases.show, Permission.CASE_VIEW),
    Operation(
        "PATCH", _CASE, "change_case", cases.change, Permission.CASE_CHANGE, conditional=True
    ),
    Operation("POST", f"{_CASE}/notes", "add_note", cases.note, Permission.CASE_CHANGE),
    Operation(
        "POST", f"{_CASE}/status", "take_step", cases.step, Permission.CASE_CHANGE, conditional=True
    ),
    Operation("GET", "/statistics", "count_persons", statistics.show, Permission.STATISTICS_VIEW),
    Operation(
        "GET",
        "/statistics/differences",
        "compare_figures",
        statistics.show_differences,
        Permission.STATISTICS_VIEW,
    ),
)
