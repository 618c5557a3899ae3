"""Making the demonstration: the past month by month, then the desks of today."""

import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime
from datetime import time as clock_time

from safety_center.domain.access import Actor
from safety_center.domain.errors import N_, Conflict, Forbidden
from safety_center.domain.periods import SEOUL, seoul_date, utc_now
from safety_center.services.briefing import ask_for_briefing, parse_wanted
from safety_center.services.context import Context, reading, writing
from safety_center.services.demonstration.exemplary import ExemplaryCases
from safety_center.services.demonstration.haste import in_haste
from safety_center.services.demonstration.maker import Maker, Progress
from safety_center.services.demonstration.promises import make_promises
from safety_center.services.demonstration.retention import destroy_old_keys
from safety_center.services.demonstration.staff import has_accounts
from safety_center.services.demonstration.traces import leave_traces
from safety_center.services.installation import DEMONSTRATION_MODE, Installation
from safety_center.services.operation import read_fact, save_fact
from safety_center.services.statistics.refresh import refresh_cube
from safety_center.store.indexes import indexed_afterwards
from safety_center.store.revisions import newest_revision
from safety_center.store.search import fill_texts

SEED = 20260101
_STAGE_NUMBERS = "통계·검색 / statistics, search"
#: Indexes, statistics, search, traces of access.
_STEPS = 4
_MADE_BY = "demo_made_by"


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
    years: Collection[int] | None = None,
    now: datetime | None = None,
) -> DemonstrationSummary:
    """Fill a migrated database with reference data by a demonstration that ends on `today` (Seoul).

    The same seed, day and `now` make the same content. `now` is the last instant lived through; not
    given, it is the present one, or six in the evening where `today` is another day. `scale` below 1
    makes that share of every total, and `years` only those years and the present desks, for tests.
    Raises `Forbidden` outside of demonstration mode and `Conflict` where there are accounts already.
    """
    _require_empty(installation)
    begun = time.monotonic()
    tell = progress or _say_nothing
    end = now or _end_of(today)
    with in_haste(installation.database):
        maker = Maker(installation, today, end, seed, years, scale)
        with indexed_afterwards(installation.database):
            maker.live_through(tell)
            tell(_STAGE_NUMBERS, 0, _STEPS)
        tell(_STAGE_NUMBERS, 1, _STEPS)
        destroyed = destroy_old_keys(installation, maker.staff.manager, end)
        refresh_cube(installation, alone=True)
        tell(_STAGE_NUMBERS, 2, _STEPS)
        _fill_search(installation)
        tell(_STAGE_NUMBERS, 3, _STEPS)
        ExemplaryCases(installation, maker.staff, maker.words, end).make()
        make_promises(installation, maker.staff, maker.words, end)
        _ask_for_briefing(installation, maker.staff.manager, end)
        leave_traces(installation, end)
        _save_facts(installation, seed, end)
    tell(_STAGE_NUMBERS, _STEPS, _STEPS)
    return _summary(maker, destroyed, time.monotonic() - begun)


def _require_empty(installation: Installation) -> None:
    if not installation.settings.demonstration:
        raise Forbidden(N_("시연 모드에서만 쓸 수 있습니다."))
    with reading(installation, None) as ctx:
        if has_accounts(ctx):
            raise Conflict(N_("이미 자료가 있는 데이터베이스에는 시연 데이터를 만들지 않습니다."))


def _say_nothing(_stage: str, _done: int, _total: int) -> None:
    """Progress that nobody looks at."""


def _summary(maker: Maker, destroyed: int, seconds: float) -> DemonstrationSummary:
    drawn = (t for t in maker.targets if not t.published)
    return DemonstrationSummary(
        seed=maker.seed,
        today=maker.today,
        reports=maker.counts["reports"],
        cases=maker.counts["cases"],
        persons=maker.counts["persons"],
        keys_destroyed=destroyed,
        drawn=tuple((target.involvement.value, target.period) for target in drawn),
        seconds=seconds,
    )


def _end_of(today: date) -> datetime:
    now = utc_now()
    if seoul_date(now) == today:
        return now
    return datetime.combine(today, clock_time(18), tzinfo=SEOUL).astimezone(UTC)


def _ask_for_briefing(installation: Installation, manager: Actor, end: datetime) -> None:
    """The scheduler of the first start makes it in seconds; here it would keep everybody waiting."""
    with writing(installation, manager, now=end) as ctx:
        ask_for_briefing(ctx, parse_wanted(ctx, {}), by_job=False)


def _fill_search(installation: Installation) -> None:
    """In one go: text by text it would be done again with each act."""
    with installation.database.writing() as session:
        fill_texts(session.connection())


def _save_facts(installation: Installation, seed: int, end: datetime) -> None:
    """Last of all: a demonstration without them was broken off."""
    with writing(installation, None, now=end) as ctx:
        save_fact(ctx, "mode", DEMONSTRATION_MODE)
        save_fact(ctx, "demo_seed", str(seed))
        save_fact(ctx, _MADE_BY, str(newest_revision()))
        save_fact(ctx, "demo_made_at", end.isoformat())


def is_of_this_version(ctx: Context) -> bool:
    """False when an older version made it: what came since then has nothing to show."""
    return read_fact(ctx, _MADE_BY) == str(newest_revision())
