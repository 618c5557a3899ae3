"""Five doors, one way to try each: hand in the same reports, then see what was stored and what was said."""

from __future__ import annotations

import csv
import html
import re
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import xlsxwriter
from click.testing import CliRunner
from sqlmodel import SQLModel, select

from safety_center.cli import main
from safety_center.cli.words import sentence
from safety_center.domain.access import Actor, Role
from safety_center.domain.errors import FieldError, InputRefused
from safety_center.domain.reports import PersonInput, ReportInput
from safety_center.services.context import Origin, reading, writing
from safety_center.services.installation import Installation
from safety_center.services.intake import check_joined, read_report, submit_report
from safety_center.services.personal_values import data_key, open_value
from safety_center.services.sheets import import_sheet
from safety_center.services.sheets.read import open_sheet
from safety_center.services.sheets.rows import pieces_of
from safety_center.store.tables import Case, Person, Report
from tests.factories import make_actor
from tests.functional.caller import Caller
from tests.functional.desk import sit_down

Values = Mapping[str, Any]
LANGUAGES = ("ko", "en")
_YES_NO, _NUMBERS = ("caller_none", "approximate"), ("headcount",)
_INSTANTS = ("received_at", "next_action_due_at")
_SEOUL = ZoneInfo("Asia/Seoul")


@dataclass
class Said:
    """What a door said of one report: errors as `(field, code, sentence)`, warnings as `(code, sentence)`.

    A code is empty where the door shows sentences only.
    """

    errors: list[tuple[str, str, str]] = field(default_factory=list)
    warnings: list[tuple[str, str]] = field(default_factory=list)


class Door(ABC):
    """One way in, as an officer at Phnom Penh."""

    shows_codes = True

    def __init__(self, installation: Installation, folder: Path) -> None:
        self.installation, self.folder = installation, folder

    @abstractmethod
    def hand_in(self, reports: Sequence[Values], language: str) -> list[Said]:
        """Store the good ones; what was said of each, in order."""


class Services(Door):
    """No door: what every door is to do."""

    def __init__(self, installation: Installation, folder: Path) -> None:
        super().__init__(installation, folder)
        self.actor = make_actor(installation, Role.OFFICER)

    def hand_in(self, reports: Sequence[Values], language: str) -> list[Said]:
        return [self._one(values, language) for values in reports]

    def _one(self, values: Values, language: str) -> Said:
        try:
            with writing(self.installation, self.actor) as ctx:
                report = read_report(values, ctx.places, ctx.now, partial(check_joined, ctx))
                outcome = submit_report(ctx, report)
        except InputRefused as refused:
            return Said(_rows(refused.errors, language))
        return Said(warnings=_noted(outcome.warnings, language))


class Web(Door):
    """The form, as a browser sends it; unknown columns of the form are sent along."""

    shows_codes = False

    def __init__(self, installation: Installation, folder: Path) -> None:
        super().__init__(installation, folder)
        self.desk = sit_down(installation, Role.OFFICER)

    def hand_in(self, reports: Sequence[Values], language: str) -> list[Said]:
        self.desk.client.set_cookie("language", language)
        return [self._one(values) for values in reports]

    def _one(self, values: Values) -> Said:
        sent = {name: value for name, value in values.items() if name in _ASKED and value}
        for index, person in enumerate(values.get("persons", ())):
            sent |= {f"persons.{index}.{name}": value for name, value in person.items()}
        for name in _INSTANTS:
            if name in sent:
                sent |= _at_seoul(name, sent[name])
        answer = self.desk.post("/reports/new", sent)
        if answer.status_code == 422:
            return Said([_summary_line(*line) for line in _SUMMARY.findall(answer.text)])
        assert answer.status_code == 302, answer.text[:400]
        page = html.unescape(self.desk.get(answer.headers["Location"]).text)
        flashes = re.findall(r'class="flash is-warning"[^>]*>\s*<p>(.*?)</p>', page, re.DOTALL)
        return Said(warnings=[("", text.strip()) for text in flashes])


_ASKED = set(ReportInput.model_fields) - {"source", "external_reference", "persons"}
_SUMMARY = re.compile(r'<li><a href="#([^"]+)">.*?(?::|\?) (.*?)</a></li>')


def _summary_line(anchor: str, text: str) -> tuple[str, str, str]:
    return anchor.replace("-", "."), "", html.unescape(text)


def _at_seoul(name: str, value: str) -> dict[str, str]:
    """As a browser's control holds it; what is no instant is sent as typed."""
    try:
        local = datetime.fromisoformat(value).astimezone(_SEOUL)
    except ValueError:
        return {name: value}
    return {name: f"{local:%Y-%m-%dT%H:%M}", f"{name}_zone": "seoul"}


class Api(Door):
    """The JSON API, with the types that JSON has."""

    def __init__(self, installation: Installation, folder: Path) -> None:
        super().__init__(installation, folder)
        self.caller = Caller(installation)

    def hand_in(self, reports: Sequence[Values], language: str) -> list[Said]:
        return [self._one(values, language) for values in reports]

    def _one(self, values: Values, language: str) -> Said:
        sent = _typed(values)
        if "persons" in values:
            sent["persons"] = [_typed(person) for person in values["persons"]]
        answer = self.caller.post("/reports", sent, Accept_Language=language)
        assert answer.json is not None
        if answer.status_code == 201:
            return Said(warnings=[(w["code"], w["message"]) for w in answer.json["warnings"]])
        assert answer.status_code in (409, 422), answer.text
        return Said([(e["field"], e["code"], e["message"]) for e in answer.json["errors"]])


def _typed(values: Values) -> dict[str, Any]:
    typed = dict(values)
    for name in set(_YES_NO) & set(values):
        typed[name] = values[name] == "true"
    for name in set(_NUMBERS) & set(values):
        typed[name] = int(values[name])
    return typed


class Csv(Door):
    """A CSV file, imported as the page of imports does."""

    suffix = "csv"

    def __init__(self, installation: Installation, folder: Path) -> None:
        super().__init__(installation, folder)
        self.actor: Actor = make_actor(installation, Role.OFFICER)

    def hand_in(self, reports: Sequence[Values], language: str) -> list[Said]:
        path = self.folder / f"reports-{language}.{self.suffix}"
        self.write(path, [_HEADER, *(row for values in reports for row in _sheet_rows(values))])
        reports = open_sheet(pieces_of(path)).reports
        outcomes = import_sheet(self.installation, self.actor, reports, Origin("test"))
        return [
            Said(
                _rows(outcome.submitted.errors, language),
                _noted(outcome.submitted.warnings, language),
            )
            for outcome in outcomes
        ]

    def write(self, path: Path, rows: list[list[str]]) -> None:
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)


class Xlsx(Csv):
    """An Excel file in which every cell is text."""

    suffix = "xlsx"

    def write(self, path: Path, rows: list[list[str]]) -> None:
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet()
            for row_number, row in enumerate(rows):
                for column_number, text in enumerate(row):
                    sheet.write_string(row_number, column_number, text)


class Command(Csv):
    """`safety-center import FILE`."""

    shows_codes = False

    def hand_in(self, reports: Sequence[Values], language: str) -> list[Said]:
        path = self.folder / f"reports-{language}.csv"
        rows = [_sheet_rows(values) for values in reports]
        self.write(path, [_HEADER, *(row for some in rows for row in some)])
        settings = self.installation.settings
        environment = {
            "SAFETY_CENTER_DATABASE_URL": settings.database_url,
            "SAFETY_CENTER_KEY_FILE": str(settings.key_file),
        }
        arguments = ["import", str(path), "--as", self.actor.username, "--language", language]
        result = CliRunner().invoke(main, arguments, env=environment)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.output
        return _by_report(rows, result.stderr)


def _by_report(rows: list[list[list[str]]], printed: str) -> list[Said]:
    """Lines `7: narrative: …` and `7: (주의) narrative: …`, put to the report whose line it is."""
    heard: dict[int, Said] = defaultdict(Said)
    first, owner = 2, {}
    for index, lines in enumerate(rows):
        owner |= dict.fromkeys(range(first, first + len(lines)), index)
        first += len(lines)
    for number, warning, name, text in _PRINTED.findall(printed):
        said = heard[owner[int(number)]]
        if warning:
            said.warnings.append(("", text))
        else:
            said.errors.append((name, "", text))
    return [heard[index] for index in range(len(rows))]


_PRINTED = re.compile(r"^(\d+): (\((?:주의|warning)\) )?([^:]*): (.*)$", re.MULTILINE)
_REPORT_COLUMNS = [name for name in ReportInput.model_fields if name != "persons"]
_HEADER = [*_REPORT_COLUMNS, *(f"person_{name}" for name in PersonInput.model_fields)]


def _sheet_rows(values: Values) -> list[list[str]]:
    """A row per person; the report's own cells stand in each."""
    own = [str(values.get(name, "")) for name in _REPORT_COLUMNS]
    persons = values.get("persons") or [{}]
    return [[*own, *(str(p.get(n, "")) for n in PersonInput.model_fields)] for p in persons]


def _rows(errors: Sequence[FieldError], language: str) -> list[tuple[str, str, str]]:
    return [(e.field, e.code, sentence(e, language)) for e in errors]


def _noted(warnings: Sequence[FieldError], language: str) -> list[tuple[str, str]]:
    return [(w.code, sentence(w, language)) for w in warnings]


#: Numbers given out, who typed it and when, the reference that a form does not ask.
_OWN = {
    "id", "number", "receipt_number", "external_reference", "data_key_id", "case_id", "taken_by_id",
    "entered_at", "changed_at",
}  # fmt: skip


def stored(installation: Installation) -> list[dict[str, Any]]:
    """Every report in order with its case and persons: all columns, personal values in the clear."""
    found = []
    with reading(installation, None) as ctx:
        for report in ctx.session.exec(select(Report).order_by(Report.id)).all():
            key = data_key(ctx, report.data_key_id)
            case = ctx.session.get(Case, report.case_id) if report.case_id else None
            query = select(Person).where(Person.case_id == report.case_id).order_by(Person.id)
            people = ctx.session.exec(query).all() if case else []
            found.append(
                {
                    "report": _columns(report, key),
                    "case": _columns(case, key) if case else None,
                    "persons": [_columns(person, key) for person in people],
                }
            )
    return found


def _columns(row: SQLModel, key: bytes | None) -> dict[str, Any]:
    assert key is not None
    return {
        name: open_value(key, name, value) if isinstance(value, bytes) else value
        for name, value in row.model_dump().items()
        if name not in _OWN
    }
