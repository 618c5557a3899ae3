"""Rates per 100,000 and how two of them compare, with exact intervals.

A count is taken as Poisson given its exposure. One rate: Garwood (1936), from quantiles of the
gamma distribution. Two rates: the conditional exact interval, from quantiles of the beta
distribution (Clopper-Pearson on the share of the first count in both). Intervals contain the true
value in *at least* the share `confidence` of cases; they do not cover doubts about the exposure.
"""

import math
from dataclasses import dataclass

from scipy.special import betaincinv, gammaincinv

#: A rate of fewer counts than this moves much by chance alone.
UNSTABLE = 20
PER = 100_000
CONFIDENCE = 0.95


@dataclass(frozen=True)
class Rate:
    """`count` per `PER` of `exposure`; `low` and `high` are the limits of its interval."""

    count: int
    exposure: float
    value: float
    low: float
    high: float

    @property
    def unstable(self) -> bool:
        """True under 20: to be shown as such, and not to be ranked."""
        return self.count < UNSTABLE


@dataclass(frozen=True)
class RateRatio:
    """The first rate by the second. Without counts in the second only `low` is known."""

    value: float
    low: float
    high: float
    unstable: bool

    @property
    def change(self) -> tuple[float, float, float]:
        """Change in per cent with its limits: 0 is no change, -100 none left, `inf` unbounded."""
        value, low, high = (100 * (part - 1) for part in (self.value, self.low, self.high))
        return value, low, high

    @property
    def is_clear(self) -> bool:
        """True when the interval leaves out "no change"."""
        return self.low > 1 or self.high < 1


def measure_rate(count: int, exposure: float, confidence: float = CONFIDENCE) -> Rate:
    """Rate per 100,000 with its Garwood interval; the lower limit of a count of 0 is 0.

    Raises `ValueError` for a negative count or an exposure that is not positive.
    """
    _require(count, exposure, confidence)
    low, high = _poisson_limits(count, confidence)
    scale = PER / exposure
    return Rate(count, exposure, count * scale, low * scale, high * scale)


def compare_rates(
    count: int,
    exposure: float,
    count_before: int,
    exposure_before: float,
    confidence: float = CONFIDENCE,
) -> RateRatio:
    """The rate by the earlier one, with the conditional exact interval.

    Nothing counted before gives an infinite ratio with a lower limit only; nothing counted at all
    says nothing (`nan`, from 0 to infinity).
    """
    _require(count, exposure, confidence)
    _require(count_before, exposure_before, confidence)
    by = exposure_before / exposure
    tail = (1 - confidence) / 2
    value = math.inf if count else math.nan
    low, high = 0.0, math.inf
    if count:
        part, rest = _beta(count, count_before + 1, tail)
        low = part / rest * by
    if count_before:
        rest, part = _beta(count_before, count + 1, tail)
        value, high = count / count_before * by, part / rest * by
    return RateRatio(value, low, high, min(count, count_before) < UNSTABLE)


def _poisson_limits(count: int, confidence: float) -> tuple[float, float]:
    tail = (1 - confidence) / 2
    low = float(gammaincinv(count, tail)) if count else 0.0
    return low, float(gammaincinv(count + 1, 1 - tail))


def _beta(first: float, second: float, tail: float) -> tuple[float, float]:
    """The lower quantile and its complement, each computed by itself: both may be tiny."""
    return float(betaincinv(first, second, tail)), float(betaincinv(second, first, 1 - tail))


def _require(count: int, exposure: float, confidence: float) -> None:
    if count < 0 or not (0 < exposure < math.inf) or not (0 < confidence < 1):
        raise ValueError(f"count {count}, exposure {exposure}, confidence {confidence}")
