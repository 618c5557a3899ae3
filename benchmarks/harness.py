"""Running variants in turn, and saying what was measured: median, spread, ratio, target."""

import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path


class WrongResult(Exception):
    """A run did not do what it was timed for; no figure is printed then."""


def require_equal(what: str, found: object, wanted: object) -> None:
    """Raise `WrongResult` unless both are the same."""
    if found != wanted:
        raise WrongResult(f"{what}: {found!r} instead of {wanted!r}")


@dataclass
class Times:
    """Seconds of several runs of one variant."""

    seconds: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        """The middle run."""
        return statistics.median(self.seconds)

    def percentile(self, share: float) -> float:
        """The run that `share` of all are not slower than (nearest rank)."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    def describe(self, unit: str) -> str:
        """`median (min-max) unit` in seconds or milliseconds."""
        factor = 1000 if unit == "ms" else 1
        low, middle, high = (
            f"{value * factor:.3g}" for value in (min(self.seconds), self.median, max(self.seconds))
        )
        return f"{middle} ({low}–{high}) {unit}"


@dataclass(frozen=True)
class Finding:
    """One line of the table. `ratio` is how much better ours is, or (`at_most`) how much worse."""

    what: str
    ours: str
    other: str
    ratio: float
    target: float | None = None
    at_most: bool = False
    note: str = ""

    @property
    def verdict(self) -> str:
        """`met`, `missed`, or nothing where there is no target."""
        if self.target is None:
            return ""
        met = self.ratio <= self.target if self.at_most else self.ratio >= self.target
        return "met" if met else "MISSED"

    @property
    def wanted(self) -> str:
        """The target as written in the table."""
        if self.target is None:
            return ""
        return f"{'≤' if self.at_most else '≥'} {self.target:g}×"


def alternate(variants: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, Times]:
    """Run every variant once per round, in turning order: what slows the machine slows all alike.

    A variant prepares itself, and returns the seconds of what is measured (see `measure`).
    """
    times = {name: Times() for name in variants}
    names = list(variants)
    for number in range(rounds):
        for name in names if number % 2 == 0 else reversed(names):
            times[name].seconds.append(variants[name]())
    return times


def measure(act: Callable[[], None]) -> float:
    """Seconds that one call takes."""
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def progress(text: str) -> None:
    """Say what is being done, beside the table."""
    print(f"  {datetime.now(UTC):%H:%M:%S} {text}", file=sys.stderr, flush=True)


def describe_conditions() -> str:
    """Date, machine and load: single figures mean little without them."""
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC · {_processor()}, {os.cpu_count()} cores · "
        f"{platform.system()} {platform.release()} · Python {platform.python_version()} · "
        f"load average before: {load}"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def table(findings: list[Finding]) -> str:
    """The findings as a Markdown table."""
    rows = [("measured", "ours", "beside", "ratio", "target", "", "remarks")]
    rows += [
        (f.what, f.ours, f.other, f"{f.ratio:.3g}×", f.wanted, f.verdict, f.note) for f in findings
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["| " + " | ".join(map(str.ljust, row, widths)) + " |" for row in rows]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)
