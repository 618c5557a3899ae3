"""Rates against reference values, and what must hold of every rate."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safety_center.stats.rates import PER, compare_rates, measure_rate

VECTORS = Path(__file__).parents[2] / "files" / "vectors"
COUNTS = st.integers(0, 5000)
EXPOSURES = st.floats(1, 1e9)


def read(name: str) -> list[dict[str, str]]:
    with (VECTORS / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_rates_and_their_limits_match_the_reference() -> None:
    rows = read("rates_single.csv")
    assert len(rows) == 279
    for row in rows:
        rate = measure_rate(int(row["count"]), float(row["exposure"]), float(row["conf"]))
        expected = [float(row["rate_per_100k"])]
        expected += [PER * float(row[name]) for name in ("garwood_lo", "garwood_hi")]
        assert [rate.value, rate.low, rate.high] == pytest.approx(expected, rel=1e-9), row


def test_ratios_and_changes_match_the_reference() -> None:
    rows = read("rate_ratio_yoy.csv")
    assert len(rows) == 54
    for row in rows:
        given_ = int(row["x1"]), float(row["t1"]), int(row["x0"]), float(row["t0"])
        ratio = compare_rates(*given_, float(row["conf"]))
        expected = [float(row[name]) for name in ("rate_ratio", "exact_lo", "exact_hi")]
        assert [ratio.value, ratio.low, ratio.high] == pytest.approx(expected, rel=1e-9), row
        changed = [float(row[f"pct_change{end}"]) for end in ("", "_exact_lo", "_exact_hi")]
        assert list(ratio.change) == pytest.approx(changed, rel=1e-9), row


def test_nothing_counted_has_a_rate_of_zero_and_an_upper_limit() -> None:
    rate = measure_rate(0, 100_000)
    assert (rate.value, rate.low) == (0, 0)
    assert rate.high == pytest.approx(3.6888794541139363)


def test_nothing_counted_before_leaves_a_lower_limit_only() -> None:
    ratio = compare_rates(8, 100_000, 0, 700_000)
    assert (ratio.value, ratio.high) == (math.inf, math.inf)
    assert ratio.low == pytest.approx(11.948794122763889)


def test_nothing_counted_at_all_says_nothing() -> None:
    ratio = compare_rates(0, 10, 0, 10)
    assert math.isnan(ratio.value)
    assert (ratio.low, ratio.high, ratio.is_clear) == (0, math.inf, False)


def test_fewer_than_twenty_is_unstable() -> None:
    assert measure_rate(19, 1000).unstable
    assert not measure_rate(20, 1000).unstable
    assert compare_rates(400, 1000, 19, 1000).unstable


@pytest.mark.parametrize(("count", "exposure"), [(-1, 10), (1, 0), (1, -5), (1, math.inf)])
def test_what_is_no_rate_is_refused(count: int, exposure: float) -> None:
    with pytest.raises(ValueError, match="exposure"):
        measure_rate(count, exposure)


@given(COUNTS, EXPOSURES)
def test_a_rate_lies_inside_its_interval_which_narrows_with_less_confidence(
    count: int, exposure: float
) -> None:
    wide, narrow = measure_rate(count, exposure, 0.99), measure_rate(count, exposure, 0.9)
    assert wide.low <= narrow.low <= narrow.value <= narrow.high <= wide.high
    assert count == 0 or wide.low > 0


@given(COUNTS, EXPOSURES, st.floats(0.001, 1000))
def test_a_rate_per_head_does_not_depend_on_the_unit_of_exposure(
    count: int, exposure: float, factor: float
) -> None:
    one, other = measure_rate(count, exposure), measure_rate(count, exposure * factor)
    assert one.high == pytest.approx(other.high * factor)


@given(COUNTS, EXPOSURES, st.integers(1, 5000), EXPOSURES)
def test_a_ratio_turned_around_has_the_limits_turned_around(
    count: int, exposure: float, before: int, exposure_before: float
) -> None:
    ratio = compare_rates(count, exposure, before, exposure_before)
    turned = compare_rates(before, exposure_before, count, exposure)
    assert ratio.low <= ratio.value <= ratio.high
    assert turned.low == pytest.approx(1 / ratio.high, rel=1e-6)
