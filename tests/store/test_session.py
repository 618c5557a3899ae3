"""What a connection is told before it is used, and what its transactions see."""

from __future__ import annotations

from sqlalchemy import text

from safety_center.domain.access import Role
from safety_center.services.installation import Installation
from safety_center.store.session import Database
from tests.factories import make_actor


def test_postgresql_starts_no_processes_for_a_figure_s_cells(postgres_database_url: str) -> None:
    database = Database(postgres_database_url)
    try:
        for _ in range(2):  # kept for good, not for a transaction that is rolled back
            with database.reading() as session:
                cost = session.execute(text("SHOW parallel_setup_cost")).scalar_one()
                assert float(cost) == 20_000
    finally:
        database.close()


def test_a_reader_sees_one_state_however_long_it_reads(installation: Installation) -> None:
    count = text("SELECT count(*) FROM account")
    with installation.database.reading() as session:
        before = session.execute(count).scalar_one()
        make_actor(installation, Role.OFFICER)
        assert session.execute(count).scalar_one() == before
    with installation.database.reading() as session:
        assert session.execute(count).scalar_one() == before + 1


def test_a_writer_sees_what_others_wrote_meanwhile(postgres_installation: Installation) -> None:
    """After it waited for a lock it goes on from the newest state."""
    count = text("SELECT count(*) FROM account")
    with postgres_installation.database.writing() as session:
        before = session.execute(count).scalar_one()
        make_actor(postgres_installation, Role.OFFICER)
        assert session.execute(count).scalar_one() == before + 1
