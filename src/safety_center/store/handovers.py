"""Rows of hand-overs."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlmodel import Session

from safety_center.domain.vocabulary import HandoverState
from safety_center.store.tables import Case, Handover

_PENDING = HandoverState.PENDING.value


def fetch_open(session: Session, case_id: int) -> Handover | None:
    """The unanswered hand-over of a case; there is at most one."""
    query = select(Handover).where(Handover.case_id == case_id, Handover.state == _PENDING)
    return session.execute(query).scalar_one_or_none()


def fetch_for_case(session: Session, case_id: int) -> Sequence[Handover]:
    """Every hand-over of a case, oldest first."""
    query = select(Handover).where(Handover.case_id == case_id).order_by(Handover.sent_at)
    return session.execute(query).scalars().all()


def fetch_pending(
    session: Session, to_units: Sequence[str] | None = None, from_units: Sequence[str] | None = None
) -> Sequence[tuple[Handover, Case]]:
    """Unanswered hand-overs to or from units with their cases, longest waiting first."""
    query = (
        select(Handover, Case)
        .join(Case, Case.id == Handover.case_id)
        .where(Handover.state == _PENDING)
        .order_by(Handover.sent_at)
    )
    if to_units is not None:
        query = query.where(Handover.to_unit.in_(to_units))
    if from_units is not None:
        query = query.where(Handover.from_unit.in_(from_units))
    return [(handover, case) for handover, case in session.execute(query)]
