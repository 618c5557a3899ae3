"""Rows of the trail: appending to the chain, reading it, finding where it breaks."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session

from safety_center.store.rows import insert_rows
from safety_center.store.tables.trail import TrailEntry, TrailHead

GENESIS = "0" * 64
_HEAD_ID = 1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CHUNK = 2_000


@dataclass(frozen=True)
class TrailDraft:
    """One act to be written when the transaction ends."""

    action: str
    subject: str | None = None
    rows: int = 0
    result: str = "ok"
    detail: Mapping[str, Any] = field(default_factory=dict)
    at: datetime | None = None


@dataclass(frozen=True)
class Signature:
    """Who acts and from where, the same for every act of one request or command."""

    account_id: int | None
    username: str | None
    role: str | None
    unit_code: str | None
    client: str | None
    request_id: str | None


def lock_head(session: Session) -> TrailHead:
    """The chain's end, locked until the transaction ends; the last lock every writer takes."""
    head = session.execute(
        select(TrailHead).where(TrailHead.id == _HEAD_ID).with_for_update()
    ).scalar_one_or_none()
    if head is None:
        head = TrailHead(id=_HEAD_ID, seq=0, at=_EPOCH, hash=GENESIS)
        session.add(head)
        session.flush()
    return head


def append_entries(
    session: Session,
    head: TrailHead,
    drafts: Sequence[TrailDraft],
    signature: Signature,
    at: datetime,
) -> None:
    """Chain the drafts to the locked head. `at` is taken after the lock; drafts may carry their own."""
    rows, seq, previous = [], head.seq, head.hash
    for draft in drafts:
        seq += 1
        row: dict[str, Any] = {
            "seq": seq,
            "at": draft.at or at,
            **signature.__dict__,
            "action": draft.action,
            "result": draft.result,
            "subject": draft.subject,
            "rows": draft.rows,
            "detail": json.dumps(draft.detail, ensure_ascii=False, sort_keys=True, default=str),
        }
        digest = entry_hash(row, previous)
        rows.append({**row, "previous_hash": previous, "hash": digest})
        previous = digest
    insert_rows(session, TrailEntry, rows)
    session.execute(
        update(TrailHead)
        .where(TrailHead.id == _HEAD_ID)
        .values(seq=seq, hash=previous, at=max(at, head.at))
        .execution_options(synchronize_session=False)
    )


_HASHED = (
    "seq at account_id username role unit_code client request_id action result subject rows detail"
).split()


def entry_hash(row: Mapping[str, Any], previous_hash: str) -> str:
    """SHA-256 over every column in a fixed order and the previous row's hash."""
    values = [row[name] for name in _HASHED]
    values[1] = row["at"].astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    text = json.dumps([*values, previous_hash], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class TrailFault:
    """Where the chain breaks: `changed`, `removed`, `reordered` or `cut` (rows missing at the end)."""

    seq: int
    kind: str


def find_faults(session: Session) -> Iterator[TrailFault]:
    """Walk the whole chain in constant memory and name every broken row."""
    expected_seq, previous = 0, GENESIS
    for row in iterate_entries(session):
        expected_seq += 1
        if row["seq"] != expected_seq:
            yield TrailFault(expected_seq, "removed")
            expected_seq = row["seq"]
        elif row["previous_hash"] != previous:
            yield TrailFault(row["seq"], "reordered")
        if entry_hash(row, row["previous_hash"]) != row["hash"]:
            yield TrailFault(row["seq"], "changed")
        previous = row["hash"]
    head = session.get(TrailHead, _HEAD_ID)
    if head is not None and (head.seq, head.hash) != (expected_seq, previous):
        yield TrailFault(head.seq, "cut")


def iterate_entries(session: Session) -> Iterator[Mapping[str, Any]]:
    """Every entry in order, as mappings, a chunk at a time."""
    table = TrailEntry.__table__
    last = 0
    while True:
        rows = (
            session.execute(
                select(table).where(table.c.seq > last).order_by(table.c.seq).limit(_CHUNK)
            )
            .mappings()
            .all()
        )
        yield from rows
        if len(rows) < _CHUNK:
            return
        last = rows[-1]["seq"]


def fetch_end(session: Session) -> tuple[int, str]:
    """Sequence number and hash of the chain's end."""
    head = session.get(TrailHead, _HEAD_ID)
    return (head.seq, head.hash) if head is not None else (0, GENESIS)
