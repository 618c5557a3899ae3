"""Names, telephone and identity numbers stand nowhere in the open: not in a log, an address, an error
page, a table, a job's record, a file on the disk. Markers are planted through every door and looked for."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel, update

from safety_center.domain.access import Role
from safety_center.domain.jobs import RunTrigger
from safety_center.logs import LineFormatter
from safety_center.services.installation import Installation
from safety_center.services.jobs import run_job
from safety_center.services.jobs.registry import JOBS
from safety_center.store.tables import Case
from safety_center.web.cases import lists
from tests.functional.caller import Caller
from tests.functional.desk import Desk, all_cases, sit_down
from tests.functional.test_import_pages import HEADER, store, upload

MARKERS = {
    "name_hangul": "홍표식",
    "name_roman": "HONG PYOSIK",
    "telephone": "010-7766-5544",
    "passport_number": "M76543210",
}
CALLER = "남궁표지"
#: A resident registration number in a text: masked before anything is stored.
RESIDENT_NUMBER = "850101-2345678"
PLANTED = (*MARKERS.values(), CALLER, RESIDENT_NUMBER)
_EXPORT = {
    "reason_code": "reporting",
    "reason_text": "분기 보고 자료를 작성하기 위함",
    "form": "csv",
}


@pytest.fixture
def desk(
    installation: Installation, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> Desk:
    """An officer whose every act was with the markers: form, draft, search, sheet, API, pages, failure."""
    caplog.set_level(logging.DEBUG)
    caplog.handler.setFormatter(LineFormatter(as_json=True))  # all that a line would hold
    desk = _Listening(sit_down(installation, Role.OFFICER))
    person = {f"persons.0.{name}": value for name, value in MARKERS.items()}
    told = {"caller_none": "", "caller_name": CALLER, "narrative": f"주민번호 {RESIDENT_NUMBER}"}
    form = desk.open_form(**told, **person)
    desk.post(f"/drafts/{form['draft_id']}", form)
    desk.post("/reports/new", form | {"country_code": "없는 나라"})  # refused: kept as a draft
    desk.post("/reports/new", form)
    desk.post("/reports/new/similar", form)
    desk.post("/cases/search", {"q": MARKERS["name_hangul"]})
    store(desk, upload(desk, HEADER, f"mission,A-1,2026-11-01 10:00,예,KH,fraud,신고,{CALLER},"))
    _send_by_api(installation)
    for case in all_cases(installation):
        for page in ("", "/edit", "/similar"):
            desk.get(f"/cases/{case.number}{page}")
        desk.post(f"/cases/{case.number}/reveal")
    desk.post("/cases/export", _EXPORT)
    _fail(desk, monkeypatch)
    for name in JOBS:
        run_job(installation, name, RunTrigger.COMMAND)
    return desk


def _send_by_api(installation: Installation) -> None:
    caller = Caller(installation)
    caller.submit(persons=[MARKERS], caller_none=False, caller_name=CALLER)
    caller.get("/cases")


def _fail(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failure whose own words hold a name, and a database that refuses a row with one."""

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError(f"no row for {MARKERS['name_hangul']}")

    def refused(ctx: object, *_: object, **__: object) -> None:
        session = ctx.session  # type: ignore[attr-defined]
        session.execute(update(Case).values(city=MARKERS["telephone"], severity_weight=None))

    for fault in (broken, refused):
        with monkeypatch.context() as patch:
            patch.setattr(lists, "list_cases", fault)
            answer = desk.get("/cases")
            assert answer.status_code == 500
            assert found_in(answer.text) == []


class _Listening(Desk):
    """Remembers every address it was sent to."""

    def __init__(self, desk: Desk) -> None:
        self.__dict__ = desk.__dict__
        self.addresses: list[str] = []
        self.client.open = self._noting(self.client.open)  # type: ignore[method-assign]

    def _noting(self, send):  # noqa: ANN001, ANN202 - wraps the client's own method
        def noting(*arguments, **options):  # noqa: ANN002, ANN003, ANN202 - as the client's
            answer = send(*arguments, **options)
            self.addresses += [answer.request.url, answer.headers.get("Location", "")]
            return answer

        return noting


def found_in(content: str | bytes) -> list[str]:
    """Markers that stand in a text or a file, plain or in a usual disguise."""
    text_of = content if isinstance(content, str) else content.decode("utf-8", "surrogateescape")
    return [
        marker
        for marker in PLANTED
        if any(
            form in text_of
            for form in (marker, marker.replace("-", ""), json.dumps(marker)[1:-1], quote(marker))
        )
    ]


def _rows(installation: Installation) -> Iterator[tuple[str, str]]:
    """`(table, row)` of everything stored."""
    with installation.database.engine.connect() as connection:
        for table in SQLModel.metadata.sorted_tables:
            for row in connection.execute(text(f'SELECT * FROM "{table.name}"')):
                yield table.name, " ".join(map(_plain, row))


def _plain(value: object) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "surrogateescape")
    return str(value)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def test_no_marker_stands_in_the_open(
    installation: Installation, desk: Desk, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    _require_planted(installation, desk)
    assert found_in(caplog.text) == []
    assert [a for a in desk.addresses if found_in(a)] == []  # type: ignore[attr-defined]
    assert {table for table, row in _rows(installation) if found_in(row)} == set()
    assert [path.name for path in _files(tmp_path) if found_in(path.read_bytes())] == []


def _require_planted(installation: Installation, desk: Desk) -> None:
    """Found again by their owner: else the search for them would mean nothing."""
    cases = all_cases(installation)
    assert len(cases) == 3
    first = desk.post(f"/cases/{cases[0].number}/reveal", follow_redirects=True).text
    assert MARKERS["name_hangul"] in first
    assert MARKERS["passport_number"] in first
    assert RESIDENT_NUMBER not in first
