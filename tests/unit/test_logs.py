"""A line of the log says what happened, to which request or job, and never in somebody's words."""

from __future__ import annotations

import json
import logging
import sys

import pytest

from safety_center.logs import LineFormatter, bind, bound, configure_logs, log_event
from safety_center.settings import Settings, SettingsError, load_settings

_LOG = logging.getLogger("safety_center.sample")


def record(caplog: pytest.LogCaptureFixture, as_json: bool = True) -> list[str]:
    caplog.set_level(logging.INFO)
    caplog.handler.setFormatter(LineFormatter(as_json))
    log_event(_LOG, "job ended", rows=7, note="two\nlines")
    return caplog.text.splitlines()


def test_a_line_is_one_object_with_all_its_fields(caplog: pytest.LogCaptureFixture) -> None:
    with bound(job="purge", run=3):
        (line,) = record(caplog)
    entry = json.loads(line)
    assert entry.pop("at").endswith("+00:00")
    assert entry == {
        "level": "info",
        "logger": "safety_center.sample",
        "event": "job ended",
        "job": "purge",
        "run": 3,
        "rows": 7,
        "note": "two\nlines",
    }


def test_text_stays_one_line(caplog: pytest.LogCaptureFixture) -> None:
    (line,) = record(caplog, as_json=False)
    assert line.endswith("info safety_center.sample job ended rows=7 note=two | lines")


def test_what_was_bound_ends(caplog: pytest.LogCaptureFixture) -> None:
    bind(request_id="abc")
    bind()
    with bound(job="purge"):
        pass
    (line,) = record(caplog)
    assert {"job", "request_id"} & json.loads(line).keys() == set()


def test_an_exception_is_its_kind_and_places_not_its_words() -> None:
    try:
        raise ValueError("홍길동의 비밀")
    except ValueError:
        made = logging.LogRecord("any", logging.ERROR, "", 0, "failed", None, sys.exc_info())
    line = LineFormatter(as_json=True).format(made)
    entry = json.loads(line)
    assert entry["error"] == "ValueError"
    assert entry["where"][0].startswith("test_logs.py:")
    assert "홍길동" not in line


@pytest.mark.parametrize(("demonstration", "shown"), [(False, True), (True, False)])
def test_the_demonstration_tells_only_what_went_wrong(
    demonstration: bool, shown: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    root, ours = logging.getLogger(), logging.getLogger("safety_center")
    before = root.handlers[:], root.level, ours.level
    try:
        configure_logs(Settings(demonstration=demonstration, log_format="text"))
        log_event(_LOG, "request")
        _LOG.warning("broken")
    finally:
        root.handlers[:], root.level = before[0], before[1]
        ours.setLevel(before[2])
    said = capsys.readouterr().err
    assert "broken" in said
    assert ("request" in said) is shown


def test_another_form_of_lines_stops_the_start() -> None:
    with pytest.raises(SettingsError, match="SAFETY_CENTER_LOG_FORMAT"):
        load_settings({"SAFETY_CENTER_LOG_FORMAT": "xml"})
