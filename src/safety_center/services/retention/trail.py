"""Old access leaves the trail, and the chain stays verifiable: an anchor says where it goes on.

Changes of cases stay, as the history of their case; acts about rights to access stay longer than
access. The floors of `domain.trail` hold whatever is asked, and the database's triggers hold them too.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from safety_center.domain.errors import N_, Forbidden
from safety_center.domain.periods import seoul_date, seoul_midnight, utc_now
from safety_center.domain.trail import ACCESS_FLOOR_YEARS, RIGHTS_FLOOR_YEARS, years_before
from safety_center.services.context import reading, writing
from safety_center.services.installation import Installation
from safety_center.store import trail_chain as store
from safety_center.store.tables import TrailAnchor


@dataclass(frozen=True)
class TrailPurge:
    """What a purge did; `last_seq` ends the stretch that was shortened, 0 where nothing was old enough."""

    removed: int
    kept: int
    last_seq: int


def purge_trail(
    installation: Installation,
    access_years: int | None = None,
    rights_years: int | None = None,
    today: date | None = None,
) -> TrailPurge:
    """Remove access older than so many years, and rights to access; raises `Forbidden` below the floors.

    Years not given are those of the settings. May run twice: the second run finds nothing.
    """
    settings = installation.settings
    years = access_years or settings.access_log_years
    of_rights = rights_years or settings.rights_log_years
    if years < ACCESS_FLOOR_YEARS or of_rights < RIGHTS_FLOOR_YEARS:
        message = N_(
            "접속기록은 %(access)s년, 접근권한 변경 기록은 %(rights)s년이 지나기 전에는 삭제할 수 없습니다."
        )
        raise Forbidden(message, access=ACCESS_FLOOR_YEARS, rights=RIGHTS_FLOOR_YEARS)
    day = today or seoul_date(utc_now())
    limits = seoul_midnight(years_before(day, years)), seoul_midnight(years_before(day, of_rights))
    return _purge(installation, *limits)


def _purge(
    installation: Installation, access_before: datetime, rights_before: datetime
) -> TrailPurge:
    """What is old never changes, so the digest is made before the lock on the chain is taken."""
    with reading(installation, None) as ctx:
        session = ctx.session
        anchor = store.newest_anchor(session)
        last_seq = store.last_seq_before(session, max(access_before, rights_before))
        last_seq = max(last_seq, anchor.last_seq if anchor else 0)
        gone = store.old_entries(last_seq, access_before, rights_before)
        count = store.count_entries(session, gone)
        if not count:
            return TrailPurge(0, 0, 0)
        kept, digest = store.digest_of_kept(session, last_seq, gone)
        is_same = anchor is not None and anchor.last_seq == last_seq
        end_hash = anchor.hash if anchor and is_same else store.fetch_hash(session, last_seq)
        removed_before = anchor.removed if anchor and is_same else 0
    with writing(installation, None) as ctx:
        new = TrailAnchor(
            last_seq=last_seq,
            first_seq=1,
            hash=end_hash or "",
            kept=kept,
            digest=digest,
            removed=removed_before + count,
            purged_at=ctx.now,
        )
        store.save_anchor(ctx.session, new)
        if store.remove_entries(ctx.session, gone) != count:
            raise RuntimeError("old entries of the trail changed while they were counted")
        told: dict[str, Any] = {
            "last_seq": last_seq,
            "hash": new.hash,
            "kept": kept,
            "digest": digest,
        }
        told |= {"access_before": access_before, "rights_before": rights_before}
        ctx.note("trail.purge", rows=count, **told)
    return TrailPurge(count, kept, last_seq)
