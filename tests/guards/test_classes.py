"""Every column has a class, and the classes' rules hold: sealed, masked, out of files, trail and statistics.

`python -m tests.guards.test_classes` prints the list of columns for `docs/personal-data.md`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import Column, LargeBinary
from sqlmodel import SQLModel

from safety_center.domain.column_classes import ColumnClass, Showing
from safety_center.domain.trail import ACCESS_FLOOR_YEARS, RIGHTS_FLOOR_YEARS
from safety_center.services.cases.trail_texts import SEALED_TEXTS
from safety_center.services.personal_values import SECRET_COLUMNS
from safety_center.services.retention import LEFTOVERS
from safety_center.settings import Settings
from safety_center.store.tables import classes
from safety_center.store.tables.classes import COLUMN_CLASSES
from tests.guards.tree import PACKAGE, TOP

_TABLES = {table.name: table for table in SQLModel.metadata.sorted_tables}
_DOCUMENT = (TOP / "docs" / "personal-data.md").read_text(encoding="utf-8")
#: Sealed, and kept as base64 text.
_SEALED_AS_TEXT = {("sheet_import", "fault")}
#: Credentials kept as a one-way hash need no key.
_HASHED = re.compile(r"_hash$")
#: What the cells of a file are written from, by the name it has there.
_WRITTEN_FROM = {"case": "incident_case", "p": "person"}


def _columns(*kinds: ColumnClass) -> Iterator[tuple[str, str]]:
    for table, columns in COLUMN_CLASSES.items():
        yield from ((table, name) for name, kind in columns.items() if kind in kinds)


def test_every_column_has_a_class_and_only_one() -> None:
    there = {f"{name}.{column.key}" for name, table in _TABLES.items() for column in table.columns}
    classed = {f"{name}.{key}" for name, columns in COLUMN_CLASSES.items() for key in columns}
    assert there - classed == set(), "give these columns a class in store/tables/classes.py"
    assert classed - there == set(), "take these out of store/tables/classes.py"
    told = [
        (table, name)
        for table, declared in classes._DECLARED.items()
        for names in declared.values()
        for name in names.split()
    ]
    assert len(told) == len(set(told))


def test_personal_values_and_identifiers_are_ciphertext_or_keyed_digests() -> None:
    sealed = set(_columns(ColumnClass.IDENTIFIER, ColumnClass.PERSONAL)) - _SEALED_AS_TEXT
    assert len(sealed) > 10
    assert {at for at in sealed if not isinstance(_column(*at).type, LargeBinary)} == set()


def test_credentials_are_sealed_or_hashed() -> None:
    kept = set(_columns(ColumnClass.CREDENTIAL))
    assert {
        (table, name)
        for table, name in kept
        if not isinstance(_column(table, name).type, LargeBinary) and not _HASHED.search(name)
    } == set()


def test_ciphertext_is_nowhere_classed_as_something_open() -> None:
    open_ones = [kind for kind in ColumnClass if kind.rules.in_table is Showing.PLAIN]
    binary = [at for at in _columns(*open_ones) if isinstance(_column(*at).type, LargeBinary)]
    assert binary == []


def test_what_a_file_of_cases_is_written_from_may_be_in_files() -> None:
    source = (PACKAGE / "services" / "cases" / "export_cells.py").read_text(encoding="utf-8")
    read = [
        (_WRITTEN_FROM[node.value.id], node.attr)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in _WRITTEN_FROM
    ]
    assert len(read) > 20
    shown = {at: COLUMN_CLASSES[at[0]][at[1]].rules.in_files for at in read}
    assert [at for at, showing in shown.items() if showing is Showing.NEVER] == []
    masked = {name for (_, name), showing in shown.items() if showing is Showing.MASKED}
    assert masked <= set(SECRET_COLUMNS)  # `view_person(masked=True)` masks these


def test_the_trail_seals_what_its_class_says() -> None:
    assert {"summary", "next_action", "place_detail"} == SEALED_TEXTS
    of_persons = {name for table, name in _sealed_in_trail() if table == "person"}
    assert of_persons == set(SECRET_COLUMNS)


def test_statistics_hold_no_personal_and_no_sensitive_column() -> None:
    kept = [table for table in COLUMN_CLASSES if re.search(r"_(fact|cube|period|day)(_|$)", table)]
    kept.remove("system_fact")
    assert len(kept) == 12
    for table in kept:
        kinds = set(COLUMN_CLASSES[table].values())
        assert [kind for kind in kinds if not kind.rules.in_statistics] == [], table


def test_the_document_names_every_class_column_and_keeping_time() -> None:
    assert [kind for kind in ColumnClass if f"| `{kind}` |" not in _DOCUMENT] == []
    missing = [line for line in write_columns() if line not in _DOCUMENT]
    assert missing == [], (
        "docs/personal-data.md: put in what `.venv/bin/python -m tests.guards.test_classes` prints"
    )
    assert [row for row in _keeping_times() if row not in _DOCUMENT] == []


def write_columns() -> list[str]:
    """A line for each table and class, as it stands in the document."""
    lines = []
    for table, columns in sorted(COLUMN_CLASSES.items()):
        for kind in ColumnClass:
            names = [f"`{name}`" for name, its in columns.items() if its is kind]
            if names:
                lines.append(f"| `{table}` | `{kind}` | {' '.join(names)} |")
    return lines


def _keeping_times() -> list[str]:
    fields = Settings.model_fields
    years = {"access_log_years": ACCESS_FLOOR_YEARS, "rights_log_years": RIGHTS_FLOOR_YEARS}
    rows = [
        f"`SAFETY_CENTER_{name.upper()}`: {fields[name].default} years, never less than {floor}"
        for name, floor in years.items()
    ]
    rows.append(f"`SAFETY_CENTER_IMPORT_DAYS`: {fields['import_days'].default} days")
    rows.append(f"`SAFETY_CENTER_DRAFT_DAYS`: {fields['draft_days'].default} days")
    kept = {kind.name: kind.keeps(Settings()) for kind in LEFTOVERS if kind.name != "drafts"}
    return rows + [f"`{name}`: {keeps // timedelta(days=1)} day" for name, keeps in kept.items()]


def _sealed_in_trail() -> Iterator[tuple[str, str]]:
    yield from _columns(*(kind for kind in ColumnClass if kind.rules.in_trail is Showing.SEALED))


def _column(table: str, name: str) -> Column[Any]:
    return _TABLES[table].columns[name]


if __name__ == "__main__":
    print("\n".join(write_columns()))
