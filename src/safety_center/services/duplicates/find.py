"""Which cases a report may be about: candidates by place, days and keyed hashes, weighed by reasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from safety_center.domain.likeness import Reason
from safety_center.domain.reports import ReportInput
from safety_center.domain.vocabulary import CaseStatus
from safety_center.services.context import Context


@dataclass(frozen=True)
class Compared:
    """One comparable value on both sides, masked: a field's name, here and there."""

    field: str
    here: str
    there: str
    agrees: bool


@dataclass(frozen=True)
class Likeness:
    """A case that may be the same. Outside one's reach only what stands without a default shows."""

    case_number: str
    mission_code: str | None
    incident_type: str
    received_on: date
    reasons: tuple[Reason, ...]
    in_reach: bool
    weight: int = 0
    status: CaseStatus | None = None
    received_at: datetime | None = None
    country_code: str | None = None
    city: str | None = None
    compared: tuple[Compared, ...] = ()
    merged_into: str | None = None


def find_likely_duplicates(
    ctx: Context, reports: Sequence[ReportInput]
) -> list[tuple[Likeness, ...]]:
    """Likely duplicates of each report in the order given, the weightiest first."""
    return [() for _ in reports]
