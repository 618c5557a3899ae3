"""Fixtures every test may use; what builds cases, accounts, contexts is in tests/factories.py."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy.engine import make_url
from xdist.scheduler import LoadScopeScheduling

from safety_center.services.installation import Installation
from tests import databases, factories, once
from tests.lending import Lender

DATABASES = ("sqlite", "postgresql")

# What waits for a browser or for processes of its own depends on how busy the machine is. These are
# tried a second time, and the run's last lines name each that was; everything else fails at once.
_REAL_PROCESSES = (
    "tests/browser/",
    "test_backup.py",
    "test_jobs_process.py",
    "test_killed_server.py",
    "test_metrics.py",
    "test_wheel.py",
    "test_wheelhouse.py",
    "test_api_document.py",
    "test_benchmarks.py",
)


def pytest_configure(config: pytest.Config) -> None:
    if databases.RUN_FOLDER not in os.environ:  # the controller, or the only process
        databases.open_run_folder()
        config.add_cleanup(databases.close_run_folder)
    once.keep_address_builders()
    once.keep_statements()


def pytest_collection_finish() -> None:
    # Modules and tests stay to the end: going through them a few hundred times took the collector
    # a fifth of all processor time. What a test leaves is collected as ever, only in larger lots.
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 10, 10)


def pytest_sessionfinish() -> None:
    gc.unfreeze()  # so that extension modules find nothing left at the end of the process


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if any(name in item.nodeid.partition("::")[0] for name in _REAL_PROCESSES):
            item.add_marker(pytest.mark.flaky(reruns=1))


class _BrowserTogether(LoadScopeScheduling):
    """All browser tests on one worker, which starts with them; any other test goes where there is
    room. (`--dist loadgroup` does not group with this pytest: pytest-xdist issue 1386.)"""

    def _split_scope(self, nodeid: str) -> str:
        return "browser" if nodeid.startswith("tests/browser/") else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> LoadScopeScheduling:
    return _BrowserTogether(config, log)


@pytest.fixture(scope="session", autouse=True)
def costly_hasher() -> Iterator[PasswordHasher]:
    """What hashes passwords in operation; meanwhile the tests' are hashed at the least cost."""
    with once.cheap_passwords() as real:
        yield real


@pytest.fixture(scope="session")
def postgres_url() -> str:
    """The maintenance database of one real PostgreSQL, started when first asked for."""
    return databases.start_postgres()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file; copy it, never open it."""
    from safety_center.store.migrate import upgrade

    path = tmp_path_factory.mktemp("template") / "template.sqlite3"
    upgrade(databases.sqlite_url(path))
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres_url: str) -> str:
    """The name of a migrated, empty PostgreSQL database; copy it, never connect to it."""
    from safety_center.store.migrate import upgrade

    url = databases.create_postgres_database(postgres_url)
    upgrade(url)
    name = make_url(url).database
    assert name
    return name


@pytest.fixture
def sqlite_database_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A migrated, empty SQLite database of this test's own."""
    return databases.copy_sqlite_database(sqlite_template, tmp_path / "safety_center.sqlite3")


@pytest.fixture(scope="session")
def postgres_lender(postgres_url: str, postgres_template: str) -> Lender:
    return Lender(postgres_url, postgres_template)


@pytest.fixture
def postgres_database_url(postgres_lender: Lender) -> Iterator[str]:
    """A migrated, empty PostgreSQL database, this test's alone."""
    lent = postgres_lender.lend()
    yield lent.url
    postgres_lender.take_back(lent)


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated, empty database of this test's own: the test runs once on each database system."""
    name = {"sqlite": "sqlite_database_url", "postgresql": "postgres_database_url"}[request.param]
    return request.getfixturevalue(name)


@pytest.fixture(params=DATABASES)
def unmigrated_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without any table, on each database system: for rehearsing migrations."""
    if request.param == "sqlite":
        yield databases.sqlite_url(tmp_path / "unmigrated.sqlite3")
        return
    server_url = request.getfixturevalue("postgres_url")
    url = databases.create_postgres_database(server_url)
    yield url
    databases.drop_postgres_database(server_url, url)


def _load_reference(url: str, folder: Path) -> None:
    factories.make_installation(url, folder).database.close()


@pytest.fixture(scope="session")
def sqlite_loaded_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The template with reference data in it: loading takes far longer than copying."""
    folder = tmp_path_factory.mktemp("loaded")
    path = folder / "loaded.sqlite3"
    _load_reference(databases.copy_sqlite_database(sqlite_template, path), folder)
    return path


@pytest.fixture(scope="session")
def postgres_loaded_template(
    postgres_url: str, postgres_template: str, tmp_path_factory: pytest.TempPathFactory
) -> str:
    """The same on PostgreSQL."""
    url = databases.create_postgres_database(postgres_url, postgres_template)
    _load_reference(url, tmp_path_factory.mktemp("loaded"))
    return str(make_url(url).database)


@pytest.fixture(scope="session")
def postgres_loaded_lender(postgres_url: str, postgres_loaded_template: str) -> Lender:
    return Lender(postgres_url, postgres_loaded_template)


@pytest.fixture
def sqlite_installation(sqlite_loaded_template: Path, tmp_path: Path) -> Iterator[Installation]:
    """An installation with reference data on SQLite: for what no database system changes."""
    url = databases.copy_sqlite_database(sqlite_loaded_template, tmp_path / "loaded.sqlite3")
    made = factories.make_installation(url, tmp_path)
    yield made
    made.database.close()


@pytest.fixture
def postgres_installation(postgres_loaded_lender: Lender, tmp_path: Path) -> Iterator[Installation]:
    """The same on PostgreSQL."""
    lent = postgres_loaded_lender.lend()
    made = factories.make_installation(lent.url, tmp_path)
    yield made
    made.database.close()
    postgres_loaded_lender.take_back(lent)


@pytest.fixture(params=DATABASES)
def installation(request: pytest.FixtureRequest) -> Installation:
    """An installation with reference data; the test runs once on each database system."""
    name = {"sqlite": "sqlite_installation", "postgresql": "postgres_installation"}[request.param]
    return request.getfixturevalue(name)
