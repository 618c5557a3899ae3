"""What is kept of one report of a sheet, sealed: a few words to know it by, and what is to be said."""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from safety_center.domain.errors import FieldError
from safety_center.domain.sheet_columns import column_of
from safety_center.domain.vocabulary import Term
from safety_center.services.sheets.compare import Difference
from safety_center.services.sheets.outcomes import SheetOutcome
from safety_center.services.sheets.rows import cell_text
from safety_center.store.vault import seal, unseal

_PURPOSE = "sheet-row"
_FAULT_PURPOSE = "sheet-fault"
_SHOWN = ("external_reference", "received_at", "situation", "country_code", "city")
_LONGEST = 80


@dataclass(frozen=True)
class Fault:
    """A sentence about a cell: its line in the file, its column and what the cell says."""

    line: int
    column: str
    cell: str
    error: FieldError


@dataclass(frozen=True)
class RowContent:
    """`shown`: field → cell as written, for the first columns. `likely`: what is known of each case.

    `digest` stands for the differences as they were shown.
    """

    shown: dict[str, str] = field(default_factory=dict)
    errors: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()
    differences: tuple[Difference, ...] = ()
    likely: tuple[dict[str, Any], ...] = ()
    digest: str | None = None
    may_apply: bool = False

    @property
    def joinable(self) -> set[str]:
        """Numbers of the cases it may join."""
        return {each["case_number"] for each in self.likely if each["in_reach"]}


def seal_content(key: bytes, outcome: SheetOutcome) -> bytes:
    """What is to be shown of an outcome, sealed."""
    comparison = outcome.comparison
    content: dict[str, Any] = {"shown": _shown(outcome)}
    if outcome.submitted.errors:
        content["errors"] = _faults(outcome, outcome.submitted.errors)
    if outcome.submitted.warnings:
        content["warnings"] = _faults(outcome, outcome.submitted.warnings)
    if comparison is not None and comparison.differences:
        content["differences"] = [vars(each) for each in comparison.differences]
        content["digest"] = comparison.digest
        content["may_apply"] = comparison.may_apply and bool(
            comparison.change or comparison.note is not None
        )
    if outcome.likely:
        content["likely"] = [_likely(each) for each in outcome.likely]
    return seal(key, json.dumps(content, ensure_ascii=False).encode(), _PURPOSE)


def open_content(key: bytes, sealed: bytes | None) -> RowContent:
    """Inverse of `seal_content`."""
    if sealed is None:
        return RowContent()
    content = json.loads(unseal(key, sealed, _PURPOSE))
    return RowContent(
        shown=content["shown"],
        errors=tuple(_fault(each) for each in content.get("errors", ())),
        warnings=tuple(_fault(each) for each in content.get("warnings", ())),
        differences=tuple(Difference(**each) for each in content.get("differences", ())),
        likely=tuple(content.get("likely", ())),
        digest=content.get("digest"),
        may_apply=content.get("may_apply", False),
    )


def seal_fault(key: bytes, message: str, params: Mapping[str, Any]) -> str:
    """Why a file could not be gone on with, sealed: it may name columns or pages of the file."""
    said = json.dumps([message, _plain(params)], ensure_ascii=False).encode()
    return b64encode(seal(key, said, _FAULT_PURPOSE)).decode()


def open_fault(key: bytes, sealed: str | None) -> tuple[str | None, dict[str, Any]]:
    """Inverse of `seal_fault`; `(None, {})` for none."""
    if sealed is None:
        return None, {}
    message, params = json.loads(unseal(key, b64decode(sealed), _FAULT_PURPOSE))
    return message, params


def _shown(outcome: SheetOutcome) -> dict[str, str]:
    values = outcome.sheet_report.values if outcome.sheet_report else {}
    return {name: cell_text(values[name])[:_LONGEST] for name in _SHOWN if name in values}


def locate(outcome: SheetOutcome, error: FieldError) -> tuple[int, str, str]:
    """Line, field name of the column and text of the cell that an error is about."""
    report, column = outcome.sheet_report, column_of(error.field)
    line, name = outcome.line, column.name if column else ""
    if report is None:
        return line, name, ""
    parts = error.field.split(".")
    values: Any = report.values
    if parts[0] == "persons" and len(parts) > 1 and parts[1].isdecimal():
        index = int(parts[1])
        persons = report.values.get("persons") or []
        values = persons[index] if index < len(persons) else {}
        line = report.person_lines[index] if index < len(report.person_lines) else line
    cell = values.get(parts[-1], "") if name else ""
    return line, name, "" if isinstance(cell, list) else cell_text(cell)[:_LONGEST]


def _faults(outcome: SheetOutcome, errors: Sequence[FieldError]) -> list[dict[str, Any]]:
    faults = []
    for error in errors:
        line, column, cell = locate(outcome, error)
        faults.append(
            {
                "line": line,
                "column": column,
                "cell": cell,
                "field": error.field,
                "code": error.code,
                "message": error.message,
                "params": _plain(error.params),
            }
        )
    return faults


def _plain(params: Any) -> dict[str, Any]:
    return {
        name: value.label() if isinstance(value, Term) else value for name, value in params.items()
    }


def _fault(kept: dict[str, Any]) -> Fault:
    error = FieldError(kept["field"], kept["code"], kept["message"], kept["params"])
    return Fault(kept["line"], kept["column"], kept["cell"], error)


def _likely(likeness: Any) -> dict[str, Any]:
    return {
        "case_number": likeness.case_number,
        "mission_code": likeness.mission_code,
        "incident_type": likeness.incident_type,
        "received_on": likeness.received_on.isoformat(),
        "day": likeness.day.isoformat(),
        "occurred": likeness.occurred_from is not None,
        "in_reach": likeness.in_reach,
        "reasons": [
            {"message": reason.message, "params": _plain(reason.params)}
            for reason in likeness.reasons
        ],
    }
