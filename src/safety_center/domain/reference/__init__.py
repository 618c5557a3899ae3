"""Reference data: places, missions, denominators and published figures, as files of `data/`."""

from safety_center.domain.reference.files import (
    REFERENCE_FILES,
    ReferenceDataError,
    ReferenceFile,
    RowError,
    check_row,
)
from safety_center.domain.reference.terms import (
    NO_REGION,
    WORLD,
    CoverageKind,
    ExposureMeasure,
    MissionStatus,
    MissionType,
    NameStatus,
    PlaceKind,
    Trust,
    order_of_choice,
)

__all__ = [
    "NO_REGION",
    "REFERENCE_FILES",
    "WORLD",
    "CoverageKind",
    "ExposureMeasure",
    "MissionStatus",
    "MissionType",
    "NameStatus",
    "PlaceKind",
    "ReferenceDataError",
    "ReferenceFile",
    "RowError",
    "Trust",
    "check_row",
    "order_of_choice",
]
