"""What a door hands over becomes a report, or everything that is wrong with it in one round."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from safety_center.domain.errors import InputRefused
from safety_center.domain.places import Places
from safety_center.domain.reports import ReportInput, understand_report
from safety_center.domain.understanding import in_model_order
from safety_center.services.intake.checks import check_understood


def read_report(values: Mapping[str, Any], places: Places, now: datetime) -> ReportInput:
    """The checked form of a report. Raises `InputRefused` with every error at its field, those of
    place, time and type included where the fields they follow from are right.

    Rules of places and clocks alone do not raise here: `submit_reports` applies them to every report.
    """
    known = understand_report(values)
    if known.model is not None and not known.errors:
        return known.model
    beyond = check_understood(known, places, now)
    wrong = {error.field for error in known.errors}
    errors = [*known.errors, *(error for error in beyond if error.field not in wrong)]
    raise InputRefused(in_model_order(ReportInput, errors))
