"""The ways to start, test and ship stay the ones the documents name."""

from __future__ import annotations

import re
import subprocess

import pytest

from tests.guards.tree import TOP, read_texts

_MAKEFILE = (TOP / "Makefile").read_text(encoding="utf-8")
_TARGETS = set(re.findall(r"^([a-z-]+):", _MAKEFILE, re.MULTILINE))


def test_make_help_explains_every_target_on_one_screen() -> None:
    answer = subprocess.run(
        ["make", "--no-print-directory", "help"],
        cwd=TOP,
        capture_output=True,
        text=True,
        check=True,
    )
    lines = answer.stdout.splitlines()
    assert {line.split()[1] for line in lines} == _TARGETS
    assert len(lines) <= 24


def test_ci_runs_what_everyone_runs() -> None:
    assert "\nmake test\n" in (TOP / ".ci" / "run").read_text(encoding="utf-8")


@pytest.mark.parametrize("document", ["README.md", "README.ko.md", "CONTRIBUTING.md"])
def test_documents_name_only_make_targets_that_exist(document: str) -> None:
    texts = dict(read_texts())
    named = set(re.findall(r"`make ([a-z-]+)", texts[document]))
    assert named <= _TARGETS
