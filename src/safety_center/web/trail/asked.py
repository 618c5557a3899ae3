"""What the address of the trail page asks: every value is known or refused at its field."""

import re
from collections.abc import Mapping
from datetime import date

from flask import request

from safety_center.domain.access import CENTERS, Role
from safety_center.domain.choices import unknown_code
from safety_center.domain.errors import BACKWARDS, N_, FieldError
from safety_center.domain.trail import RIGHTS_BEGINNINGS
from safety_center.services.trail import TrailFilter
from safety_center.web.request import current_places
from safety_center.web.trail.actions import ACTIONS, GROUPS, RESULTS

#: Every filter of the page, in the order of its form.
KEYS = "username unit role subject action result from to from_seq to_seq".split()
LABELS = {
    "username": N_("계정 이름"),
    "unit": N_("소속"),
    "role": N_("역할"),
    "subject": N_("대상"),
    "action": N_("수행업무"),
    "result": N_("결과"),
    "from": N_("시작일(한국시간)"),
    "to": N_("종료일(한국시간)"),
}
_OTHERS = frozenset({"before", "lang", "csrf_token", "reason"})
_LONGEST = 60
#: Accounts, numbers of cases and receipts, names of jobs: nothing that could be a person's name in Hangul.
_CODE = re.compile(r"[A-Za-z0-9._/-]+")


def read_filter(
    values: Mapping[str, str], limit: int
) -> tuple[TrailFilter, dict[str, str], list[FieldError]]:
    """The filter, what was asked as typed, and what is wrong with it."""
    asked = {key: values[key].strip()[:_LONGEST] for key in KEYS if values.get(key, "").strip()}
    errors = [
        FieldError("", "unknown_key", N_("알 수 없는 조건입니다: %(key)s"), {"key": key[:40]})
        for key in set(values) - {*KEYS, *_OTHERS}
    ]
    known = {
        "unit": {*current_places().missions, *CENTERS},
        "role": {role.value for role in Role},
        "action": {*ACTIONS, *GROUPS},
        "result": set(RESULTS),
    }
    for key, codes in known.items():
        if key in asked and asked[key] not in codes:
            errors.append(unknown_code(key, asked[key], codes))
    for key in ("username", "subject"):
        if key in asked and not _CODE.fullmatch(asked[key]):
            message = N_("계정 이름이나 관리번호, 접수번호만 입력해 주십시오.")
            errors.append(FieldError(key, "format", message))
    wanted = TrailFilter(
        username=asked.get("username"),
        unit_code=asked.get("unit"),
        role=asked.get("role"),
        subject=asked.get("subject"),
        actions=_actions(asked.get("action")),
        result=asked.get("result"),
        from_day=_day(asked, "from", errors),
        to_day=_day(asked, "to", errors),
        from_seq=_number(asked, "from_seq", errors),
        to_seq=_number(asked, "to_seq", errors),
        before_seq=request.args.get("before", type=int),
        limit=limit,
    )
    if wanted.from_day and wanted.to_day and wanted.to_day < wanted.from_day:
        errors.append(FieldError("to", *BACKWARDS))
    return wanted, asked, errors


def _actions(asked: str | None) -> tuple[str, ...]:
    """One act, or every known one of a group."""
    if asked == "rights":
        return tuple(action for action in ACTIONS if action.startswith(RIGHTS_BEGINNINGS))
    return (asked,) if asked else ()


def _day(asked: Mapping[str, str], key: str, errors: list[FieldError]) -> date | None:
    try:
        return date.fromisoformat(asked[key]) if key in asked else None
    except ValueError:
        message = N_("날짜를 확인해 주십시오(예: 2026-11-22).")
        errors.append(FieldError(key, "date", message, {"value": asked[key]}))
        return None


def _number(asked: Mapping[str, str], key: str, errors: list[FieldError]) -> int | None:
    if key not in asked:
        return None
    if asked[key].isdecimal() and len(asked[key]) <= 18:
        return int(asked[key])
    errors.append(FieldError("", "number", N_("숫자로 입력해 주십시오."), {"value": asked[key]}))
    return None
