"""Intake: a report comes in; it opens a case, joins one, or ends with advice or a refusal.

`submit_report` is the only way a case is made; `submit_reports` is the same function for many.
"""

from safety_center.services.intake.checks import check_report, warn_report
from safety_center.services.intake.joining import check_joined
from safety_center.services.intake.once import find_receipt, submit_once
from safety_center.services.intake.read import check_read, read_report
from safety_center.services.intake.submit import (
    Entry,
    Submitted,
    check_reports,
    submit_report,
    submit_reports,
)

__all__ = [
    "Entry",
    "Submitted",
    "check_joined",
    "check_read",
    "check_report",
    "check_reports",
    "find_receipt",
    "read_report",
    "submit_once",
    "submit_report",
    "submit_reports",
    "warn_report",
]
