"""Walking along the trail's chain: where it breaks, and what is left of a stretch after retention."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    and_,
    delete,
    func,
    not_,
    or_,
    select,
)
from sqlmodel import Session, col

from safety_center.domain.trail import ACCESS_BEGINNINGS, ACCESS_ENDINGS, RIGHTS_BEGINNINGS
from safety_center.store.tables.trail import TrailAnchor, TrailEntry
from safety_center.store.trail import GENESIS, entry_hash, fetch_end

_CHUNK = 2_000
PURGE = "trail.purge"
#: What of an anchor the act of its purge repeats.
_REPEATED = ("last_seq", "hash", "kept", "digest")


@dataclass(frozen=True)
class TrailFault:
    """Where the chain breaks: `changed`, `removed`, `reordered`, `cut` (rows missing at the end) or
    `anchor` (a stretch shortened by retention is not what its purge left)."""

    seq: int
    kind: str


@dataclass
class _Walk:
    """Where a walk stands; `kept` hashes the entries left of the stretch before the anchor."""

    anchor: TrailAnchor | None
    expected: int = 0
    previous: str = GENESIS
    kept: Any = field(default_factory=hashlib.sha256)
    kept_rows: int = 0
    last_purge: Mapping[str, Any] = field(default_factory=dict)
    past_anchor: bool = False


def find_faults(
    session: Session, progress: Callable[[int], None] | None = None
) -> Iterator[TrailFault]:
    """Walk the chain to the end it had when the walk began, in constant memory; name every broken row.

    `progress` is told the sequence number reached, once per chunk.
    """
    end_seq, end_hash = fetch_end(session)
    walk = _Walk(newest_anchor(session))
    for row in iterate_entries(session, end_seq, progress):
        yield from _step(walk, row)
    yield from _pass_anchor(walk)
    if walk.anchor is not None and not _is_told(walk):
        yield TrailFault(walk.anchor.last_seq, "anchor")
    if (end_seq, end_hash) != (walk.expected, walk.previous):
        yield TrailFault(end_seq, "cut")


def _step(walk: _Walk, row: Mapping[str, Any]) -> Iterator[TrailFault]:
    if entry_hash(row, row["previous_hash"]) != row["hash"]:
        yield TrailFault(row["seq"], "changed")
    if row["action"] == PURGE:
        walk.last_purge = json.loads(row["detail"])
    if walk.anchor is not None and row["seq"] <= walk.anchor.last_seq:
        walk.kept.update(row["hash"].encode())
        walk.kept_rows += 1
        return
    yield from _pass_anchor(walk)
    walk.expected += 1
    if row["seq"] != walk.expected:
        yield TrailFault(walk.expected, "removed")
        walk.expected = row["seq"]
    elif row["previous_hash"] != walk.previous:
        yield TrailFault(row["seq"], "reordered")
    walk.previous = row["hash"]


def _pass_anchor(walk: _Walk) -> Iterator[TrailFault]:
    """From here the chain is whole again: it goes on from the anchor's hash."""
    if walk.anchor is None or walk.past_anchor:
        return
    walk.past_anchor = True
    walk.expected, walk.previous = walk.anchor.last_seq, walk.anchor.hash
    if (walk.kept_rows, walk.kept.hexdigest()) != (walk.anchor.kept, walk.anchor.digest):
        yield TrailFault(walk.anchor.last_seq, "anchor")


def _is_told(walk: _Walk) -> bool:
    """An anchor is worth what the act of its purge, itself in the chain, says about it."""
    return all(walk.last_purge.get(name) == getattr(walk.anchor, name) for name in _REPEATED)


def iterate_entries(
    session: Session, end_seq: int, progress: Callable[[int], None] | None = None
) -> Iterator[Any]:
    """Every entry up to a sequence number in order, as mappings, a chunk at a time."""
    table: Any = TrailEntry.__table__
    last = 0
    while True:
        wanted = and_(table.c.seq > last, table.c.seq <= end_seq)
        query = select(table).where(wanted).order_by(table.c.seq).limit(_CHUNK)
        rows = session.execute(query).mappings().all()
        yield from rows
        if len(rows) < _CHUNK:
            return
        last = rows[-1]["seq"]
        if progress is not None:
            progress(last)


def newest_anchor(session: Session) -> TrailAnchor | None:
    """The anchor in force: it covers everything before it."""
    query = select(TrailAnchor).order_by(col(TrailAnchor.last_seq).desc()).limit(1)
    return session.execute(query).scalar_one_or_none()


def last_seq_before(session: Session, at: datetime) -> int:
    """The newest entry written before an instant; 0 where there is none. Instants rise with the chain."""
    query = select(col(TrailEntry.seq)).where(col(TrailEntry.at) < at)
    query = query.order_by(col(TrailEntry.at).desc(), col(TrailEntry.seq).desc()).limit(1)
    return session.execute(query).scalar_one_or_none() or 0


def old_entries(
    last_seq: int, access_before: datetime, rights_before: datetime
) -> ColumnElement[bool]:
    """Which entries go: access before one instant, rights to access before another, nothing else."""
    action = col(TrailEntry.action)
    is_right = or_(*(action.startswith(begin) for begin in RIGHTS_BEGINNINGS))
    is_access = or_(
        *(action.endswith(end) for end in ACCESS_ENDINGS),
        *(action.startswith(begin) for begin in ACCESS_BEGINNINGS),
    )
    at = col(TrailEntry.at)
    gone = or_(
        and_(is_access, not_(is_right), at < access_before), and_(is_right, at < rights_before)
    )
    return and_(col(TrailEntry.seq) <= last_seq, gone)


def count_entries(session: Session, wanted: ColumnElement[bool]) -> int:
    """How many."""
    return session.execute(select(func.count()).select_from(TrailEntry).where(wanted)).scalar_one()


def digest_of_kept(session: Session, last_seq: int, gone: ColumnElement[bool]) -> tuple[int, str]:
    """Number and digest of what will be left up to `last_seq`."""
    query = select(col(TrailEntry.hash)).where(col(TrailEntry.seq) <= last_seq, not_(gone))
    digest, rows = hashlib.sha256(), 0
    for value in session.execute(query.order_by(col(TrailEntry.seq))).scalars():
        digest.update(value.encode())
        rows += 1
    return rows, digest.hexdigest()


def fetch_hash(session: Session, seq: int) -> str | None:
    """The hash of an entry that is still there."""
    query = select(col(TrailEntry.hash)).where(col(TrailEntry.seq) == seq)
    return session.execute(query).scalar_one_or_none()


def remove_entries(session: Session, gone: ColumnElement[bool]) -> int:
    """Remove; the database refuses what is younger than the floors."""
    statement = delete(TrailEntry).where(gone).execution_options(synchronize_session=False)
    return int(cast("CursorResult[Any]", session.execute(statement)).rowcount)


def save_anchor(session: Session, anchor: TrailAnchor) -> None:
    """Write the anchor, in place of one with the same end."""
    session.merge(anchor)
    session.flush()
