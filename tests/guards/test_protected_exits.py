"""No figure leaves the system without passing `protect`.

Read from the code: which public functions of the services give figures is told by their return
annotation; whoever calls one from a door, or hands its result to a document, must pass `protect`
in the same function or call a function that does.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from pathlib import Path

from tests.guards.tree import PACKAGE, list_modules

#: Types under which figures are handed on: a service that gives a new one names it here.
FIGURES = {
    "Figures",
    "Differences",
    "DashboardView",
    "Briefing",
    "RateTable",
    "RatedRows",
    "FigureTable",
    "DataFrame",
    "Stock",
    "Timeliness",
}
GUARDS = {"protect", "make_mark"}
_DOORS = ("web", "api", "cli", "jobs")
_SUBJECTS = ("statistics", "dashboards", "briefing")
Function = ast.FunctionDef | ast.AsyncFunctionDef


def _functions(tree: ast.Module) -> list[Function]:
    return [node for node in ast.walk(tree) if isinstance(node, Function)]


def _called(function: ast.AST) -> set[str]:
    """Names called inside, `a.b(c)` as `b`."""
    calls = [node.func for node in ast.walk(function) if isinstance(node, ast.Call)]
    named = {call.id for call in calls if isinstance(call, ast.Name)}
    return named | {call.attr for call in calls if isinstance(call, ast.Attribute)}


def _mentions(annotation: ast.expr | None) -> set[str]:
    if annotation is None:
        return set()
    named = [node for node in ast.walk(annotation) if isinstance(node, ast.Name | ast.Attribute)]
    return {node.id if isinstance(node, ast.Name) else node.attr for node in named}


def find_sources(modules: Iterable[ast.Module]) -> tuple[set[str], set[str]]:
    """Public functions that give figures without passing `protect`, and those that pass it."""
    raw, safe = set(), set()
    for tree in modules:
        for function in tree.body:
            if not isinstance(function, Function) or function.name.startswith("_"):
                continue
            if _called(function) & GUARDS:
                safe.add(function.name)
            elif _mentions(function.returns) & FIGURES:
                raw.add(function.name)
    return raw, safe


def find_unprotected(tree: ast.Module, raw: set[str], safe: set[str]) -> list[str]:
    """Functions that take figures and let them go: `name: source`."""
    found = []
    for function in _functions(tree):
        called = _called(function)
        taken = called & raw
        if taken and not called & (safe | GUARDS):
            found.append(f"{function.name}: {', '.join(sorted(taken))}")
    return found


def _read(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _services() -> list[Path]:
    folders = [PACKAGE / "services" / subject for subject in _SUBJECTS]
    return [path for path in list_modules() if set(folders) & {path.parent, *path.parents}]


def test_every_door_lets_figures_out_through_protect() -> None:
    raw, safe = find_sources(map(_read, _services()))
    assert {"count"} <= raw
    assert {"write_figures", "build_dashboard", "build_briefing"} <= safe
    doors = [path for path in list_modules() if path.relative_to(PACKAGE).parts[0] in _DOORS]
    found = {
        path.relative_to(PACKAGE).as_posix(): letting_go
        for path in doors
        if (letting_go := find_unprotected(_read(path), raw, safe))
    }
    assert found == {}, "let figures out through services.statistics.protect"


def test_every_service_that_writes_figures_into_a_document_passes_protect() -> None:
    raw, safe = find_sources(map(_read, _services()))
    writers = set()
    for path in _services():
        tree = _read(path)
        named = {
            alias.asname or alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
            and (node.module or "").startswith("safety_center.documents")
            for alias in node.names
        }
        drawn = {name for name in named if name.startswith(("write_", "render_"))}
        if drawn and not any(_called(function) & (safe | GUARDS) for function in _functions(tree)):
            writers.add(path.name)
    assert raw
    assert writers == set(), "let figures out through services.statistics.protect"


def test_the_guard_finds_an_exit_that_forgets() -> None:
    forgotten = ast.parse("def page(ctx):\n    return render(count(ctx, query).frame)\n")
    kept = ast.parse("def page(ctx):\n    return render(protect(count(ctx, query)).frame)\n")
    written = ast.parse("def file(ctx):\n    return write_figures(ctx, count(ctx, query))\n")
    found = [find_unprotected(tree, {"count"}, {"write_figures"}) for tree in (forgotten, kept)]
    assert found == [["page: count"], []]
    assert find_unprotected(written, {"count"}, {"write_figures"}) == []


def test_a_new_source_is_found_by_what_it_gives() -> None:
    service = ast.parse("def measure(ctx) -> pd.DataFrame:\n    return fetch(ctx)\n")
    assert find_sources([service]) == ({"measure"}, set())
