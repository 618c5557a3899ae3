"""An act of the trail in words: when to the second, what was changed from what to what, its details."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext

from safety_center.domain.access import Role
from safety_center.domain.errors import N_
from safety_center.domain.periods import SEOUL, format_date
from safety_center.domain.sheet_states import RowKind
from safety_center.services.cases.trail_texts import SEALED_TEXTS
from safety_center.services.trail import TrailLine
from safety_center.web.cases.wording import value_text
from safety_center.web.field_labels import LABELS
from safety_center.web.request import current_language
from safety_center.web.terms import term_label, unit_label
from safety_center.web.trail.actions import ACTIONS, RESULTS
from safety_center.web.trail.subjects import place_text, subject_text

__all__ = [
    "action_text",
    "change_rows",
    "detail_rows",
    "exact_time",
    "reason_text",
    "result_text",
    "role_text",
    "subject_text",
]
#: Ciphertext in the trail: personal values, and free text of a case, which its own page tells.
_SEALED = SEALED_TEXTS | frozenset(
    "name_hangul name_roman birth_date telephone passport_number caller_name caller_telephone".split()
)
#: Columns of a change that follow from others and would only repeat them.
_SILENT = frozenset("severity_weight zone own_type id case_id position officer_id".split())
_LONGEST = 120
_DETAILS = {
    "filters": N_("조건"),
    "ways": N_("찾은 방법"),
    "own_name": N_("본인 이름 검색"),
    "text": N_("사유 설명"),
    "form": N_("파일 형식"),
    "columns": N_("항목"),
    "reason": N_("사유"),
    "purpose": N_("사유"),
    "from_unit": N_("보낸 기관"),
    "to_unit": N_("받는 기관"),
    "unit_code": N_("소속"),
    "role": N_("역할"),
    "status": N_("응답 번호"),
    "method": N_("요청 방식"),
    "endpoint": N_("화면"),
    "faults": N_("맞지 않는 곳"),
    "by": N_("찾은 방법"),
    "finding": N_("점검 번호"),
    "verdict": N_("점검 결과"),
    "account": N_("계정 이름"),
    "scopes": N_("권한 범위"),
    "valid_to": N_("종료일"),
    "before": N_("변경 전"),
    "after": N_("변경 후"),
    "last_seq": N_("정리한 마지막 기록 번호"),
    "kept": N_("남긴 기록"),
    "through": N_("대상 기간 끝"),
    "into": N_("병합한 사건"),
    "merged": N_("병합된 사건"),
    "reset": N_("관리자가 다시 설정"),
    "case": N_("관리번호"),
    "other": N_("비교한 사건"),
    "searched": N_("검색어 사용"),
    "disposition": N_("처리 구분"),
    "owner": N_("담당 기관"),
    "due_on": N_("기한"),
    "due_before": N_("이전 기한"),
    "basis": N_("날짜 기준"),
    "size": N_("파일 크기(바이트)"),
    "access_before": N_("이 시각 전의 접속기록 정리"),
    "rights_before": N_("이 시각 전의 권한 기록 정리"),
    "digest": N_("정리한 기록의 해시"),
    "hash": N_("이어지는 해시"),
}
_KINDS = {"disposition": "Disposition", "basis": "DateBasis"}
_PURPOSES = {
    "view": N_("개인정보 전체 보기"),
    "edit": N_("사건·사고 수정"),
    "exemplary": N_("우수사례 작성"),
    "api": N_("API 조회"),
}


def exact_time(at: datetime) -> str:
    """`2026. 11. 22. 14:30:05` in Seoul."""
    local = at.astimezone(SEOUL)
    return f"{format_date(local.date(), current_language())} {local:%H:%M:%S}"


def action_text(action: str) -> str:
    """What an act is called; its code where it has no name."""
    return gettext(ACTIONS[action]) if action in ACTIONS else action


def result_text(result: str) -> str:
    """How it ended."""
    return gettext(RESULTS[result]) if result in RESULTS else result


def role_text(role: str | None) -> str:
    """The role at the time of the act."""
    return term_label(role, Role)


def change_rows(detail: Mapping[str, Any]) -> Iterator[tuple[str, str | None, str | None]]:
    """`(field, before, after)` of a change in words; no values where they are ciphertext."""
    for name, pair in (detail.get("changes") or {}).items():
        column = name.rsplit(".", 1)[-1]
        if column in _SILENT or not isinstance(pair, list) or len(pair) != 2:
            continue
        label = gettext(LABELS[column]) if column in LABELS else column
        if name.startswith("person."):
            label = f"{gettext('당사자')} {name.split('.')[1]} · {label}"
        if column in _SEALED:
            yield label, None, None
        else:
            before, after = (value_text(column, value, SEOUL.key) for value in pair)
            yield label, before[:_LONGEST], after[:_LONGEST]


def reason_text(line: TrailLine) -> str:
    """The reason given: a code of the list in words, or what was typed."""
    return _reason(line.reason)


def _reason(reason: str | None) -> str:
    """Pages that show personal data name what for by a word of ours; files by their list; people by text."""
    return gettext(_PURPOSES[reason]) if reason in _PURPOSES else term_label(reason, "ExportReason")


def detail_rows(line: TrailLine) -> Iterator[tuple[str, str]]:
    """What else an act says, without its changes and cases; a blank says nothing."""
    for name, value in line.detail.items():
        if name in ("changes", "cases") or value in (None, "", {}, []):
            continue
        label = gettext(_DETAILS[name]) if name in _DETAILS else term_label(name, RowKind)
        yield label, _short(name, value)


def _short(name: str, value: Any) -> str:
    if name in ("from_unit", "to_unit", "unit_code", "owner"):
        return unit_label(value)
    if name in ("due_on", "due_before"):
        return value_text("occurred_from", value, SEOUL.key)
    if name == "endpoint":
        return place_text(str(value))
    if name in _KINDS:
        return term_label(value, _KINDS[name])
    if name == "role":
        return role_text(value)
    if name in ("reason", "purpose"):
        return _reason(str(value))
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
