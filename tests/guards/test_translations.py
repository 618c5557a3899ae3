"""Every Korean sentence has its English, and the compiled catalog is the one that is read."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from tests.guards.tree import PACKAGE, TOP

_CATALOG = PACKAGE / "translations" / "en" / "LC_MESSAGES" / "messages.po"
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


@pytest.fixture(scope="module")
def english() -> Catalog:
    with _CATALOG.open("rb") as file:
        return read_po(file, locale="en")


def _extract(target: Path) -> Catalog:
    """With the words of `make translations`, so that both see the same sentences."""
    makefile = (TOP / "Makefile").read_text(encoding="utf-8").replace("\\\n", "")
    options = re.search(r"^EXTRACT = \S+ -q (.*)$", makefile, re.MULTILINE)
    assert options
    program = str(Path(sys.executable).with_name("pybabel"))
    command = [program, "-q", *options[1].split(), "--output", str(target), str(PACKAGE)]
    subprocess.run(command, cwd=TOP, check=True, capture_output=True)
    with target.open("rb") as file:
        return read_po(file)


def _join(text: str | tuple[str, ...] | list[str]) -> str:
    return text if isinstance(text, str) else "\n".join(text)


def test_every_sentence_has_its_english(english: Catalog, tmp_path: Path) -> None:
    missing = [
        message.id
        for message in _extract(tmp_path / "messages.pot")
        if message.id and not ((known := english.get(message.id)) and _join(known.string).strip())
    ]
    assert missing == [], "run `make translations` and fill in the English"


def test_no_sentence_leaves_the_particle_to_the_reader(tmp_path: Path) -> None:
    """Neither 은(는) nor a particle behind a value, which would fit only some values."""
    doubtful = re.compile(
        r"[은는이가을를와과]\([은는이가을를와과]\)|\(으\)로|\)[sd](은|는|이|가|을|를|와|과|로|으로)(?![가-힣])"
    )
    said = [_join(message.id) for message in _extract(tmp_path / "messages.pot") if message.id]
    found = [sentence for sentence in said if doubtful.search(sentence)]
    assert found == [], "word these so that no particle follows a value"


def test_english_keeps_the_places_for_values(english: Catalog) -> None:
    lost = [
        message.id
        for message in english
        if message.id
        and set(_PLACEHOLDER.findall(_join(message.id)))
        != set(_PLACEHOLDER.findall(_join(message.string)))
    ]
    assert lost == [], "the English of these has other %(places)s than the Korean: messages.po"


def test_no_english_sentence_is_left_in_korean(english: Catalog) -> None:
    """A Korean term may stand in brackets behind its English, and 한국어 is called what it is."""
    texts = [re.sub(r"\([^)]*\)", "", _join(message.string)) for message in english]
    found = [text for text in texts if re.search("[가-힣]", text.replace("한국어", ""))]
    assert found == [], "write these in English in messages.po, then `make translations`"


def test_the_catalog_is_compiled(english: Catalog) -> None:
    compiled = io.BytesIO()
    write_mo(compiled, english)
    message = "run `make translations`"
    assert _CATALOG.with_suffix(".mo").read_bytes() == compiled.getvalue(), message
