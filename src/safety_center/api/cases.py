"""Cases: listing, showing, changing under a condition, notes and steps of their life."""

from collections.abc import Mapping
from typing import Any

from safety_center.api.body import parse
from safety_center.api.gate import Answer, Call
from safety_center.api.paths import CASE_NUMBER, known_number
from safety_center.api.problems import Problem
from safety_center.api.query import read_arguments, read_flag
from safety_center.api.rows import case_row, instant, list_row, notice
from safety_center.api.shapes import shape_of, without
from safety_center.api.words import error_rows
from safety_center.domain.cases import CaseChange, NoteInput, parse_change, parse_note
from safety_center.domain.choices import unknown_code
from safety_center.domain.errors import N_, FieldError, InputRefused
from safety_center.domain.steps import StepInput, parse_step
from safety_center.domain.vocabulary import DateBasis
from safety_center.services.cases.change import add_note, change_case
from safety_center.services.cases.filters import KEYS
from safety_center.services.cases.listing import list_cases
from safety_center.services.cases.reach import require_own_case
from safety_center.services.cases.since import changes_since
from safety_center.services.cases.status import close_case, reopen_case, take_up_case
from safety_center.services.cases.view import CasePage, reveal_case, show_case
from safety_center.services.reference import region_schemes


def index(call: Call) -> Answer:
    """One page of the cases within reach, newest first; `next` is the cursor of the page after it."""
    values = read_arguments((*KEYS, "cursor"))
    _check_qualifiers(call, values)
    page = list_cases(call.ctx, values, values.pop("cursor", None))
    rows = [list_row(row) for row in page.rows]
    return Answer({"cases": rows, "next": page.next_cursor, "notice": notice(call)})


def _check_qualifiers(call: Call, values: Mapping[str, str]) -> None:
    """A date basis or region scheme means nothing by itself, but a wrong one is still wrong."""
    known = {
        "basis": set(DateBasis),
        "scheme": {scheme.code for scheme in region_schemes(call.ctx.session)},
    }
    errors = [
        unknown_code(name, values[name], codes)
        for name, codes in known.items()
        if name in values and values[name] not in codes
    ]
    if errors:
        raise InputRefused(errors)


def show(call: Call) -> Answer:
    """One case; names and numbers masked unless `reveal` is asked."""
    number = _number(call)
    if read_flag("reveal"):
        return _case(call, reveal_case(call.ctx, number, purpose="api"))
    return _case(call, show_case(call.ctx, number))


def change(call: Call) -> Answer:
    """Change what the body names, if the case still is the version of If-Match."""
    number = _number(call)
    _require_version(call, number)
    if "version" in call.body:
        message = N_("판은 If-Match 헤더로 보냅니다. 이 항목을 빼 주십시오: %(name)s")
        raise InputRefused([FieldError("version", "extra_forbidden", message, {"name": "version"})])
    shape = without(shape_of(CaseChange), "version")
    wanted = parse(call.body, shape, lambda body: parse_change({**body, "version": call.version}))
    change_case(call.ctx, number, wanted)
    return _case(call, show_case(call.ctx, number))


def note(call: Call) -> Answer:
    """Write a note; it is no new version of the case."""
    number = _number(call)
    wanted = parse(call.body, shape_of(NoteInput), parse_note)
    row = add_note(call.ctx, number, wanted)
    warnings = error_rows(call.ctx.warnings, call.language)
    content = {"written_at": instant(row.written_at), "text": row.text, "warnings": warnings}
    return Answer(content, 201)


def step(call: Call) -> Answer:
    """Take the case up, close it or reopen it, if it still is the version of If-Match."""
    number = _number(call)
    _require_version(call, number)
    wanted = parse(call.body, shape_of(StepInput), parse_step)
    if wanted.status == "in_progress":
        take_up_case(call.ctx, number)
    elif wanted.status == "closed":
        result = parse_note({"text": wanted.note}) if wanted.note else None
        close_case(call.ctx, number, note=result)
    else:
        reopen_case(call.ctx, number, wanted.note or "")
    return _case(call, show_case(call.ctx, number))


def _number(call: Call) -> str:
    return known_number(call.path["number"], CASE_NUMBER)


def _case(call: Call, page: CasePage) -> Answer:
    warnings = error_rows(call.ctx.warnings, call.language)
    content = {**case_row(page), "notice": notice(call), "warnings": warnings}
    return Answer(content, headers={"ETag": _etag(page.case.version)})


def _etag(version: int) -> str:
    return f'"{version}"'


def _require_version(call: Call, number: str) -> None:
    """The version named must be the present one; the case is held until the unit ends."""
    case = require_own_case(call.ctx, number)
    if call.version != case.version:
        raise Problem("stale", headers={"ETag": _etag(case.version)}, **_changed(call, number))


def _changed(call: Call, number: str) -> dict[str, Any]:
    """Who changed the case since the version named, and when; the latest by itself."""
    acts = [
        {
            "at": instant(event.at),
            "by": event.by,
            "act": event.kind.value,
            "fields": [change.field for change in event.changes],
        }
        for event in changes_since(call.ctx, number, call.version)
    ]
    latest = acts[0] if acts else {"by": None, "at": None}
    return {"changed_by": latest["by"], "changed_at": latest["at"], "changes": acts}
