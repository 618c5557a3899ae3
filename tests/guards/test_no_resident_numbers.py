"""Resident registration numbers have no field anywhere: not in a table, a model, a sheet or a form."""

from __future__ import annotations

import re
from importlib import import_module

from sqlmodel import SQLModel

from safety_center.domain.cases import CaseChange, NoteInput, PersonChange
from safety_center.domain.reports import PersonInput, ReportInput
from tests.guards.tree import PACKAGE, list_files

_NAMED = re.compile(r"resident|registration_n|\brrn|_rrn|jumin|national_id|주민", re.IGNORECASE)


def test_no_input_model_has_a_field_for_it() -> None:
    models = (ReportInput, PersonInput, CaseChange, PersonChange, NoteInput)
    assert [name for model in models for name in model.model_fields if _NAMED.search(name)] == []


def test_no_table_has_a_column_for_it() -> None:
    import_module("safety_center.store.tables")
    columns = [c.name for table in SQLModel.metadata.sorted_tables for c in table.columns]
    assert len(columns) > 100
    assert [name for name in columns if _NAMED.search(name)] == []


def test_no_form_asks_for_it() -> None:
    pages = [path for path in list_files() if path.suffix == ".html" and PACKAGE in path.parents]
    names = [
        name for page in pages for name in re.findall(r'name="([^"]+)"', page.read_text("utf-8"))
    ]
    assert len(names) > 50
    assert [name for name in names if _NAMED.search(name)] == []
