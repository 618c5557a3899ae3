"""The OpenAPI document is true: schemathesis, with every check, against the running application."""

from __future__ import annotations

import json
import logging
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from werkzeug.serving import make_server

from safety_center.api import records, shapes
from safety_center.app import create_app
from safety_center.domain.cases import NoteInput
from safety_center.services.installation import Installation
from safety_center.services.statistics import refresh_cube
from tests.functional.caller import Caller

_FOLDER = Path(__file__).parent / "schemathesis"
#: Every code of a list is a case of its own; of each list a few will do.
_MOST_CODES = 3
_SENT = ("Report", "ReportPerson", "CaseChange", "CaseChangePerson", "Step", "Note")
_EXAMPLES = 4
_SECONDS = 900


@pytest.fixture
def address(sqlite_installation: Installation, caplog: pytest.LogCaptureFixture) -> Iterator[str]:
    """Where the application listens, pages and all."""
    for name in ("werkzeug", "safety_center.access"):  # a line per request, kept by pytest
        caplog.set_level(logging.ERROR, name)
    app = create_app(installation=sqlite_installation)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.slow
def test_schemathesis_finds_nothing_with_every_check(
    sqlite_installation: Installation, address: str, tmp_path: Path
) -> None:
    caller = Caller(sqlite_installation)
    numbers = caller.submit(persons=[{"name_hangul": "홍길동"}])
    text = (_FOLDER / "schemathesis.toml").read_text("utf-8")
    for name in ("case_number", "receipt_number"):
        text = text.replace(f"<{name}>", numbers[name])
    (tmp_path / "schemathesis.toml").write_text(text, "utf-8")
    refresh_cube(sqlite_installation)
    (tmp_path / "openapi.json").write_text(json.dumps(_cut(caller.get("/openapi.json").json)))
    program = str(Path(sys.executable).with_name("schemathesis"))
    command = f"{program} --config-file schemathesis.toml run openapi.json --checks all --seed 1"
    options = ["--url", f"{address}/api/v1", "-H", f"Authorization: Bearer {caller.secret}"]
    answer = subprocess.run(
        [*command.split(), *options, "--max-examples", str(_EXAMPLES), "--no-shrink"],
        cwd=tmp_path,
        env={
            **os.environ,
            "SCHEMATHESIS_HOOKS": str(_FOLDER / "hooks.py"),
            "SAFETY_CENTER_TEST_TOKEN": caller.secret,
        },
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
    )
    assert answer.returncode == 0, answer.stdout[-6000:] + answer.stderr[-2000:]
    assert "Tested: 9" in answer.stdout


def _cut(document: dict[str, Any]) -> dict[str, Any]:
    """The document with short lists of codes in what is sent; what is answered stays whole."""
    schemas = document["components"]["schemas"]
    sent = {name: _short(schemas[name]) for name in schemas if name in _SENT}
    components = {**document["components"], "schemas": {**schemas, **sent}}
    return {**document, "paths": _short(document["paths"]), "components": components}


def _short(schema: Any) -> Any:
    if isinstance(schema, dict):
        return {k: _few(v) if k == "enum" else _short(v) for k, v in schema.items()}
    return [_short(item) for item in schema] if isinstance(schema, list) else schema


def _few(codes: list[Any]) -> list[Any]:
    if len(codes) <= _MOST_CODES:
        return codes
    return [*codes[: _MOST_CODES - 1], *([None] if None in codes else [])]


def test_answers_are_what_their_models_say(sqlite_installation: Installation) -> None:
    caller = Caller(sqlite_installation)
    outcome = caller.submit(persons=[{"name_hangul": "홍길동"}])
    number = outcome["case_number"]
    records.SubmittedRecord.model_validate(outcome)
    records.CaseRecord.model_validate(caller.get(f"/cases/{number}").json)
    records.CaseListRecord.model_validate(caller.get("/cases").json)
    receipt = caller.get(f"/reports/{outcome['receipt_number']}").json
    records.ReportRecord.model_validate(receipt)
    stale = caller.patch(f"/cases/{number}", {"city": "x"}, If_Match='"9"').json
    records.StaleRecord.model_validate(stale)


def test_patterns_of_text_allow_what_the_models_allow() -> None:
    """Signs alone and within a text: where the refused and unseen ones are each, elsewhere some."""
    dense = (*range(0x250), *range(0x1FF0, 0x2070), *range(0xFDC0, 0xFE20), *range(0xFEF0, 0x10000))
    for code in (*dense, *range(0x250, 0xD800, 53), *range(0xE000, 0xFDC0, 53)):
        sign = chr(code)
        for text in (sign, f"a{sign}a"):
            assert _is_taken(text) == bool(re.match(shapes.SEEN_TEXT, text)), hex(code)


def _is_taken(text: str) -> bool:
    try:
        NoteInput.model_validate({"text": text})
    except ValueError:
        return False
    return True
