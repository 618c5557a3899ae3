"""The table of operations: every address of the API, what it needs and what answers it."""

from safety_center.api import reports
from safety_center.api.gate import Operation
from safety_center.domain.access import Permission

OPERATIONS = (
    Operation("POST", "/reports", "submit_report", reports.submit, Permission.REPORT_SUBMIT),
)
