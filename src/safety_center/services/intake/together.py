"""Reports that systems hand in at the same time are written together: one lock, one commit, one flush.

Only the usual goes this way: a report without errors that joins no case, of a token at work, under a
new key. Everything else, and everybody when the writing fails, is left to the way of every other
write, which knows what to answer (None here).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from safety_center.domain.access import SAFETY_CENTER, Actor, Permission
from safety_center.domain.errors import FieldError
from safety_center.domain.periods import seoul_date
from safety_center.domain.places import Places
from safety_center.domain.reports import ReportInput
from safety_center.domain.vocabulary import Disposition
from safety_center.services.answers import Kept, answer_row
from safety_center.services.context import Context, Origin, reading, writing
from safety_center.services.gathering import Gathering
from safety_center.services.identity_numbers import settle_report
from safety_center.services.installation import Installation
from safety_center.services.intake.batch import Batch, Pending, Submitted
from safety_center.services.intake.checks import check_report, warn_report
from safety_center.services.intake.rows import Entry
from safety_center.services.tokens import find_use, hash_token, use_of
from safety_center.store.rows import Insert
from safety_center.store.standing import Asked, fetch_standing
from safety_center.store.tables import StoredAnswer
from safety_center.store.vault import Randomness, Sealer, Vault

#: More would let everybody wait for long; a process has about as many threads.
_MOST = 16
_MOST_KNOWN = 1_000
#: Nonces of the answers of one unit.
_DRAWN_BYTES = 12 * _MOST


@dataclass(frozen=True)
class HandedIn:
    """A report as its system sent it; `say` makes the answer that is stored with it."""

    secret: str
    key: str
    request_hash: str
    report: ReportInput
    origin: Origin
    now: datetime
    say: Callable[[Submitted], Kept]


@dataclass(frozen=True)
class Answered:
    """The answer, on the disk with its report, and who it is for."""

    actor: Actor
    kept: Kept


@dataclass(frozen=True)
class _Ready:
    """Handed in, without errors, its identity numbers settled."""

    sent: HandedIn
    asked: Asked
    report: ReportInput
    warnings: tuple[FieldError, ...]


class SharedIntake:
    """Where systems hand in their reports, one for each process."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._gathering: Gathering[_Ready, Answered] = Gathering(self._store, _MOST)
        self._known: set[str] = set()

    def knows(self, secret: str) -> bool:
        """Whether the token worked here before: others are asked who they are before they are read.

        It lets nobody in: every report is written only after its token was looked up again.
        """
        hashed = hash_token(secret)
        if hashed in self._known:
            return True
        with reading(self._installation, None) as ctx:
            use = find_use(ctx, secret)
        if use is None or use.actor is None:
            return False
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()
        self._known.add(hashed)
        return True

    def places(self, now: datetime) -> Places:
        """Countries and missions of the day."""
        day = seoul_date(now)
        held = self._installation.held_places(day)
        if held is not None:
            return held
        with self._installation.database.reading() as session:
            return self._installation.places(session, day)

    def hand_in(self, sent: HandedIn) -> Answered | None:
        """Write the report with those of others; None: this report is not for here."""
        if sent.report.disposition is Disposition.JOINED_CASE:
            return None
        report, settled = settle_report(sent.report)
        places = self.places(sent.now)
        if check_report(report, places, sent.now):
            return None
        asked = Asked(
            hash_token(sent.secret), sent.key, report.source.value, report.external_reference
        )
        warnings = (*warn_report(report, places), *settled)
        return self._gathering.hand_in(_Ready(sent, asked, report, warnings))

    def _store(self, ready: Sequence[_Ready]) -> list[Answered | None]:
        """Write what is usual among these in one unit; an answer for each that was written."""
        answers: dict[int, Answered] = {}
        with writing(self._installation, None) as unit:
            taken = _take(unit, ready)
            if taken:
                Batch(unit, unit.places).write(list(taken.values()), last=True)
                rows, sealers = [], _Sealers(unit.vault)
                for place, item in taken.items():
                    sent = ready[place].sent
                    actor, kept = item.ctx.require_actor(), sent.say(item.outcome)
                    sealer = sealers[actor.account_id]
                    answers[place] = Answered(actor, kept)
                    rows.append(answer_row(item.ctx, sent.key, sent.request_hash, kept, sealer))
                unit.pending.append(Insert(StoredAnswer, rows))
        return [answers.get(place) for place in range(len(ready))]


class _Sealers(dict[int, Sealer]):
    """The sealers of a unit's accounts, made when first asked for."""

    def __init__(self, vault: Vault) -> None:
        super().__init__()
        self._vault, self._random = vault, Randomness(_DRAWN_BYTES)

    def __missing__(self, account_id: int) -> Sealer:
        made = Sealer(self._vault.account_key(account_id), self._random.draw)
        return self.setdefault(account_id, made)


def _take(unit: Context, ready: Sequence[_Ready]) -> dict[int, Pending]:
    """Those to be written now, by their place; of two with one key or reference only the first."""
    taken: dict[int, Pending] = {}
    seen: set[tuple[str, str | None]] = set()
    for place, row in enumerate(fetch_standing(unit.session, [each.asked for each in ready])):
        each = ready[place]
        ctx = unit.beside(each.sent.origin, each.sent.now)
        actor = None if row is None else _usual_sender(ctx, row)
        if actor is None:
            continue
        same = _marks(actor, each.asked)
        if seen.isdisjoint(same):
            ctx.act_as(actor)
            entry = Entry(actor.account_id, actor.unit_code or SAFETY_CENTER, ctx.now)
            outcome = Submitted(warnings=each.warnings)
            taken[place] = Pending(each.report, entry, ctx, outcome=outcome)
        seen |= same
    return taken


def _usual_sender(ctx: Context, row: Any) -> Actor | None:
    """Who may hand in this new report, of a token whose last use need not be noted now."""
    use = use_of(ctx, row)
    if use.actor is None or use.stale or row.answered or row.stored:
        return None
    return use.actor if use.actor.may(Permission.REPORT_SUBMIT) else None


def _marks(actor: Actor, asked: Asked) -> set[tuple[str, str | None]]:
    """What no two reports of a unit have in common."""
    marks: set[tuple[str, str | None]] = {(f"account {actor.account_id}", asked.key)}
    return marks | {(asked.source, asked.reference)} if asked.reference else marks
