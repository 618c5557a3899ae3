"""The benchmarks do what they are timed for: every one at its smallest, its checks and not its times."""

from __future__ import annotations

import os
from argparse import Namespace
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from benchmarks.__main__ import BENCHMARKS, run
from benchmarks.databases import SYSTEMS
from benchmarks.harness import Finding, Times, WrongResult, alternate, require_equal, table
from tools.chromium import find_headless

#: Each server takes seconds to start: one database system shows that these do what they say.
_ON = {"writes": ["postgresql"], "rebuild": ["sqlite"], "pages": ["sqlite"]}


#: They start servers and wait for them: before a change lands, not at every commit.
_SERVERS = {"writes", "rebuild", "cube", "pages"}
_LANDING = pytest.mark.skipif("CI" not in os.environ, reason="starts servers; run where CI is set")


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=_LANDING if n in _SERVERS else ()) for n in BENCHMARKS]
)
def test_a_benchmark_stores_and_finds_what_it_says(
    name: str, postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHROMIUM", find_headless() or "")
    chosen = Namespace(
        only=[name],
        size={name: 0},
        rounds=1,
        databases=_ON.get(name, list(SYSTEMS)),
        folder=tmp_path,
        postgresql=postgres_url,
    )
    # A browser cannot be driven from where the browser tests' own one still waits.
    with ThreadPoolExecutor(max_workers=1) as beside:
        findings = beside.submit(lambda: list(run(chosen))).result()
    assert findings
    assert all(finding.ratio > 0 for finding in findings)


def test_a_wrong_result_stops_the_benchmark() -> None:
    with pytest.raises(WrongResult, match="rows: 9 instead of 10"):
        require_equal("rows", 9, 10)


def test_variants_take_turns_and_change_their_order() -> None:
    order: list[str] = []

    def variant(name: str) -> float:
        order.append(name)
        return 1.0

    times = alternate({"ours": lambda: variant("ours"), "other": lambda: variant("other")}, 2)
    assert order == ["ours", "other", "other", "ours"]
    assert times["ours"].seconds == [1.0, 1.0]


def test_a_ratio_is_held_against_its_target() -> None:
    rows = [
        Finding("import", "1 s", "4 s", 4.0, 3.0),
        Finding("page", "9 ms", "1 ms", 9.0, 5.0, at_most=True),
        Finding("beside", "1", "1", 1.0),
    ]
    assert [row.verdict for row in rows] == ["met", "MISSED", ""]
    assert "| ≥ 3× " in table(rows)


def test_the_median_run_stands_between_the_fastest_and_the_slowest() -> None:
    times = Times([0.003, 0.001, 0.002])
    assert times.describe("ms") == "2 (1–3) ms"
    assert times.percentile(0.99) == 0.003
