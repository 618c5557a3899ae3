"""Reading and verifying the trail."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import col

from safety_center.domain.access import Permission, require
from safety_center.services.context import Context
from safety_center.store import trail as trail_store
from safety_center.store.tables import TrailEntry
from safety_center.store.trail import TrailFault


@dataclass(frozen=True)
class TrailFilter:
    """Filters of the trail page; None means any. `before_seq` pages backwards."""

    username: str | None = None
    subject: str | None = None
    action: str | None = None
    before_seq: int | None = None
    limit: int = 100


def list_trail(ctx: Context, wanted: TrailFilter) -> Sequence[TrailEntry]:
    """Entries, newest first; reading the trail is itself in the trail."""
    require(ctx.require_actor(), Permission.TRAIL_VIEW)
    query = select(TrailEntry).order_by(col(TrailEntry.seq).desc()).limit(wanted.limit)
    pairs = (
        (TrailEntry.username, wanted.username),
        (TrailEntry.subject, wanted.subject),
        (TrailEntry.action, wanted.action),
    )
    for column, value in pairs:
        if value:
            query = query.where(col(column) == value)
    if wanted.before_seq is not None:
        query = query.where(col(TrailEntry.seq) < wanted.before_seq)
    rows = ctx.session.execute(query).scalars().all()
    ctx.note("trail.view", rows=len(rows))
    return rows


def verify_trail(ctx: Context) -> list[TrailFault]:
    """Every changed, removed or reordered row; empty when the chain is whole."""
    if ctx.actor is not None:
        require(ctx.actor, Permission.TRAIL_VIEW)
    return list(trail_store.find_faults(ctx.session))


def note_verification(ctx: Context, faults: int) -> None:
    """Who verified the chain, and how many faults were found, is itself in the trail."""
    require(ctx.require_actor(), Permission.TRAIL_VIEW)
    ctx.note("trail.verify", faults=faults)


def trail_end(ctx: Context) -> tuple[int, str]:
    """Number of entries and the last hash: what to write down elsewhere."""
    return trail_store.fetch_end(ctx.session)
