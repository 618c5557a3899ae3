"""Cells of tables that nobody reads are taken away at once where that may be, else row by row."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlmodel import Session

from safety_center.domain.access import Role
from safety_center.services.installation import Installation
from safety_center.services.statistics import build_cubes
from safety_center.store.cube_empty import empty_at_once
from safety_center.store.cube_write import tables_of
from safety_center.store.cubes import CUBES
from tests.factories import make_actor, submit
from tests.store.serving import make_roles, serve

TABLES = [*tables_of("a"), *tables_of("b")]


@pytest.fixture
def counted(postgres_installation: Installation) -> Installation:
    """Cells in both generations."""
    officer = make_actor(postgres_installation, Role.OFFICER)
    submit(postgres_installation, officer, occurred_from="2026-01-02", persons=[{}])
    build_cubes(postgres_installation)
    build_cubes(postgres_installation)
    return postgres_installation


def left(session: Session) -> int:
    return sum(session.execute(select(func.count()).select_from(t)).scalar_one() for t in TABLES)


def is_cut_off(session: Session, table: Any) -> bool:
    """Whether its file is empty; after a deletion the rows lie there still."""
    size = text("SELECT pg_relation_size(CAST(:name AS regclass))")
    return session.execute(size, {"name": table.name}).scalar_one() == 0


def test_the_serving_role_cuts_every_table_of_cells_off(counted: Installation) -> None:
    with counted.database.writing() as session:
        make_roles(session)
        serve(session)
        assert left(session) > 0
        empty_at_once(session, TABLES)
        assert left(session) == 0
        assert all(is_cut_off(session, table) for table in TABLES)


def test_a_role_without_the_right_deletes_row_by_row(counted: Installation) -> None:
    with counted.database.writing() as session:
        make_roles(session)
        session.execute(text("REVOKE TRUNCATE ON person_cube_a FROM safety_center_app"))
        serve(session)
        empty_at_once(session, TABLES)
        assert left(session) == 0
        assert not is_cut_off(session, TABLES[0])


def test_whoever_reads_a_table_meanwhile_is_not_waited_for(counted: Installation) -> None:
    table = CUBES["persons"].days["a"]
    with counted.database.reading() as reader, counted.database.writing() as session:
        before = reader.execute(table.select()).all()
        empty_at_once(session, [table])
        session.commit()
        assert before
        assert session.execute(table.select()).all() == []
        assert not is_cut_off(session, table)
