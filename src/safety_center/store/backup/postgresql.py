"""PostgreSQL: dumped from an exported snapshot by `pg_dump`, put back in one transaction by `pg_restore`.

Nothing plain touches a disk: both programs are read from and written to by pipes.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from psycopg.conninfo import make_conninfo
from sqlalchemy import text
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import DBAPIError

from safety_center.domain.backups import BackupFault, Facts
from safety_center.domain.errors import N_
from safety_center.store.backup.facts import list_tables, read_facts
from safety_center.store.session import Database

_READ_BYTES = 1 << 20
#: A schema in which `restore --replace` keeps what was there; it is in no backup.
ASIDE = "before_restore_"
_DUMP = ("--format=custom", "--compress=1", "--no-password", f"--exclude-schema={ASIDE}*")
_RESTORE = ("--format=custom", "--no-password", "--no-owner", "--no-privileges")
_RESTORE += ("--single-transaction", "--exit-on-error")


@contextmanager
def dump(database: Database, programs: Path | None) -> Iterator[tuple[Facts, Iterator[bytes]]]:
    """Facts and content of one and the same snapshot; nobody who writes waits for it."""
    engine = database.engine.execution_options(isolation_level="REPEATABLE READ")
    with engine.connect() as connection:
        snapshot = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
        facts = read_facts(connection)
        yield facts, _run_dump(database.url, programs, f"--snapshot={snapshot}")


def load(url: str, programs: Path | None, pieces: Iterable[bytes]) -> None:
    """Put a dump into a database without tables; all of it or nothing."""
    command = _command("pg_restore", programs, url, *_RESTORE)
    with _started(command, url, stdin=subprocess.PIPE) as (process, said):
        try:
            with suppress(BrokenPipeError):  # it ended early, and says why below
                for piece in pieces:
                    process.stdin.write(piece)
                process.stdin.close()
        except BaseException:
            process.kill()  # before it has heard the end, so that nothing stays
            raise
        _require_success(process, said)


@contextmanager
def scratch_database(url: str) -> Iterator[str]:
    """The URL of an empty database on the same server, dropped when left; older ones of killed drills too."""
    name = f"{_name_of(url)}_drill"
    try:
        _outside(url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        _outside(url, f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'")
    except DBAPIError:
        message = N_(
            "연습용 데이터베이스를 만들 권한이 없습니다. 만들 수 있는 계정으로 실행하거나(CREATEDB),"
            " 다른 서버에서 `safety-center restore`로 연습하십시오."
        )
        raise BackupFault(message) from None
    try:
        yield make_url(url).set(database=name).render_as_string(hide_password=False)
    finally:
        _outside(url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def is_empty(connection: Connection) -> bool:
    """No table is there."""
    return not list_tables(connection)


def require_nobody(connection: Connection) -> None:
    """Raise `BackupFault` while anybody else is connected."""
    query = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )
    if connection.execute(text(query)).scalar_one():
        raise BackupFault(
            N_("데이터베이스를 쓰고 있는 프로그램이 있습니다. 서버와 일정 작업을 멈추십시오.")
        )


def set_aside(connection: Connection, name: str) -> None:
    """Keep everything there is under another schema's name, and begin with an empty one."""
    connection.execute(text(f'ALTER SCHEMA public RENAME TO "{name}"'))
    _make_schema(connection)


def bring_back(connection: Connection, name: str | None) -> None:
    """Undo a restore that failed: what came is dropped, what was set aside returns."""
    connection.execute(text("DROP SCHEMA public CASCADE"))
    if name is None:
        _make_schema(connection)
    else:
        connection.execute(text(f'ALTER SCHEMA "{name}" RENAME TO public'))


def _make_schema(connection: Connection) -> None:
    connection.execute(text("CREATE SCHEMA public AUTHORIZATION pg_database_owner"))
    connection.execute(text("GRANT USAGE ON SCHEMA public TO PUBLIC"))


def _run_dump(url: str, programs: Path | None, snapshot: str) -> Iterator[bytes]:
    command = _command("pg_dump", programs, url, *_DUMP, snapshot)
    with _started(command, url, stdout=subprocess.PIPE) as (process, said):
        while piece := process.stdout.read(_READ_BYTES):
            yield piece
        _require_success(process, said)


def _command(program: str, programs: Path | None, url: str, *options: str) -> list[str]:
    found = shutil.which(program, path=str(programs) if programs else None)
    if found is None:
        message = N_(
            "%(program)s 프로그램이 없습니다. 서버와 같은 판의 PostgreSQL 클라이언트를 설치하거나,"
            " 있는 폴더를 SAFETY_CENTER_POSTGRESQL_PROGRAMS에 적으십시오."
        )
        raise BackupFault(message, program=program)
    return [found, *options, "--dbname", make_conninfo(**_parameters(url, "password"))]


@contextmanager
def _started(command: list[str], url: str, **pipes: int) -> Iterator[tuple[Any, IO[bytes]]]:
    """The password goes by the environment, where other accounts of the host do not see it."""
    password = _parameters(url).get("password")
    environment = {**os.environ, **({"PGPASSWORD": str(password)} if password else {})}
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, env=environment, stderr=said, **pipes)
        try:
            yield process, said
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with suppress(BrokenPipeError):
                        pipe.close()


def _require_success(process: Any, said: IO[bytes]) -> None:
    """What follows the first line (detail, context) may hold somebody's data and is not passed on."""
    if process.wait() == 0:
        return
    said.seek(0)
    lines = [line for line in said.read().decode("utf-8", "replace").splitlines() if line.strip()]
    first = next((line for line in lines if "error" in line.lower()), lines[0] if lines else "?")
    raise BackupFault(N_("PostgreSQL 프로그램이 실패했습니다: %(reason)s"), reason=first[:300])


def _parameters(url: str, *without: str) -> Mapping[str, Any]:
    parsed = make_url(url)
    _, parameters = parsed.get_dialect()().create_connect_args(parsed)
    return {name: value for name, value in parameters.items() if name not in without}


def _name_of(url: str) -> str:
    """The name of the database, as the server says: the URL may leave it to a service file."""
    database = Database(url)
    try:
        with database.engine.connect() as connection:
            return str(connection.execute(text("SELECT current_database()")).scalar_one())
    finally:
        database.close()


def _outside(url: str, statement: str) -> None:
    """A statement that runs in no transaction."""
    database = Database(url)
    try:
        engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
    finally:
        database.close()
