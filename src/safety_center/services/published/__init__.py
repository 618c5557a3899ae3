"""Published series: real and sourced, apart from the system's own numbers."""

from safety_center.services.published.lines import BASES, SERIES
from safety_center.services.published.points import name_basis, name_denominator
from safety_center.services.published.series import describe_series, published_series

__all__ = [
    "BASES",
    "SERIES",
    "describe_series",
    "name_basis",
    "name_denominator",
    "published_series",
]
