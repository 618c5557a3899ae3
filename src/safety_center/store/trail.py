"""The trail's chain: its end, and appending to it. Walking it is in `trail_chain`, reading in `trail_pages`."""

import hashlib
import json
from collections.abc import Mapping, Sequence
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


def fetch_end(session: Session) -> tuple[int, str]:
    """Sequence number and hash of the chain's end."""
    head = session.get(TrailHead, _HEAD_ID)
    return (head.seq, head.hash) if head is not None else (0, GENESIS)
