"""The unit of work: session, actor, instant, and what is settled when it ends.

Order at the end of a writing unit: flush → lock the trail's head → take the instant → bring the
line list up to date → append the trail → commit. The instant is taken after the lock, so that a
late commit cannot slip behind an instant already read (see `docs/adr`).
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from safety_center.domain.access import Actor
from safety_center.domain.errors import FieldError
from safety_center.domain.periods import seoul_date, utc_now
from safety_center.domain.places import Places
from safety_center.domain.vocabulary import ChangeReason
from safety_center.services.installation import Installation
from safety_center.services.line_list import TICK, record_changes, record_new
from safety_center.store import search as search_store
from safety_center.store import trail as trail_store
from safety_center.store.case_facts import fetch_cases
from safety_center.store.numbers import take_numbers
from safety_center.store.rows import Insert, insert_all
from safety_center.store.tables.case import Case
from safety_center.store.trail import Head, Signature, TrailDraft
from safety_center.store.vault import Vault


@dataclass(frozen=True)
class Origin:
    """Where a request or command comes from, for the trail."""

    client: str | None = None
    request_id: str | None = None
    browser: str | None = None


@dataclass
class Context:
    """What every service needs. `actor` is None only before sign-in and for the system's own jobs."""

    session: Session
    installation: Installation
    actor: Actor | None
    now: datetime
    origin: Origin = field(default_factory=Origin)
    acts: list[TrailDraft] = field(default_factory=list)
    changed_cases: dict[int, ChangeReason | None] = field(default_factory=dict)
    changed_at: dict[int, datetime] = field(default_factory=dict)
    new_facts: list[dict[str, Any]] = field(default_factory=list)
    new_cases: list[dict[str, Any]] = field(default_factory=list)
    pending: list[Insert] = field(default_factory=list)
    new_texts: dict[int, str] = field(default_factory=dict)
    retold_cases: set[int] = field(default_factory=set)
    warnings: list[FieldError] = field(default_factory=list)
    simulated: bool = False
    signed: Signature | None = None
    head: Head | None = None

    @property
    def vault(self) -> Vault:
        """Keys of this installation."""
        return self.installation.vault

    @property
    def places(self) -> Places:
        """Selectable countries and missions today."""
        return self.installation.places(self.session, self.today)

    @property
    def today(self) -> date:
        """Calendar day in Seoul."""
        return seoul_date(self.now)

    def beside(self, origin: Origin, now: datetime) -> "Context":
        """Somebody else in the same unit: what they do goes where ours goes, under their own name."""
        return replace(self, actor=None, origin=origin, now=now)

    def act_as(self, actor: Actor) -> None:
        """Sign every act from here on with this actor, whoever else is in the unit."""
        self.actor = actor
        self.signed = signature(self)

    def require_actor(self) -> Actor:
        """The signed-in actor; a service that needs one never runs without."""
        if self.actor is None:
            raise RuntimeError("this service needs an actor")
        return self.actor

    def take_numbers(self, series: Mapping[str, int], last: bool) -> dict[str, int]:
        """First number of each series, held until the end of the unit.

        `last`: nothing is locked afterwards and little is done, so the trail's head is taken along.
        """
        if not last:
            return take_numbers(self.session, series)
        numbers, self.head = trail_store.lock_head_with_numbers(self.session, series)
        return numbers

    def note(self, action: str, subject: str | None = None, rows: int = 0, **detail: Any) -> None:
        """Write an act into the trail when the unit ends."""
        at = self.now if self.simulated else None
        draft = TrailDraft(action, subject, rows, detail=detail, at=at, signature=self.signed)
        self.acts.append(draft)

    def case_changed(self, case_id: int, reason: ChangeReason | None = None) -> None:
        """Bring the case's line list up to date when the unit ends; no reason: derived from the change."""
        self.changed_cases.setdefault(case_id, reason)
        self.changed_at[case_id] = self.now
        self.retold_cases.add(case_id)

    def text_changed(self, case_id: int) -> None:
        """Bring what is searched of the case up to date when the unit ends: a note, a further report."""
        self.retold_cases.add(case_id)


@contextmanager
def writing(
    installation: Installation,
    actor: Actor | None,
    origin: Origin | None = None,
    now: datetime | None = None,
) -> Iterator[Context]:
    """A unit of work that writes; commits with its trail or not at all.

    `now` is given only by the demonstration, which lives through the past; then the line list and
    the trail carry that instant too.
    """
    with installation.database.writing() as session:
        ctx = Context(
            session,
            installation,
            actor,
            now or utc_now(),
            origin or Origin(),
            simulated=now is not None,
        )
        yield ctx
        settle(ctx, commits=True)


@contextmanager
def viewing(
    installation: Installation, actor: Actor | None, origin: Origin | None = None
) -> Iterator[Context]:
    """A unit that shows personal data or hands a file out: reads without holding the write lock, then
    writes its trail.

    The answer goes out only after the trail is written, since the caller leaves the unit first.
    """
    with installation.database.reading() as session:
        ctx = Context(session, installation, actor, utc_now(), origin or Origin())
        yield ctx
    if not ctx.acts:
        return  # nobody saw anything
    with installation.database.writing() as session:
        ctx.session = session
        settle(ctx, commits=True)


@contextmanager
def reading(
    installation: Installation, actor: Actor | None, origin: Origin | None = None
) -> Iterator[Context]:
    """A unit of work that only reads (and whose acts, if any, are dropped): one state, however long."""
    with installation.database.reading() as session:
        yield Context(session, installation, actor, utc_now(), origin or Origin())


def settle(ctx: Context, commits: bool = False) -> None:
    """Line list and trail of everything the unit changed; the last step before the commit.

    `commits`: the commit follows at once, and may travel with the last rows already.
    """
    ctx.session.flush()
    if (
        ctx.changed_cases or not ctx.acts
    ):  # changed cases are read again before the trail is written
        write_pending(ctx)
    if ctx.acts or ctx.changed_cases or ctx.new_facts:
        _keep_trail(ctx, commits)
    _keep_texts(ctx)


def _keep_trail(ctx: Context, commits: bool) -> None:
    head = ctx.head or trail_store.lock_head(ctx.session)
    # Strictly after every instant a reader may have taken from the head.
    at = ctx.now if ctx.simulated else max(utc_now(), head.at + TICK)
    if ctx.changed_cases:
        past = ctx.changed_at if ctx.simulated else None
        record_changes(ctx.session, ctx.changed_cases, at, past)
        ctx.changed_cases, ctx.changed_at = {}, {}
    new = record_new(ctx.new_facts, _new_cases(ctx), at) if ctx.new_facts else []
    others = [*ctx.pending, *new, *_texts_to_write(ctx)]
    last = commits and not (ctx.new_texts or ctx.retold_cases)
    trail_store.append_entries(ctx.session, head, ctx.acts, signature(ctx), at, others, last)
    ctx.new_facts, ctx.new_cases, ctx.pending, ctx.acts = [], [], [], []
    ctx.head = None  # moved; whoever goes on asks for it again


def _new_cases(ctx: Context) -> Iterable[Mapping[str, Any]]:
    """Cases whose persons are new: still to be written, told by whoever wrote them, or read again."""
    waiting = [row for insert in ctx.pending if insert.table is Case for row in insert.rows]
    told = {row["id"]: row for row in (*waiting, *ctx.new_cases)}
    missing = {row["case_id"] for row in ctx.new_facts} - told.keys()
    if missing:
        told |= {row["id"]: row for row in fetch_cases(ctx.session.connection(), missing)}
    return told.values()


def _texts_to_write(ctx: Context) -> list[Insert]:
    """Few new texts go with the trail where the index is a column; else `_keep_texts` writes them."""
    if ctx.simulated or not search_store.goes_with_rows(ctx.session, ctx.new_texts):
        return []
    texts, ctx.new_texts = ctx.new_texts, {}
    return [search_store.rows_of_texts(texts)]


def write_pending(ctx: Context) -> None:
    """Write now what would be written with the trail: for whoever reads it in the same unit."""
    insert_all(ctx.session, ctx.pending)
    ctx.pending = []


def _keep_texts(ctx: Context) -> None:
    """Texts and their index, in the same transaction; the demonstration makes them all at its end."""
    if not ctx.simulated:
        search_store.insert_texts(ctx.session, ctx.new_texts)
        search_store.refresh_texts(ctx.session, ctx.retold_cases)
    ctx.new_texts, ctx.retold_cases = {}, set()


def signature(ctx: Context) -> Signature:
    """Who and from where, as the trail keeps it."""
    actor = ctx.actor
    return Signature(
        account_id=actor.account_id if actor else None,
        username=actor.username if actor else None,
        role=actor.role.value if actor else None,
        unit_code=actor.unit_code if actor else None,
        client=ctx.origin.client,
        request_id=ctx.origin.request_id,
    )
