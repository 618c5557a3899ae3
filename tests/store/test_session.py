"""What a connection is told before it is used."""

from __future__ import annotations

from sqlalchemy import text

from safety_center.store.session import Database


def test_postgresql_starts_no_processes_for_a_figure_s_cells(postgres_database_url: str) -> None:
    database = Database(postgres_database_url)
    try:
        for _ in range(2):  # kept for good, not for a transaction that is rolled back
            with database.reading() as session:
                cost = session.execute(text("SHOW parallel_setup_cost")).scalar_one()
                assert float(cost) == 20_000
    finally:
        database.close()
