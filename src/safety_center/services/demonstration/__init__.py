"""The demonstration: synthetic data, seeded, calibrated on the published totals (docs/demonstration.md).

시연용 가상 데이터 · 실제 사건이 아닙니다.
"""

from safety_center.services.demonstration.make import (
    DemonstrationSummary,
    is_of_this_version,
    make_demonstration,
)
from safety_center.services.demonstration.staff import demonstration_accounts

__all__ = [
    "DemonstrationSummary",
    "demonstration_accounts",
    "is_of_this_version",
    "make_demonstration",
]
