"""Several statements to PostgreSQL in one trip, prepared once for each connection.

The driver's own pipeline asks the system for each statement whether it may be sent, waits for the
beginning of the transaction and for its end by themselves, and forgets what it prepared at every
rollback, which every reading session ends with. Each of these waits lets other threads go first.
"""

import select
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import psycopg
from psycopg import pq
from psycopg.adapt import Transformer
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

#: A statement with `%s` where its values stand, each of which is text that the statement casts.
Command = tuple[str, Sequence[str]]
Rows = list[tuple[Any, ...]]
_KEPT = "trips"
_BEGIN = ("BEGIN", ())
_GOOD = (pq.ExecStatus.COMMAND_OK, pq.ExecStatus.TUPLES_OK)


@dataclass
class _Line:
    """A connection that travels: its statements by their text, and how it reads what comes back."""

    reader: Any
    names: dict[str, bytes] = field(default_factory=dict)


def travel(connection: Connection, *commands: Command) -> list[Rows]:
    """Run the commands one after another in the transaction, or in a new one; the rows of each.

    Raises what the library raises (`IntegrityError` and others), without the values.
    """
    held = connection.connection
    driver: Any = held.driver_connection
    wanted = list(commands)
    try:
        line = held.info.get(_KEPT) or held.info.setdefault(_KEPT, _open(driver))
        begins = driver.pgconn.transaction_status == pq.TransactionStatus.IDLE
        with driver.lock:
            results = _exchange(driver.pgconn, line, [_BEGIN, *wanted] if begins else wanted)
    except psycopg.Error as error:
        held.info.pop(_KEPT, None)  # whether the server knows a statement now is not known
        text = commands[0][0]
        raise DBAPIError.instance(
            text, None, error, psycopg.Error, hide_parameters=True, dialect=connection.dialect
        ) from error
    return [_rows(line.reader, result) for result in results[begins:]]


def _open(driver: Any) -> _Line:
    """Let the driver forget what it prepared, and prepare nothing anew: it would take ours along."""
    driver.execute("DEALLOCATE ALL", prepare=False)
    driver.prepare_threshold = None
    return _Line(Transformer(driver))


def _exchange(pgconn: Any, line: _Line, commands: Sequence[Command]) -> list[Any]:
    """Send everything, then wait until all of it is done; a result for each command."""
    wanted = []
    pgconn.enter_pipeline_mode()
    try:
        for command in commands:
            wanted += _send(pgconn, line.names, *command)
        pgconn.pipeline_sync()
        results = list(_receive(pgconn))
        pgconn.exit_pipeline_mode()
    except BaseException:  # half of an answer is left in it
        pgconn.finish()
        raise
    _refuse_failed(results)
    return [result for result, asked in zip(results, wanted, strict=True) if asked]


def _send(
    pgconn: Any, names: dict[str, bytes], text: str, values: Sequence[str]
) -> tuple[bool, ...]:
    """Send one command; for each result that it will have, whether it is the command's own."""
    name, known = names.get(text), text in names
    if name is None:
        name = names[text] = f"trip_{len(names)}".encode()
        pgconn.send_prepare(name, _numbered(text))
    pgconn.send_query_prepared(name, [value.encode() for value in values])
    return (True,) if known else (False, True)


def _receive(pgconn: Any) -> Iterator[Any]:
    """The results as they come, up to the end of the trip."""
    waiting = select.poll()
    waiting.register(pgconn.socket, select.POLLIN | select.POLLOUT)
    while pgconn.flush():
        waiting.poll()
        pgconn.consume_input()
    waiting.modify(pgconn.socket, select.POLLIN)
    while True:
        while pgconn.is_busy():
            waiting.poll()
            pgconn.consume_input()
        result = pgconn.get_result()
        if result is None:  # between two commands, unless nothing can come any more
            if pgconn.status == pq.ConnStatus.BAD:
                raise psycopg.OperationalError("the connection to the server is lost")
            continue
        if result.status == pq.ExecStatus.PIPELINE_SYNC:
            return
        yield result


def _refuse_failed(results: Sequence[Any]) -> None:
    for result in results:
        if result.status not in _GOOD:
            raise psycopg.errors.error_from_result(result)


@lru_cache(maxsize=256)
def _numbered(statement: str) -> bytes:
    """With the marks that the server knows."""
    first, *rest = statement.split("%s")
    return (first + "".join(f"${number}{part}" for number, part in enumerate(rest, 1))).encode()


def _rows(reader: Any, result: Any) -> Rows:
    if not result.ntuples:
        return []
    reader.set_pgresult(result)
    rows: Rows = reader.load_rows(0, result.ntuples, tuple)
    return rows
