"""Rows of promises and of the days they were moved from."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlmodel import Session, col

from safety_center.domain.promises import PromiseShow, PromiseState
from safety_center.store.tables import Promise, PromiseMove

_OPEN, _DONE = PromiseState.OPEN.value, PromiseState.DONE.value


def fetch_promise(session: Session, promise_id: int, lock: bool = False) -> Promise | None:
    """A promise by its number; with `lock`, held until the transaction ends and read anew."""
    query = select(Promise).where(col(Promise.id) == promise_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session.execute(query).scalar_one_or_none()


def fetch_promises(
    session: Session,
    today: date,
    show: PromiseShow | None = None,
    owners: Collection[str] | None = None,
    year: int | None = None,
) -> Sequence[Promise]:
    """Open ones first, soonest due first; then those done, done last first. `owners` None: of every unit."""
    query = _shown(select(Promise), show, today)
    if owners is not None:
        query = query.where(col(Promise.owner_unit).in_(owners))
    if year is not None:
        query = query.where(col(Promise.session_year) == year)
    rows = session.execute(query.order_by(col(Promise.due_on), col(Promise.id))).scalars().all()
    still = [row for row in rows if row.state == _OPEN]
    done = [row for row in rows if row.state != _OPEN]
    return still + sorted(done, key=lambda row: (row.settled_at, row.id), reverse=True)


def fetch_owners(session: Session) -> Sequence[str]:
    """Units that ever owed one."""
    return session.execute(select(col(Promise.owner_unit)).distinct()).scalars().all()


def fetch_years(session: Session) -> Sequence[int]:
    """Years of sessions that left promises, newest first."""
    year = col(Promise.session_year)
    return session.execute(select(year).distinct().order_by(year.desc())).scalars().all()


def add_move(
    session: Session, row: Promise, due_on: date, reason: str, account_id: int, at: datetime
) -> None:
    """Keep the day that the promise is moved from."""
    session.add(
        PromiseMove(
            promise_id=row.id,
            due_before=row.due_on,
            due_on=due_on,
            reason=reason,
            moved_by_id=account_id,
            moved_at=at,
        )
    )


def fetch_moves(session: Session, promise_id: int) -> Sequence[PromiseMove]:
    """The days a promise was moved from, first move first."""
    query = select(PromiseMove).where(col(PromiseMove.promise_id) == promise_id)
    return session.execute(query.order_by(col(PromiseMove.id))).scalars().all()


def _shown(
    query: Select[tuple[Promise]], show: PromiseShow | None, today: date
) -> Select[tuple[Promise]]:
    if show is None:
        return query
    if show is PromiseShow.DONE:
        return query.where(col(Promise.state) == _DONE)
    query = query.where(col(Promise.state) == _OPEN)
    return query.where(col(Promise.due_on) < today) if show is PromiseShow.OVERDUE else query
