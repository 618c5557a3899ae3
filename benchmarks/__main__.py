"""`python -m benchmarks`: run the benchmarks, print one table. See `benchmarks/README.md`."""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from benchmarks import (
    bench_cube,
    bench_import,
    bench_lists,
    bench_pages,
    bench_rebuild,
    bench_writes,
)
from benchmarks.databases import SYSTEMS, Place
from benchmarks.harness import Finding, describe_conditions, progress, table

BENCHMARKS: dict[str, ModuleType] = {
    "import": bench_import,
    "lists": bench_lists,
    "writes": bench_writes,
    "rebuild": bench_rebuild,
    "cube": bench_cube,
    "pages": bench_pages,
}
#: Share of the full size where none is told: all of it together fits a quarter of an hour.
_USUAL = {"import": 0.2, "lists": 0.3, "writes": 1.0, "rebuild": 0.3, "cube": 0.1, "pages": 0.1}
_SMALLEST = {
    "import": 20,
    "lists": 200,
    "writes": 16,
    "rebuild": 300,
    "cube": 4_000,
    "pages": 4_000,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what is asked for; 1 when a target is missed, which says little on a busy machine."""
    chosen = _parse(arguments)
    conditions = describe_conditions()
    findings = run(chosen)
    size = "usual sizes" if chosen.size is None else f"size {chosen.size:g}"
    print(f"\n{conditions}\n{size}, rounds {chosen.rounds}\n\n{table(findings)}")
    return 1 if any(finding.verdict == "MISSED" for finding in findings) else 0


def run(chosen: argparse.Namespace) -> list[Finding]:
    """The findings of the benchmarks chosen; what is made for one run only is removed."""
    chosen.folder.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix="run-", dir=chosen.folder))
    place = Place(chosen.folder.resolve(), scratch.resolve(), chosen.postgresql)
    findings: list[Finding] = []
    try:
        for name in chosen.only:
            module = BENCHMARKS[name]
            share = _USUAL[name] if chosen.size is None else chosen.size
            size = max(_SMALLEST[name], int(module.FULL_SIZE * share))
            for finding in module.run(place, chosen.databases, size, chosen.rounds):
                progress(f"{finding.what}: {finding.ratio:.3g}× {finding.verdict}")
                findings.append(finding)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return findings


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", type=_names, default=list(BENCHMARKS), help="import,lists,…")
    parser.add_argument("--size", type=float, help="share of the full sizes (1: all)")
    parser.add_argument("--rounds", type=int, default=2, help="runs of each side, in turns")
    parser.add_argument("--databases", type=_systems, default=list(SYSTEMS))
    parser.add_argument("--folder", type=Path, default=Path("var/bench"), help="what is kept")
    parser.add_argument("--postgresql", default=os.environ.get("BENCH_POSTGRESQL"), help="URL")
    return parser.parse_args(arguments)


def _names(text: str) -> list[str]:
    return _known(text, tuple(BENCHMARKS))


def _systems(text: str) -> list[str]:
    return _known(text, SYSTEMS)


def _known(text: str, known: Sequence[str]) -> list[str]:
    names = text.split(",")
    if unknown := [name for name in names if name not in known]:
        raise argparse.ArgumentTypeError(f"{', '.join(unknown)}: choose among {', '.join(known)}")
    return names


if __name__ == "__main__":
    sys.exit(main())
