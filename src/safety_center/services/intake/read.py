"""What a door hands over becomes a report, or everything that is wrong with it in one round."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from safety_center.domain.errors import FieldError, InputRefused
from safety_center.domain.places import Places
from safety_center.domain.reports import ReportInput, understand_report
from safety_center.domain.understanding import Understood, in_model_order
from safety_center.domain.vocabulary import Disposition
from safety_center.services.intake.checks import check_understood

#: Given the number of a case to be joined: why it may not be.
CheckCase = Callable[[str], list[FieldError]]


def read_report(
    values: Mapping[str, Any], places: Places, now: datetime, check_case: CheckCase | None = None
) -> ReportInput:
    """The checked form of a report. Raises `InputRefused` with every error at its field, those of
    place, time, type and the case to be joined included where the fields they follow from are right.

    Rules of places, clocks and cases alone do not raise here: `submit_reports` applies them to every
    report.
    """
    known = understand_report(values)
    if known.model is not None and not known.errors:
        return known.model
    beyond = _check_beyond(known, places, now, check_case)
    wrong = {error.field for error in known.errors}
    errors = [*known.errors, *(error for error in beyond if error.field not in wrong)]
    raise InputRefused(in_model_order(ReportInput, errors))


def check_read(
    report: ReportInput, places: Places, now: datetime, check_case: CheckCase
) -> list[FieldError]:
    """The same of a report that was read without errors: for a door that found some of its own."""
    return _check_beyond(Understood(report), places, now, check_case)


def _check_beyond(
    known: Understood[ReportInput], places: Places, now: datetime, check_case: CheckCase | None
) -> list[FieldError]:
    return [*check_understood(known, places, now), *_check_joined(known, check_case)]


def _check_joined(known: Understood[ReportInput], check_case: CheckCase | None) -> list[FieldError]:
    report = known.model
    if report is None or check_case is None or not known.knows("disposition", "join_case_number"):
        return []
    if report.disposition is not Disposition.JOINED_CASE or report.join_case_number is None:
        return []
    return check_case(report.join_case_number)
