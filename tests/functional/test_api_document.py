"""The OpenAPI document is true: schemathesis, with every check, against the running application."""

from __future__ import annotations

import json
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
#: Every code of a list is a case of its own; of the long lists (countries, missions) a few will do.
_MOST_CODES = 20
_SECONDS = 240


@pytest.fixture
def address(sqlite_installation: Installation) -> Iterator[str]:
    """Where the application listens, pages and all."""
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
    for given, number in zip(re.findall('= "(.+)"', text), numbers.values(), strict=False):
        text = text.replace(given, str(number))
    (tmp_path / "schemathesis.toml").write_text(text, "utf-8")
    refresh_cube(sqlite_installation)
    (tmp_path / "openapi.json").write_text(json.dumps(_cut(caller.get("/openapi.json").json)))
    program = str(Path(sys.executable).with_name("schemathesis"))
    command = f"{program} --config-file schemathesis.toml run openapi.json --checks all --seed 1"
    options = ["--url", f"{address}/api/v1", "-H", f"Authorization: Bearer {caller.secret}"]
    answer = subprocess.run(
        [*command.split(), *options, "--max-examples", "8", "--no-shrink"],
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
    print(answer.stdout)
    assert answer.returncode == 0, answer.stdout[-6000:] + answer.stderr[-2000:]
    assert "Tested: 8" in answer.stdout


def _cut(schema: Any) -> Any:
    if isinstance(schema, dict):
        return {k: _cut_codes(v) if k == "enum" else _cut(v) for k, v in schema.items()}
    return [_cut(item) for item in schema] if isinstance(schema, list) else schema


def _cut_codes(codes: list[Any]) -> list[Any]:
    if len(codes) <= _MOST_CODES:
        return codes
    kept = [code for code in codes if code in ("KH", "KHM-PHNOMPENH")]
    return list(dict.fromkeys([*codes[:3], *kept, *([None] if None in codes else [])]))


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
