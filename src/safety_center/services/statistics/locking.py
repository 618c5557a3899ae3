"""Holding the line lists still."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from safety_center.domain.periods import utc_now
from safety_center.store.trail import lock_head, move_head


def lock_changes(session: Session) -> datetime:
    """Keep the line lists still until the commit; the instant that their present state stands for."""
    head = lock_head(session)
    at = max(utc_now(), head.at)
    move_head(session, replace(head, at=at))
    return at
