"""Rows of imports and of what became of each report of a sheet."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, select, update
from sqlmodel import Session, col

from safety_center.store.tables import SheetImport, SheetRow

_ROWS: Any = SheetRow.__table__


def fetch_import(session: Session, token: str, lock: bool = False) -> SheetImport | None:
    """An import by its token; with `lock`, held until the transaction ends."""
    query = select(SheetImport).where(col(SheetImport.token) == token)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session.execute(query).scalar_one_or_none()


def fetch_imports(session: Session, account_id: int, limit: int) -> Sequence[SheetImport]:
    """An account's imports, newest first."""
    mine = select(SheetImport).where(col(SheetImport.account_id) == account_id)
    return session.execute(mine.order_by(col(SheetImport.id).desc()).limit(limit)).scalars().all()


def fetch_pending(session: Session, states: Iterable[str]) -> list[int]:
    """Ids of imports in one of the states, oldest first."""
    query = select(SheetImport.id).where(col(SheetImport.state).in_(list(states)))
    return list(session.execute(query.order_by(col(SheetImport.id))).scalars())


def fetch_earlier(session: Session, account_id: int, content_hash: str) -> SheetImport | None:
    """The last import of the same file by the same account that was stored."""
    query = select(SheetImport).where(
        col(SheetImport.account_id) == account_id,
        col(SheetImport.content_hash) == content_hash,
        col(SheetImport.finished_at).is_not(None),
    )
    return session.execute(query.order_by(col(SheetImport.id).desc()).limit(1)).scalar_one_or_none()


def fetch_rows(
    session: Session, import_id: int, kind: str | None, after_line: int, limit: int
) -> Sequence[SheetRow]:
    """Rows in file order after a line, of one kind or of all."""
    query = select(SheetRow).where(
        col(SheetRow.import_id) == import_id, col(SheetRow.line) > after_line
    )
    if kind is not None:
        query = query.where(col(SheetRow.kind) == kind)
    return session.execute(query.order_by(col(SheetRow.line)).limit(limit)).scalars().all()


def fetch_lines(session: Session, import_id: int, lines: Sequence[int]) -> dict[int, SheetRow]:
    """Line → row, of lines given in order."""
    if not lines:
        return {}
    query = select(SheetRow).where(
        col(SheetRow.import_id) == import_id, col(SheetRow.line).between(lines[0], lines[-1])
    )
    return {row.line: row for row in session.execute(query).scalars()}


def count_rows(session: Session, import_id: int) -> dict[tuple[str, bool, bool], int]:
    """`(kind, accepted, to be joined)` → reports."""
    joins = col(SheetRow.joins)
    query = (
        select(SheetRow.kind, SheetRow.accepted, joins, func.count())
        .where(col(SheetRow.import_id) == import_id)
        .group_by(SheetRow.kind, SheetRow.accepted, joins)
    )
    return {(row[0], row[1], row[2]): row[3] for row in session.execute(query)}


def decide_all(session: Session, import_id: int, kind: str, accepted: bool) -> None:
    """The same decision for every report of a kind; none of them joins another case."""
    chosen = (col(SheetRow.import_id) == import_id, col(SheetRow.kind) == kind)
    session.execute(update(SheetRow).where(*chosen).values(accepted=accepted, joins=False))


def update_rows(session: Session, import_id: int, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write what became of reports: mappings of `line`, `kind`, both numbers and `content`."""
    if not rows:
        return
    names = ("kind", "receipt_number", "case_number", "content")
    statement = (
        update(_ROWS)
        .where(_ROWS.c.import_id == import_id, _ROWS.c.line == bindparam("at_line"))
        .values({name: bindparam(f"new_{name}") for name in names})
    )
    session.connection().execute(
        statement,
        [{"at_line": row["line"], **{f"new_{n}": row[n] for n in names}} for row in rows],
    )


def remove_rows(session: Session, import_id: int) -> None:
    """Remove what is kept of an import's reports."""
    session.execute(delete(SheetRow).where(col(SheetRow.import_id) == import_id))


def fetch_before(session: Session, before: datetime, without: str) -> Sequence[SheetImport]:
    """Imports given in before an instant, those in state `without` left out."""
    query = select(SheetImport).where(
        col(SheetImport.created_at) < before, col(SheetImport.state) != without
    )
    return session.execute(query).scalars().all()


def fetch_tokens(session: Session) -> set[str]:
    """Tokens of every import."""
    return set(session.execute(select(SheetImport.token)).scalars())
