"""Rows of exemplary cases: one card, lists of cards, their steps, reviews and adoptions."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, select, tuple_, update
from sqlmodel import Session, col

from safety_center.domain.exemplary import ExemplaryState
from safety_center.domain.search import search_terms
from safety_center.store.tables import (
    ExemplaryAdoption,
    ExemplaryCase,
    ExemplaryReview,
    ExemplaryStep,
)

_PUBLISHED = ExemplaryState.PUBLISHED.value
_WITHDRAWN = ExemplaryState.WITHDRAWN.value


def fetch_card(session: Session, card_id: int, lock: bool = False) -> ExemplaryCase | None:
    """A card by its number; with `lock`, held until the transaction ends and read anew."""
    query = select(ExemplaryCase).where(col(ExemplaryCase.id) == card_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session.execute(query).scalar_one_or_none()


def fetch_card_of_case(session: Session, case_id: int) -> ExemplaryCase | None:
    """The case's card that was not withdrawn; there is at most one."""
    query = select(ExemplaryCase).where(
        col(ExemplaryCase.case_id) == case_id, col(ExemplaryCase.state) != _WITHDRAWN
    )
    return session.execute(query.order_by(col(ExemplaryCase.id).desc())).scalars().first()


def fetch_published(
    session: Session,
    query: str = "",
    situation: str | None = None,
    countries: Collection[str] | None = None,
    after: tuple[datetime, int] | None = None,
    limit: int | None = None,
) -> Sequence[ExemplaryCase]:
    """Published cards whose text holds every term, newest first; `countries` None: of every country."""
    conditions = [_is_published(), *(_holds(term) for term in search_terms(query))]
    if situation:
        conditions.append(col(ExemplaryCase.situation) == situation)
    if countries is not None:
        conditions.append(col(ExemplaryCase.country_code).in_(countries))
    place = tuple_(col(ExemplaryCase.published_at), col(ExemplaryCase.id))
    if after is not None:
        conditions.append(place < tuple_(*after))
    found = select(ExemplaryCase).where(*conditions)
    order = (col(ExemplaryCase.published_at).desc(), col(ExemplaryCase.id).desc())
    return session.execute(found.order_by(*order).limit(limit)).scalars().all()


def fetch_published_in(session: Session, first: date, end: date) -> Sequence[ExemplaryCase]:
    """Cards published from `first` until before `end` (Seoul's days)."""
    day: Any = col(ExemplaryCase.published_on)
    query = select(ExemplaryCase).where(_is_published(), day >= first, day < end)
    return session.execute(query.order_by(col(ExemplaryCase.id))).scalars().all()


def fetch_in_states(
    session: Session, states: Collection[str], units: Collection[str] | None = None
) -> Sequence[ExemplaryCase]:
    """Cards in these states, longest unchanged first; `units` None: of every unit."""
    query = select(ExemplaryCase).where(col(ExemplaryCase.state).in_(states))
    if units is not None:
        query = query.where(col(ExemplaryCase.unit_code).in_(units))
    order = (col(ExemplaryCase.changed_at), col(ExemplaryCase.id))
    return session.execute(query.order_by(*order)).scalars().all()


def fetch_steps(session: Session, card_id: int) -> Sequence[ExemplaryStep]:
    """What happened to a card, oldest first."""
    query = select(ExemplaryStep).where(col(ExemplaryStep.card_id) == card_id)
    return session.execute(query.order_by(col(ExemplaryStep.id))).scalars().all()


def fetch_reviews(session: Session, card_ids: Collection[int]) -> Sequence[ExemplaryReview]:
    """Reviews of the cards, oldest first."""
    query = select(ExemplaryReview).where(col(ExemplaryReview.card_id).in_(card_ids))
    order = (col(ExemplaryReview.reviewed_at), col(ExemplaryReview.id))
    return session.execute(query.order_by(*order)).scalars().all()


def fetch_review(session: Session, card_id: int, account_id: int) -> ExemplaryReview | None:
    """What one account thinks of a card."""
    query = select(ExemplaryReview).where(
        col(ExemplaryReview.card_id) == card_id, col(ExemplaryReview.account_id) == account_id
    )
    return session.execute(query).scalar_one_or_none()


def fetch_adoptions(session: Session, card_ids: Collection[int]) -> Sequence[ExemplaryAdoption]:
    """Adoptions of the cards, oldest first."""
    query = select(ExemplaryAdoption).where(col(ExemplaryAdoption.card_id).in_(card_ids))
    order = (col(ExemplaryAdoption.adopted_on), col(ExemplaryAdoption.id))
    return session.execute(query.order_by(*order)).scalars().all()


def fetch_adoption(session: Session, card_id: int, unit_code: str) -> ExemplaryAdoption | None:
    """What one unit made of a card."""
    query = select(ExemplaryAdoption).where(
        col(ExemplaryAdoption.card_id) == card_id, col(ExemplaryAdoption.unit_code) == unit_code
    )
    return session.execute(query).scalar_one_or_none()


def cut_from_cases(session: Session, case_ids: Collection[int]) -> None:
    """Erasing: a published card stays without its case; one that was never published loses its text.

    Reasons of steps are words of people who knew the case, and go with either.
    """
    of_cases = col(ExemplaryCase.case_id).in_(case_ids)
    ids = select(col(ExemplaryCase.id)).where(of_cases)
    steps = update(ExemplaryStep).where(col(ExemplaryStep.card_id).in_(ids))
    _run(session, steps.values(reason=None))
    unread = update(ExemplaryCase).where(of_cases, col(ExemplaryCase.published_at).is_(None))
    nothing = dict.fromkeys(("title", "card", "words"))
    _run(session, unread.values(state=_WITHDRAWN, **nothing))
    cut = update(ExemplaryCase).where(of_cases)
    _run(session, cut.values(case_id=None, draft=None, version=col(ExemplaryCase.version) + 1))


def _is_published() -> ColumnElement[bool]:
    return col(ExemplaryCase.state) == _PUBLISHED


def _holds(term: str) -> ColumnElement[bool]:
    """Both folded, so that plain LIKE decides as it does for cases (`domain.search`)."""
    return col(ExemplaryCase.words).contains(term, autoescape=True)


def _run(session: Session, statement: Any) -> None:
    session.execute(statement.execution_options(synchronize_session=False))
