"""Every migration is rehearsed up, down and up again, on both databases; models equal its end."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect
from sqlmodel import SQLModel

from safety_center.services.statistics import refresh_cube
from safety_center.store.migrate import alembic_config, downgrade, upgrade
from safety_center.store.session import Database
from tests.factories import Role, make_actor, make_installation, submit

#: The index of texts is made by hand: an FTS5 table on SQLite, a GIN index on PostgreSQL.
SEARCH_INDEX = "case_search"


def revisions() -> list[str]:
    """Every revision, oldest first."""
    script = ScriptDirectory.from_config(alembic_config())
    return [step.revision for step in reversed(list(script.walk_revisions()))]


def table_names(url: str) -> set[str]:
    """Tables of a database apart from Alembic's own and those of the search index."""
    database = Database(url)
    try:
        names = set(inspect(database.engine).get_table_names()) - {"alembic_version"}
        return {name for name in names if not name.startswith(SEARCH_INDEX)}
    finally:
        database.close()


def test_up_down_and_up_again_with_rows_in_it(unmigrated_url: str, tmp_path: Path) -> None:
    upgrade(unmigrated_url)
    installation = make_installation(unmigrated_url, tmp_path)
    submit(installation, make_actor(installation, Role.OFFICER))
    installation.database.close()
    for revision in [*reversed(revisions()[:-1]), "base"]:
        downgrade(unmigrated_url, revision)
    assert table_names(unmigrated_url) == set()
    for revision in revisions():
        upgrade(unmigrated_url, revision)
    assert table_names(unmigrated_url) == set(SQLModel.metadata.tables)


def is_ours(name: str | None, kind: str, _parents: object) -> bool:
    return not (name or "").startswith(SEARCH_INDEX)


def test_the_models_equal_the_newest_migration(database_url: str) -> None:
    database = Database(database_url)
    with database.engine.connect() as connection:
        opts = {"compare_type": True, "include_name": is_ours}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, SQLModel.metadata) == []
    database.close()


def test_keys_of_search_survive_the_way_down_and_up(unmigrated_url: str, tmp_path: Path) -> None:
    upgrade(unmigrated_url)
    installation = make_installation(unmigrated_url, tmp_path)
    persons = [{"name_hangul": "홍가상", "telephone": "010-1234-5678"}]
    submit(installation, make_actor(installation, Role.OFFICER), persons=persons)
    before = lookup_keys(unmigrated_url)
    installation.database.close()
    downgrade(unmigrated_url, "0006")
    former = lookup_keys(unmigrated_url, "data_key_id, ")
    assert {row[1:] for row in former} == before
    assert all(row[0] for row in former)
    upgrade(unmigrated_url)
    assert before
    assert lookup_keys(unmigrated_url) == before


def test_months_and_years_of_the_world_are_there_after_an_upgrade(
    unmigrated_url: str, tmp_path: Path
) -> None:
    upgrade(unmigrated_url)
    installation = make_installation(unmigrated_url, tmp_path)
    officer, persons = make_actor(installation, Role.OFFICER), [{}, {"involvement": "perpetrator"}]
    for country in ("KH", "TH", "KH"):
        submit(installation, officer, country_code=country, persons=persons)
    refresh_cube(installation)
    installation.database.close()
    before = narrow_periods(unmigrated_url)
    downgrade(unmigrated_url, "0007")
    upgrade(unmigrated_url)
    assert all(before.values())
    assert narrow_periods(unmigrated_url) == before


def narrow_periods(url: str) -> dict[str, set[tuple[object, ...]]]:
    """Every cell of months and years by country and of the whole world, as it is stored."""
    database = Database(url)
    found = {}
    with database.engine.connect() as connection:
        living = "SELECT value FROM system_fact WHERE name = 'cube_generation'"
        generation = connection.exec_driver_sql(living).scalar_one()
        for name in ("person_country", "person_world", "case_country", "case_world"):
            query = f"SELECT * FROM {name}_{generation}"
            found[name] = {tuple(row) for row in connection.exec_driver_sql(query)}
    database.close()
    return found


def lookup_keys(url: str, more: str = "") -> set[tuple[object, ...]]:
    """Every key under which a person or caller is found, as it is stored."""
    database = Database(url)
    query = f"SELECT {more}subject, subject_id, kind, digest FROM lookup_key"
    with database.engine.connect() as connection:
        found = {tuple(row) for row in connection.exec_driver_sql(query)}
    database.close()
    return found
