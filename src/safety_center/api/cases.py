"""Cases: listing, showing, changing under a condition, notes and steps of their life."""

import re
from typing import Any

from flask import request

from safety_center.api.body import parse
from safety_center.api.gate import Answer, Call
from safety_center.api.paths import CASE_NUMBER, known_number
from safety_center.api.problems import Problem
from safety_center.api.query import read_arguments, read_flag
from safety_center.api.rows import case_row, instant, list_row, notice
from safety_center.api.shapes import shape_of, without
from safety_center.domain.cases import CaseChange, NoteInput, parse_change, parse_note
from safety_center.domain.errors import N_, FieldError, InputRefused
from safety_center.domain.steps import StepInput, parse_step
from safety_center.services.cases.change import add_note, change_case
from safety_center.services.cases.filters import KEYS
from safety_center.services.cases.listing import list_cases
from safety_center.services.cases.reach import require_own_case
from safety_center.services.cases.status import close_case, reopen_case, take_up_case
from safety_center.services.cases.timeline import latest_change
from safety_center.services.cases.view import CasePage, reveal_case, show_case

_ETAG = re.compile(r'"([0-9]{1,9})"', re.ASCII)


def index(call: Call) -> Answer:
    """One page of the cases within reach, newest first; `next` is the cursor of the page after it."""
    values = read_arguments((*KEYS, "cursor"))
    page = list_cases(call.ctx, values, values.pop("cursor", None))
    rows = [list_row(row) for row in page.rows]
    return Answer({"cases": rows, "next": page.next_cursor, "notice": notice(call)})


def show(call: Call) -> Answer:
    """One case; names and numbers masked unless `reveal` is asked."""
    number = _number(call)
    if read_flag("reveal"):
        return _case(call, reveal_case(call.ctx, number, purpose="api"))
    return _case(call, show_case(call.ctx, number))


def change(call: Call) -> Answer:
    """Change what the body names, if the case still is the version of If-Match."""
    number = _number(call)
    version = _require_version(call, number)
    if "version" in call.body:
        message = N_("판은 If-Match 헤더로 보냅니다. 이 항목을 빼 주십시오: %(name)s")
        raise InputRefused([FieldError("version", "extra_forbidden", message, {"name": "version"})])
    shape = without(shape_of(CaseChange), "version")
    wanted = parse(call.body, shape, lambda body: parse_change({**body, "version": version}))
    change_case(call.ctx, number, wanted)
    return _case(call, show_case(call.ctx, number))


def note(call: Call) -> Answer:
    """Write a note; it is no new version of the case."""
    number = _number(call)
    wanted = parse(call.body, shape_of(NoteInput), parse_note)
    row = add_note(call.ctx, number, wanted)
    return Answer({"written_at": instant(row.written_at), "text": row.text}, 201)


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
    content = {**case_row(page), "notice": notice(call)}
    return Answer(content, headers={"ETag": _etag(page.case.version)})


def _etag(version: int) -> str:
    return f'"{version}"'


def _require_version(call: Call, number: str) -> int:
    """The version of If-Match, which must be the present one; the case is held until the unit ends."""
    case = require_own_case(call.ctx, number)
    given = request.headers.get("If-Match")
    if given is None:
        raise Problem("precondition-required")
    found = _ETAG.fullmatch(given.strip())
    if found is None:
        raise Problem("malformed", N_("If-Match 헤더에는 조회한 ETag를 그대로 보내 주십시오."))
    if int(found[1]) != case.version:
        raise Problem("stale", headers={"ETag": _etag(case.version)}, **_changed(call, number))
    return case.version


def _changed(call: Call, number: str) -> dict[str, Any]:
    """Who changed the case last, and when."""
    latest = latest_change(call.ctx, number)
    return {
        "changed_by": latest.by if latest else None,
        "changed_at": instant(latest.at) if latest else None,
    }
