"""Reading the trail by filters: pages, counts, files. Instants rise with `seq`, so days are seq spans."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlmodel import Session, col

from safety_center.domain.trail import EXPORTS, REVEALS, UNREFUSED
from safety_center.store.tables import Account, Case, Report, TrailCheck, TrailEntry

_CHUNK = 2_000


@dataclass(frozen=True)
class TrailSpan:
    """What is asked of the trail, in columns; `actions`: any of them. Both seqs are included."""

    account_id: int | None = None
    unit_code: str | None = None
    role: str | None = None
    subject: str | None = None
    actions: tuple[str, ...] = ()
    result: str | None = None
    first_seq: int | None = None
    last_seq: int | None = None


def fetch_page(session: Session, span: TrailSpan, limit: int) -> Sequence[TrailEntry]:
    """Newest first."""
    query = select(TrailEntry).where(*_conditions(span)).order_by(col(TrailEntry.seq).desc())
    return session.execute(query.limit(limit)).scalars().all()


def fetch_done_to(
    session: Session, subject: str, actions: Sequence[str], since: datetime
) -> Sequence[TrailEntry]:
    """What was done to one subject since an instant, newest first."""
    query = select(TrailEntry).where(
        col(TrailEntry.subject) == subject,
        col(TrailEntry.action).in_(actions),
        col(TrailEntry.at) >= since,
        col(TrailEntry.result) == "ok",
    )
    return session.execute(query.order_by(col(TrailEntry.seq).desc())).scalars().all()


def count_page(session: Session, span: TrailSpan, most: int) -> dict[str, int]:
    """Counts over the newest `most` that fit: `all`, `reveals`, `exports`, `refused`."""
    columns = (col(TrailEntry.seq), col(TrailEntry.action), col(TrailEntry.result))
    newest = select(*columns).where(*_conditions(span))
    part = newest.order_by(col(TrailEntry.seq).desc()).limit(most).subquery()
    query = select(
        func.count(),
        func.sum(case((part.c.action.in_(REVEALS), 1), else_=0)),
        func.sum(case((part.c.action.in_(EXPORTS), 1), else_=0)),
        func.sum(case((part.c.result.not_in(UNREFUSED), 1), else_=0)),
    ).select_from(part)
    found = session.execute(query).one()
    names = ("all", "reveals", "exports", "refused")
    return {name: int(value or 0) for name, value in zip(names, found, strict=True)}


def count_all(session: Session, span: TrailSpan) -> int:
    """How many fit, to the last."""
    query = select(func.count()).select_from(TrailEntry).where(*_conditions(span))
    return session.execute(query).scalar_one()


def iterate_span(session: Session, span: TrailSpan) -> Iterator[TrailEntry]:
    """All that fit, oldest first, a chunk in memory at a time."""
    last = 0
    while True:
        query = select(TrailEntry).where(*_conditions(span), col(TrailEntry.seq) > last)
        query = query.order_by(col(TrailEntry.seq)).limit(_CHUNK)
        rows = session.execute(query).scalars().all()
        yield from rows
        if len(rows) < _CHUNK:
            return
        last = rows[-1].seq
        session.expunge_all()


def seq_bounds(
    session: Session, start: datetime | None, end: datetime | None
) -> tuple[int | None, int | None]:
    """First and last seq within `[start, end)`; an empty span comes out as last before first."""
    at, seq = col(TrailEntry.at), col(TrailEntry.seq)
    first = last = None
    if start is not None:
        query = select(seq).where(at >= start).order_by(at, seq).limit(1)
        found = session.execute(query).scalar_one_or_none()
        first = found if found is not None else 2**62
    if end is not None:
        query = select(seq).where(at < end).order_by(at.desc(), seq.desc()).limit(1)
        last = session.execute(query).scalar_one_or_none() or 0
    return first, last


def fetch_accounts(session: Session, ids: Sequence[int]) -> dict[int, Account]:
    """Accounts by id."""
    query = select(Account).where(col(Account.id).in_(ids))
    return {row.id: row for row in session.execute(query).scalars()}


def find_account_id(session: Session, username: str) -> int | None:
    """The account of that name."""
    query = select(col(Account.id)).where(col(Account.username) == username)
    return session.execute(query).scalar_one_or_none()


def case_numbers(session: Session, ids: Collection[int]) -> dict[int, str]:
    """Numbers of cases by id."""
    ordered, numbers = sorted(ids), dict[int, str]()
    for start in range(0, len(ordered), _CHUNK):
        within = col(Case.id).in_(ordered[start : start + _CHUNK])
        query = select(col(Case.id), col(Case.number)).where(within)
        numbers |= {row.id: row.number for row in session.execute(query)}
    return numbers


def fetch_acts_on(
    session: Session, subjects: Sequence[str], not_actions: Sequence[str] = ()
) -> list[Any]:
    """Acts on cases and receipts by their numbers, without details."""
    query = _short().where(col(TrailEntry.subject).in_(subjects))
    if not_actions:
        query = query.where(col(TrailEntry.action).not_in(not_actions))
    return list(session.execute(query.order_by(col(TrailEntry.seq))).mappings())


def fetch_lists_with(
    session: Session,
    cases: Mapping[int, str],
    since: datetime,
    lists: Sequence[str],
    files: Sequence[str],
) -> Iterator[Any]:
    """Lists that may have shown any of the cases (id → number), with `detail`; files all, since
    their ids may be runs."""
    detail = col(TrailEntry.detail)
    by_id = (detail.like(f"% {case_id} %") for case_id in cases)
    shown = or_(*by_id, *(detail.like(f'%"{number}"%') for number in cases.values()))
    first, _ = seq_bounds(session, since, None)
    for actions, condition in ((lists, shown), (files, None)):
        query = _short(detail).where(
            col(TrailEntry.action).in_(actions), col(TrailEntry.seq) >= (first or 0)
        )
        if condition is not None:
            query = query.where(condition)
        yield from session.execute(query).mappings()


def fetch_receipts(session: Session, case_ids: Sequence[int]) -> list[str]:
    """Receipt numbers of the reports of cases."""
    query = select(col(Report.receipt_number)).where(col(Report.case_id).in_(case_ids))
    return list(session.execute(query).scalars())


def latest_checks(session: Session) -> tuple[TrailCheck | None, TrailCheck | None]:
    """The last finished walk along the chain, and the one asked for or under way."""
    newest = select(TrailCheck).order_by(col(TrailCheck.id).desc()).limit(1)
    ended = session.execute(newest.where(col(TrailCheck.ended_at).is_not(None)))
    running = session.execute(newest.where(col(TrailCheck.ended_at).is_(None)))
    return ended.scalar_one_or_none(), running.scalar_one_or_none()


def last_act(session: Session, action: str, detail: str = "%") -> datetime | None:
    """When an act was last done; `detail` as a pattern of LIKE."""
    wanted = and_(TrailEntry.action == action, col(TrailEntry.detail).like(detail))
    query = select(col(TrailEntry.at)).where(wanted).order_by(col(TrailEntry.seq).desc())
    return session.execute(query.limit(1)).scalar_one_or_none()


def open_checks(session: Session) -> Sequence[TrailCheck]:
    """Walks asked for that have not ended."""
    query = select(TrailCheck).where(col(TrailCheck.ended_at).is_(None))
    return session.execute(query.order_by(col(TrailCheck.id))).scalars().all()


def _short(*more: Any) -> Select[Any]:
    columns = "seq at account_id username role unit_code action result subject rows".split()
    return select(*(col(getattr(TrailEntry, name)) for name in columns), *more)


def _conditions(span: TrailSpan) -> list[ColumnElement[bool]]:
    pairs = (
        (TrailEntry.account_id, span.account_id),
        (TrailEntry.unit_code, span.unit_code),
        (TrailEntry.role, span.role),
        (TrailEntry.subject, span.subject),
    )
    conditions = [col(column) == value for column, value in pairs if value is not None]
    if span.actions:
        conditions.append(col(TrailEntry.action).in_(span.actions))
    if span.result == "ok":
        conditions.append(col(TrailEntry.result) == "ok")
    elif span.result:
        refused = col(TrailEntry.result) != "ok"
        conditions.append(and_(refused, col(TrailEntry.result) == span.result))
    if span.first_seq is not None:
        conditions.append(col(TrailEntry.seq) >= span.first_seq)
    if span.last_seq is not None:
        conditions.append(col(TrailEntry.seq) <= span.last_seq)
    return conditions
