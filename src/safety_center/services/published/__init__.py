"""Published series: real and sourced, apart from the system's own numbers."""

from safety_center.services.published.lines import SERIES
from safety_center.services.published.series import describe_series, published_series

__all__ = ["SERIES", "describe_series", "published_series"]
