"""`python -m benchmarks`: run the benchmarks, print one table. See `benchmarks/README.md`."""

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
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
from benchmarks.harness import Finding, WrongResult, describe_conditions, progress, table

BENCHMARKS: dict[str, ModuleType] = {
    "import": bench_import,
    "lists": bench_lists,
    "writes": bench_writes,
    "rebuild": bench_rebuild,
    "cube": bench_cube,
    "pages": bench_pages,
}
#: Share of the full size where none is told.
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
    findings: list[Finding] = []
    begun = time.monotonic()
    wrong = ""
    try:
        for finding in run(chosen):
            progress(f"{finding.what}: {finding.ratio:.3g}× {finding.verdict}")
            findings.append(finding)
    except WrongResult as result:  # what was measured before it still counts
        wrong = f"\nWRONG RESULT, the rest was not run: {result}"
    sizes = ", ".join(f"{name}={chosen.size[name]:g}" for name in chosen.only)
    minutes = (time.monotonic() - begun) / 60
    ran = f"--size {sizes} · rounds {chosen.rounds} · {minutes:.0f} minutes"
    print(f"\n{conditions}\n{ran}\n\n{table(findings)}{wrong}")
    return 1 if wrong or any(finding.verdict == "MISSED" for finding in findings) else 0


def run(chosen: argparse.Namespace) -> Iterator[Finding]:
    """The findings of the benchmarks chosen; what is made for one run only is removed."""
    chosen.folder.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix="run-", dir=chosen.folder))
    place = Place(chosen.folder.resolve(), scratch.resolve(), chosen.postgresql)
    try:
        for name in chosen.only:
            module = BENCHMARKS[name]
            size = max(_SMALLEST[name], int(module.FULL_SIZE * chosen.size[name]))
            yield from module.run(place, chosen.databases, size, chosen.rounds)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", type=_names, default=list(BENCHMARKS), help="import,lists,…")
    parser.add_argument(
        "--size", type=_sizes, default=_USUAL, help="share of the full: 1, lists=1,…"
    )
    parser.add_argument("--rounds", type=int, default=2, help="runs of each side, in turns")
    parser.add_argument("--databases", type=_systems, default=list(SYSTEMS))
    parser.add_argument("--folder", type=Path, default=Path("var/bench"), help="what is kept")
    parser.add_argument("--postgresql", default=os.environ.get("BENCH_POSTGRESQL"), help="URL")
    return parser.parse_args(arguments)


def _names(text: str) -> list[str]:
    return _known(text, tuple(BENCHMARKS))


def _systems(text: str) -> list[str]:
    return _known(text, SYSTEMS)


def _sizes(text: str) -> dict[str, float]:
    """One share for all, or shares of some beside the usual ones of the rest."""
    if "=" not in text:
        return dict.fromkeys(BENCHMARKS, float(text))
    told = dict(part.split("=", 1) for part in text.split(","))
    _names(",".join(told))
    return {**_USUAL, **{name: float(share) for name, share in told.items()}}


def _known(text: str, known: Sequence[str]) -> list[str]:
    names = text.split(",")
    if unknown := [name for name in names if name not in known]:
        raise argparse.ArgumentTypeError(f"{', '.join(unknown)}: choose among {', '.join(known)}")
    return names


if __name__ == "__main__":
    sys.exit(main())
