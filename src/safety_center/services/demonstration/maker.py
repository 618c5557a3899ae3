"""Living through the past: drafts drawn month by month, entered and acted upon in order."""

import heapq
import random
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import count

from sqlmodel import Session

from safety_center.domain.periods import SEOUL
from safety_center.domain.places import Places
from safety_center.domain.reports import ReportInput
from safety_center.services.context import reading, writing
from safety_center.services.demonstration.acts import NumberedAct, do_acts
from safety_center.services.demonstration.cases import Cases, Horizon
from safety_center.services.demonstration.contacts import Contacts
from safety_center.services.demonstration.drafts import Act, Draft, Verb
from safety_center.services.demonstration.memory import Memory
from safety_center.services.demonstration.plan import Kind, Month, Parties, plan_months
from safety_center.services.demonstration.present import present_drafts
from safety_center.services.demonstration.retention import KEPT_FOR
from safety_center.services.demonstration.staff import create_staff
from safety_center.services.demonstration.stretches import days_lived, months_between, stretches
from safety_center.services.demonstration.targets import read_targets
from safety_center.services.demonstration.whereabouts import Whereabouts
from safety_center.services.demonstration.words import chance_from, read_words
from safety_center.services.installation import Installation
from safety_center.services.intake import Entry, submit_reports

Progress = Callable[[str, int, int], None]
_STAGE = "사건·사고 / persons of cases"
_DAY = timedelta(days=1)


@dataclass
class _Timeless(Installation):
    """The installation with the places of the last day throughout: nothing else is known of the past."""

    held: Places | None = None

    def places(self, session: Session, today: date) -> Places:
        return self.held or super().places(session, today)


class Maker:
    """One making; `counts` says afterwards what was stored, `targets` what was wanted."""

    def __init__(
        self,
        installation: Installation,
        today: date,
        end: datetime,
        seed: int,
        years: Collection[int] | None,
        scale: float,
    ) -> None:
        self.today, self.end, self.seed = today, end, seed
        self.words = words = read_words(installation.settings.data_folder)
        targets = read_targets(
            installation.settings.data_folder, words, today, self._chance("targets")
        )
        self.targets = [target for target in targets if years is None or target.year in years]
        self.months = plan_months(self.targets, words["seasons"], self._chance("plan"), scale)
        opened = datetime(self.targets[0].year, 1, 1, tzinfo=UTC) - _DAY
        self.staff = create_staff(installation, words, opened, today, self._chance("staff"))
        with reading(installation, None) as ctx:
            places = ctx.places
        self.installation = _Timeless(
            installation.settings, installation.database, installation.vault
        )
        self.installation.held = places
        horizon = Horizon(end, end - KEPT_FOR, today)
        where = Whereabouts(words, places)
        self.cases = Cases(words, where, horizon)
        self.memory = Memory(end)
        self.contacts = Contacts(words, self.cases, where, horizon)
        self.parties = Parties(words["people"]["parties"])
        self.waiting: list[tuple[datetime, int, Draft]] = []
        self.acts: list[NumberedAct] = []
        self.counts: Counter[str] = Counter()
        self._order = count()

    def _chance(self, name: str) -> random.Random:
        """A source of chance of its own per purpose, so that one more draw here moves nothing there."""
        return chance_from(f"{self.seed}:{name}")

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
            progress(_STAGE, done, total)

    def _draw_month(self, month: Month) -> None:
        chance = self._chance(f"{month[0]}-{month[1]:02d}")
        last_day = days_lived(month, self.today)
        drafts = list(self._drafts(self.months[month], month, last_day, chance))
        for draft in drafts:
            self.memory.tell(draft)
        drafts += [draft.twin for draft in drafts if draft.twin]
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

    def _queue(self, drafts: Iterable[Draft]) -> None:
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
        reports = [ReportInput.model_validate(draft.values) for draft in drafts]
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
        self.counts["cases"] += draft.persons > 0  # a case reported twice is one
        self.counts["persons"] += draft.persons
        draft.number = number
        self.acts += [NumberedAct(number, _told(draft, act)) for act in draft.acts]
        if draft.may_be_joined:
            self.contacts.remember(number, draft)

    def _act_until(self, end: datetime) -> None:
        due = [item for item in self.acts if item.act.at <= end]
        self.acts = [item for item in self.acts if item.act.at > end]
        do_acts(self.installation, self.staff, due)


def _told(draft: Draft, act: Act) -> Act:
    """A merging names the case merged into, which has a number by now."""
    if act.verb is not Verb.MERGE or draft.other is None:
        return act
    return replace(act, values={**act.values, "into": draft.other.number})
