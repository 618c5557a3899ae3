"""The trail's chain: its end, and appending to it. Walking it is in `trail_chain`, reading in `trail_pages`."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert, select
from sqlmodel import Session

from safety_center.store.numbers import UPSERT_OF_COUNTERS, first_numbers, take_numbers
from safety_center.store.rows import Insert, insert_all, insert_and_commit
from safety_center.store.session import FLUSHED_LATER
from safety_center.store.tables.trail import TrailEntry, TrailHead
from safety_center.store.trips import travel

GENESIS = "0" * 64
_HEAD_ID = 1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
#: What is hashed is the text: these never change.
_DETAIL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, default=str)
_ENTRY = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True)
class TrailDraft:
    """One act to be written when the transaction ends; signed by the unit's actor unless it says by whom."""

    action: str
    subject: str | None = None
    rows: int = 0
    result: str = "ok"
    detail: Mapping[str, Any] = field(default_factory=dict)
    at: datetime | None = None
    signature: "Signature | None" = None


@dataclass(frozen=True)
class Signature:
    """Who acts and from where, the same for every act of one request or command."""

    account_id: int | None
    username: str | None
    role: str | None
    unit_code: str | None
    client: str | None
    request_id: str | None


@dataclass(frozen=True)
class Head:
    """The chain's end: the last number, its instant and its hash."""

    seq: int
    at: datetime
    hash: str


#: Whoever takes numbers and head at once queues here in order of arrival; rows are let go to anybody.
_TURN = 0x5AFE_0001
_HEAD: Any = TrailHead.__table__
_LOCK_HEAD = select(_HEAD.c.seq, _HEAD.c.at, _HEAD.c.hash).where(_HEAD.c.id == _HEAD_ID)
_LOCK_HEAD = _LOCK_HEAD.with_for_update()
#: Writing the head as it is locks it and gives its newest values; a first act also makes it. The text
#: is the same for any number of series, so that the server keeps it prepared.
_NUMBERS_AND_HEAD = (
    f"WITH turn AS MATERIALIZED (SELECT pg_advisory_xact_lock({_TURN}),"  # noqa: S608 - constants of ours, values as marks
    " set_config('synchronous_commit', 'off', true)),"
    f" taken AS ({UPSERT_OF_COUNTERS}),"
    " counted AS (SELECT json_object_agg(series, last) AS numbers FROM taken)"
    " INSERT INTO trail_head (id, seq, at, hash)"
    f" SELECT {_HEAD_ID}, 0, '{_EPOCH.isoformat()}'::timestamptz, '{GENESIS}' FROM counted"
    " ON CONFLICT (id) DO UPDATE SET seq = trail_head.seq"
    " RETURNING (SELECT numbers FROM counted), seq, at, hash"
)
_MOVE = "ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, at = excluded.at, hash = excluded.hash"


def lock_head(session: Session) -> Head:
    """The chain's end, locked until the transaction ends; the last lock every writer takes."""
    row = session.connection().execute(_LOCK_HEAD).one_or_none()
    if row is not None:
        return Head(*row)
    head = Head(0, _EPOCH, GENESIS)
    session.connection().execute(insert(_HEAD).values(id=_HEAD_ID, **asdict(head)))
    return head


def lock_head_with_numbers(
    session: Session, series: Mapping[str, int]
) -> tuple[dict[str, int], Head]:
    """`take_numbers` and `lock_head` in one trip, for whoever writes all the rest in the next one.

    Counters are locked before the head here too: the row of the head is made of what they gave. The
    locks end with the commit, before the disk has it: `Database.writing` waits for that without them.
    """
    connection = session.connection()
    if connection.dialect.name != "postgresql":
        return take_numbers(session, series), lock_head(session)
    session.info[FLUSHED_LATER] = True
    (rows,) = travel(connection, (_NUMBERS_AND_HEAD, (json.dumps(series),)))
    last, seq, at, digest = rows[0]
    return first_numbers(series, last), Head(seq, at.astimezone(UTC), digest)


def move_head(session: Session, head: Head) -> None:
    """Let the chain end there; under the lock of `lock_head`."""
    insert_all(session, [_end_at(head)])


def _end_at(head: Head) -> Insert:
    return Insert(TrailHead, [{"id": _HEAD_ID, **asdict(head)}], _MOVE)


def append_entries(
    session: Session,
    head: Head,
    drafts: Sequence[TrailDraft],
    signature: Signature,
    at: datetime,
    others: Sequence[Insert] = (),
    last: bool = False,
) -> None:
    """Chain the drafts to the locked head. `at` is taken after the lock; drafts may carry their own.

    `others` is written in the same trip to the database, since everybody waits for the head; `last`:
    nothing else is to be written, so the commit may travel along.
    """
    rows, seq, previous = [], head.seq, head.hash
    for draft in drafts:
        seq += 1
        row: dict[str, Any] = {
            "seq": seq,
            "at": draft.at or at,
            **(draft.signature or signature).__dict__,
            "action": draft.action,
            "result": draft.result,
            "subject": draft.subject,
            "rows": draft.rows,
            "detail": _DETAIL.encode(draft.detail),
        }
        digest = entry_hash(row, previous)
        rows.append({**row, "previous_hash": previous, "hash": digest})
        previous = digest
    end = _end_at(Head(seq, max(at, head.at), previous))
    write = insert_and_commit if last else insert_all
    write(session, [*others, Insert(TrailEntry, rows), end])


_HASHED = (
    "seq at account_id username role unit_code client request_id action result subject rows detail"
).split()


def entry_hash(row: Mapping[str, Any], previous_hash: str) -> str:
    """SHA-256 over every column in a fixed order and the previous row's hash."""
    values = [row[name] for name in _HASHED]
    values[1] = row["at"].astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    text = _ENTRY.encode([*values, previous_hash])
    return hashlib.sha256(text.encode()).hexdigest()


def fetch_end(session: Session) -> tuple[int, str]:
    """Sequence number and hash of the chain's end."""
    head = session.get(TrailHead, _HEAD_ID)
    return (head.seq, head.hash) if head is not None else (0, GENESIS)
