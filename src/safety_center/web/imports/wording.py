"""Words of imports: states, columns, differences, what the button says."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from flask_babel import gettext, ngettext

from safety_center.domain.errors import N_
from safety_center.domain.identity_numbers import mask_identity_numbers
from safety_center.domain.periods import SEOUL, format_date, format_instant
from safety_center.domain.sheet_columns import Column, Kind, column_of
from safety_center.domain.sheet_states import LEFT_KINDS, ImportState, RowKind
from safety_center.services.sheets.content import Fault
from safety_center.services.sheets.overview import ImportView
from safety_center.web.request import current_language
from safety_center.web.terms import (
    country_label,
    error_text,
    incident_type_label,
    message_text,
    term_label,
    unit_label,
)

KIND_TAGS = {
    RowKind.NEW: "success",
    RowKind.LIKELY: "warning",
    RowKind.CHANGED: "info",
    RowKind.SAME: "quiet",
    RowKind.ERROR: "danger",
    RowKind.STORED: "success",
    RowKind.APPLIED: "success",
}
STATE_TAGS = {
    ImportState.CHECKED: "info",
    ImportState.DONE: "success",
    ImportState.FAILED: "danger",
    ImportState.CLEARED: "quiet",
}
EFFECTS = {
    "case": N_("사건에 반영"),
    "note": N_("사건 기록으로 추가"),
    "none": N_("반영하지 않음(접수 내용은 들어온 그대로 둠)"),
}
_YES_NO = {"true": N_("예"), "false": N_("아니요")}


def cell_text(fault: Fault) -> str:
    """What stands in the cell; a number that will be masked is masked here too."""
    return mask_identity_numbers(fault.cell or "")


def kinds_of(counts: Mapping[str, int]) -> list[tuple[RowKind, int]]:
    """Kinds that occur, in their order, with their numbers."""
    return [(kind, counts[kind]) for kind in RowKind if counts.get(kind)]


def left_of(counts: Mapping[str, int]) -> int:
    """Reports that are not stored yet and ask for something."""
    return sum(counts.get(kind, 0) for kind in LEFT_KINDS)


def counts_text(found: ImportView) -> str:
    """`신규 95 · 오류 3` in the order of the kinds."""
    language = current_language()
    parts = [f"{kind.label(language)} {number:,}" for kind, number in kinds_of(found.counts)]
    return " · ".join(parts)


def plan_text(plan: Mapping[str, int]) -> str:
    """Exactly what the button will do: `97건 저장: 신규 95건 등록, 1건 병합, 1건 변경 적용`."""
    parts = []
    if plan["store"]:
        parts.append(ngettext("%(num)d건 등록", "%(num)d건 등록", plan["store"]))
    if plan["join"]:
        parts.append(ngettext("%(num)d건 병합", "%(num)d건 병합", plan["join"]))
    if plan["apply"]:
        parts.append(ngettext("%(num)d건 변경 적용", "%(num)d건 변경 적용", plan["apply"]))
    return ", ".join(parts)


def fault_of(found: ImportView) -> str:
    """Why a file could not be gone on with."""
    return message_text(found.fault, found.fault_params) if found.fault else ""


def column_label(field: str) -> str:
    """The heading of the column that a field stands in; empty for the whole row."""
    column = column_of(field)
    return column.label(current_language()) if column else ""


def fault_text(fault: Fault) -> str:
    """`생년월일: 날짜를 확인해 주십시오`."""
    label = column_label(fault.error.field)
    return f"{label}: {error_text(fault.error)}" if label else error_text(fault.error)


def value_text(field: str, value: str) -> str:
    """A value of a difference in the reader's words; an en dash for nothing."""
    column = column_of(field)
    if not value or column is None:
        return value or "–"
    if column.kind is Kind.YES_NO:
        return gettext(_YES_NO.get(value, value))
    return _label_of(column, value)


def _label_of(column: Column, value: str) -> str:
    language = current_language()
    if column.terms is not None:
        return term_label(value, column.terms)
    if column.kind is Kind.COUNTRY:
        return country_label(value)
    if column.kind is Kind.MISSION:
        return unit_label(value)
    if column.kind is Kind.INCIDENT_TYPE:
        return incident_type_label(value)
    try:
        if column.kind is Kind.INSTANT:
            return format_instant(datetime.fromisoformat(value), str(SEOUL), language)
        if column.kind is Kind.DAY:
            return format_date(datetime.fromisoformat(value).date(), language)
    except ValueError:
        return value
    return value


def person_label(field: str) -> str:
    """`당사자 2` for a field of the second person; empty for a field of the report."""
    parts = field.split(".")
    if len(parts) == 3 and parts[1].isdecimal():
        return gettext("당사자 %(number)s", number=int(parts[1]) + 1)
    return ""


def reasons_text(likely: Mapping[str, Any]) -> str:
    """Why a case may be the same, in words."""
    said: Sequence[Mapping[str, Any]] = likely["reasons"]
    return " · ".join(message_text(each["message"], each["params"]) for each in said)


def day_text(likely: Mapping[str, Any]) -> str:
    """The day by which the case was compared, and what it is the day of."""
    day = format_date(date.fromisoformat(likely["day"]), current_language())
    if likely["occurred"]:
        return gettext("발생 %(day)s", day=day)
    return gettext("접수 %(day)s", day=day)


def size_text(size: int) -> str:
    """`1.2 MB`, `340 KB`."""
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, size // 1000):,} KB"
