"""Making the demonstration: the past month by month, then the desks of today."""

import heapq
import random
import time
from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from functools import partial
from itertools import count, pairwise

from sqlmodel import Session

from safety_center.domain.periods import SEOUL, seoul_date, utc_now
from safety_center.domain.places import Places
from safety_center.domain.reports import parse_report
from safety_center.services.context import reading, writing
from safety_center.services.demonstration.acts import NumberedAct, do_acts
from safety_center.services.demonstration.cases import Cases, Horizon
from safety_center.services.demonstration.contacts import Contacts
from safety_center.services.demonstration.drafts import Draft
from safety_center.services.demonstration.haste import in_haste
from safety_center.services.demonstration.plan import Kind, Month, Parties, plan_months
from safety_center.services.demonstration.present import present_drafts
from safety_center.services.demonstration.retention import KEPT_FOR, destroy_old_keys
from safety_center.services.demonstration.staff import Staff, create_staff, retire_former
from safety_center.services.demonstration.targets import FIRST_YEAR, read_targets
from safety_center.services.demonstration.whereabouts import Whereabouts
from safety_center.services.demonstration.words import read_words
from safety_center.services.installation import Installation
from safety_center.services.intake import Entry, submit_reports
from safety_center.services.operation import save_fact
from safety_center.services.statistics.refresh import refresh_cube

SEED = 20260101
Progress = Callable[[str, int, int], None]
_STAGE_CASES = "사건·사고"
_STAGE_NUMBERS = "통계"
_DAY = timedelta(days=1)
#: Days before the end at which stretches of time end; a whole month is one before that.
_LAST_STRETCHES = (28, 21, 14, 10, 7, 5, 3, 2, 1, 0.4, 0.1, 0)


@dataclass(frozen=True)
class DemonstrationSummary:
    """What was made. `drawn` names the periods of each group whose total was not published."""

    seed: int
    today: date
    reports: int
    cases: int
    persons: int
    keys_destroyed: int
    drawn: tuple[tuple[str, str], ...]
    seconds: float


def make_demonstration(
    installation: Installation,
    today: date,
    progress: Progress | None = None,
    seed: int = SEED,
    scale: float = 1.0,
    first_year: int = FIRST_YEAR,
    now: datetime | None = None,
) -> DemonstrationSummary:
    """Fill a migrated database with reference data by a demonstration that ends on `today` (Seoul).

    The same seed, day and `now` make the same content. `now` is the last instant lived through; not
    given, it is the present one, or six in the evening where `today` is another day. `scale` below 1
    makes that share of every total, for tests.
    """
    begun = time.monotonic()
    tell = progress or _say_nothing
    end = now or _end_of(today)
    with in_haste(installation.database):
        maker = _Maker(installation, today, end, seed, first_year, scale)
        maker.live_through(tell)
        destroyed = destroy_old_keys(installation, maker.staff.manager, end)
        retire_former(installation, maker.staff, end)
        tell(_STAGE_NUMBERS, 0, 1)
        refresh_cube(installation)
        _save_facts(installation, seed, end)
    tell(_STAGE_NUMBERS, 1, 1)
    return maker.summary(destroyed, time.monotonic() - begun)


def _say_nothing(_stage: str, _done: int, _total: int) -> None:
    """Progress that nobody looks at."""


@dataclass
class _Timeless(Installation):
    """The installation with the places of the last day throughout: nothing else is known of the past."""

    held: Places | None = None

    def places(self, session: Session, today: date) -> Places:
        return self.held or super().places(session, today)


class _Maker:
    def __init__(
        self,
        installation: Installation,
        today: date,
        end: datetime,
        seed: int,
        first_year: int,
        scale: float,
    ) -> None:
        self.today, self.end, self.seed = today, end, seed
        self.words = words = read_words(installation.settings.data_folder)
        targets = read_targets(
            installation.settings.data_folder, words, today, self._chance("targets")
        )
        self.targets = [target for target in targets if target.year >= first_year]
        self.months = plan_months(self.targets, words["seasons"], self._chance("plan"), scale)
        opened = datetime(first_year, 1, 1, tzinfo=UTC) - _DAY
        self.staff: Staff = create_staff(installation, words, opened, self._chance("staff"))
        with reading(installation, None) as ctx:
            places = ctx.places
        self.installation = _Timeless(
            installation.settings, installation.database, installation.vault
        )
        self.installation.held = places
        horizon = Horizon(end, end - KEPT_FOR, today)
        where = Whereabouts(words, places)
        self.cases = Cases(words, where, horizon)
        self.contacts = Contacts(words, self.cases, where, horizon)
        self.parties = Parties(words["people"]["parties"])
        self.waiting: list[tuple[datetime, int, Draft]] = []
        self.acts: list[NumberedAct] = []
        self.counts: Counter[str] = Counter()
        self._order = count()

    def _chance(self, name: str) -> random.Random:
        """A source of chance of its own per purpose, so that one more draw here moves nothing there."""
        return random.Random(f"{self.seed}:{name}")  # noqa: S311 - synthetic data, not secrets

    def live_through(self, progress: Progress) -> None:
        """Every stretch of time: what is entered in it, then what is done in it."""
        total = sum(sum(kinds.values()) for kinds in self.months.values())
        self._queue(present_drafts(self.words, self.end, self._chance("present")))
        drawn: set[Month] = set()
        done = 0
        for start, end in stretches(min(self.months), self.end):
            for month in months_between(start, end):
                if month in self.months and month not in drawn:
                    drawn.add(month)
                    self._draw_month(month)
                    done += sum(self.months[month].values())
            self._store_until(end)
            self._act_until(end)
            progress(_STAGE_CASES, done, total)

    def _draw_month(self, month: Month) -> None:
        chance = self._chance(f"{month[0]}-{month[1]:02d}")
        last_day = days_lived(month, self.today)
        drafts = list(self._drafts(self.months[month], month, last_day, chance))
        drafts += self.contacts.without_case(len(drafts), month, last_day, chance)
        started = datetime(*month, 1, tzinfo=SEOUL)
        drafts += self.contacts.joining(
            len(drafts), min(started + last_day * _DAY, self.end), chance
        )
        self._queue(draft for draft in drafts if draft.values["received_at"] < self.end)

    def _drafts(
        self, kinds: Counter[Kind], month: Month, last_day: int, chance: random.Random
    ) -> Iterator[Draft]:
        for (involvement, slug), persons in sorted(kinds.items()):
            scene = partial(self.cases.scene, involvement, slug, month[0], chance)
            for party in self.parties.divide((involvement, slug), persons, scene, chance):
                yield self.cases.draw(party, month, last_day, chance)

    def _queue(self, drafts: Iterator[Draft]) -> None:
        for draft in drafts:
            heapq.heappush(self.waiting, (draft.entered_at, next(self._order), draft))

    def _store_until(self, end: datetime) -> None:
        drafts = []
        while self.waiting and self.waiting[0][0] <= end:
            drafts.append(heapq.heappop(self.waiting)[2])
        if not drafts:
            return
        chance = self._chance(f"entries {end.isoformat()}")
        entries = [self._entry(draft, chance) for draft in drafts]
        reports = [parse_report(draft.values) for draft in drafts]
        with writing(self.installation, self.staff.manager, now=end) as ctx:
            submitted = submit_reports(ctx, reports, entries)
        for draft, outcome in zip(drafts, submitted, strict=True):
            if outcome.errors:
                codes = [(error.field, error.code) for error in outcome.errors]
                raise RuntimeError(f"a drawn report was refused: {codes}")
            self._stored(draft, outcome.case_number)

    def _entry(self, draft: Draft, chance: random.Random) -> Entry:
        actor = self.staff.entering_for(draft.unit_code, chance)
        return Entry(actor.account_id, draft.unit_code, draft.entered_at, draft.known_until)

    def _stored(self, draft: Draft, number: str | None) -> None:
        self.counts["reports"] += 1
        if number is None or "disposition" in draft.values:
            return
        self.counts["cases"] += 1
        self.counts["persons"] += draft.persons
        self.acts += [NumberedAct(number, act) for act in draft.acts]
        if draft.may_be_joined:
            self.contacts.remember(number, draft)

    def _act_until(self, end: datetime) -> None:
        due = [item for item in self.acts if item.act.at <= end]
        self.acts = [item for item in self.acts if item.act.at > end]
        do_acts(self.installation, self.staff, due)

    def summary(self, destroyed: int, seconds: float) -> DemonstrationSummary:
        """What was made, and what of it was drawn."""
        drawn = tuple(
            (
                target.involvement.value,
                period_name(target.year, target.first_month, target.last_month),
            )
            for target in self.targets
            if not target.published
        )
        return DemonstrationSummary(
            self.seed,
            self.today,
            self.counts["reports"],
            self.counts["cases"],
            self.counts["persons"],
            destroyed,
            drawn,
            seconds,
        )


def stretches(first: Month, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """`(start, end)` instants: whole Seoul months, and shorter and shorter pieces near the end."""
    last = [end - days * _DAY for days in _LAST_STRETCHES]
    bounds = [datetime(*first, 1, tzinfo=SEOUL)]
    year, month = first
    while True:
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        border = datetime(year, month, 1, tzinfo=SEOUL) - timedelta(seconds=1)
        if border >= last[0]:
            break
        bounds.append(border)
    bounds += last
    for start, stop in pairwise(bounds):
        yield start.astimezone(UTC), stop.astimezone(UTC)


def months_between(start: datetime, end: datetime) -> Iterator[Month]:
    """Seoul months touched from `start` to `end`."""
    day, last = seoul_date(start + timedelta(seconds=1)), seoul_date(end)
    month = (day.year, day.month)
    while month <= (last.year, last.month):
        yield month
        month = (month[0], month[1] + 1) if month[1] < 12 else (month[0] + 1, 1)


def days_lived(month: Month, today: date) -> int:
    """Days of the month up to `today`."""
    return today.day if month == (today.year, today.month) else monthrange(*month)[1]


def period_name(year: int, first_month: int, last_month: int) -> str:
    """`2023`, `2025H1`, `2025H2`."""
    if (first_month, last_month) == (1, 12):
        return str(year)
    return f"{year}H{1 if last_month <= 6 else 2}"


def _end_of(today: date) -> datetime:
    now = utc_now()
    if seoul_date(now) == today:
        return now
    return datetime.combine(today, clock_time(18), tzinfo=SEOUL).astimezone(UTC)


def _save_facts(installation: Installation, seed: int, end: datetime) -> None:
    """Last of all: a demonstration without them was broken off."""
    with writing(installation, None, now=end) as ctx:
        save_fact(ctx, "mode", "demonstration")
        save_fact(ctx, "demo_seed", str(seed))
        save_fact(ctx, "demo_made_at", end.isoformat())
