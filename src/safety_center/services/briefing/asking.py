"""Asking for a briefing, what was made, and taking a file out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from secrets import token_hex

from safety_center.domain.access import Permission, require
from safety_center.domain.briefing import (
    UNDER_WAY,
    BriefingForm,
    BriefingState,
    Wanted,
    briefing_name,
)
from safety_center.domain.errors import (
    N_,
    FieldError,
    Forbidden,
    InputRefused,
    NotFound,
)
from safety_center.domain.periods import seoul_date
from safety_center.services.briefing.content import SESSION
from safety_center.services.briefing.records import (
    Record,
    read_file,
    read_record,
    read_records,
    write_record,
)
from safety_center.services.context import Context
from safety_center.services.dashboards.build import declared_dashboards
from safety_center.services.dashboards.parameters import parse_past, years
from safety_center.services.statistics import make_mark
from safety_center.services.statistics.protection import Mark
from safety_center.store import job_runs
from safety_center.store.accounts import fetch_display_names

JOB = "briefing"
_LANGUAGES = ("ko", "en")


@dataclass(frozen=True)
class TakenOut:
    """A file as it leaves: `mark` says who took it out."""

    record: Record
    form: BriefingForm
    content: bytes
    mark: Mark


def choosable_years(ctx: Context) -> list[int]:
    """Years that a briefing may be about, newest first."""
    return years(ctx.today)


def parse_wanted(ctx: Context, values: Mapping[str, str]) -> Wanted:
    """Year (this one unless given), as-of (a Seoul day or an instant; empty: now) and language.

    Raises `InputRefused` with every error at its field.
    """
    errors: list[FieldError] = []
    given = {name: values.get(name, "").strip() for name in ("year", "as_of", "language")}
    year = given["year"] or str(ctx.today.year)
    if year not in [str(each) for each in choosable_years(ctx)]:
        errors.append(_unknown("year", year))
    if given["language"] and given["language"] not in _LANGUAGES:
        errors.append(_unknown("language", given["language"]))
    try:
        past = parse_past(ctx, given)
        if past and not errors and int(year) > seoul_date(past.at).year:
            message = N_("기준 시각의 연도보다 뒤의 연도입니다. 연도나 기준 시각을 바꿔 주십시오.")
            errors.append(FieldError("year", "not_begun", message))
    except InputRefused as refused:
        errors += refused.errors
    if errors:
        raise InputRefused(errors)
    return Wanted(int(year), given["as_of"], given["language"] or "ko")


def ask_for_briefing(ctx: Context, wanted: Wanted, by_job: bool = True) -> Record:
    """Leave a record for the job, and (`by_job`) ask the scheduler to begin within seconds.

    What was asked for in the same words and not yet made is not asked for twice.
    """
    actor = ctx.require_actor()
    require(actor, Permission.BRIEFING_MAKE)
    _require_audience(ctx)
    _note(ctx, wanted)
    if by_job:
        _ask_the_scheduler(ctx)
    for record in read_records(ctx.installation):
        waits = record.state is BriefingState.WAITING
        if waits and (record.wanted, record.asked_by) == (wanted, actor.username):
            return record
    name = briefing_name(wanted.year, ctx.now, token_hex(4))
    return write_record(ctx.installation, Record(name, wanted, actor.username, ctx.now))


def ask_again(ctx: Context, name: str) -> Record:
    """Make one that failed or is done once more; its files stay until the new ones are whole."""
    actor = ctx.require_actor()
    require(actor, Permission.BRIEFING_MAKE)
    record = show_briefing(ctx, name)
    if record.state in UNDER_WAY:
        return record
    _note(ctx, record.wanted)
    _ask_the_scheduler(ctx)
    waiting = replace(
        record, state=BriefingState.WAITING, asked_by=actor.username, done=0, message=None
    )
    return write_record(ctx.installation, waiting)


def list_briefings(ctx: Context) -> list[Record]:
    """Every briefing, the newest first, for who may open the session's dashboard."""
    require(ctx.require_actor(), Permission.DASHBOARD_VIEW)
    _require_audience(ctx)
    return read_records(ctx.installation)


def makers(ctx: Context, records: Iterable[Record]) -> dict[str, str]:
    """Display names of those who asked for them, by user name."""
    return fetch_display_names(ctx.session, {record.asked_by for record in records})


def show_briefing(ctx: Context, name: str) -> Record:
    """One of them; raises `NotFound`."""
    require(ctx.require_actor(), Permission.DASHBOARD_VIEW)
    _require_audience(ctx)
    record = read_record(ctx.installation, name)
    if record is None:
        raise NotFound
    return record


def take_out(ctx: Context, name: str, form: str) -> TakenOut:
    """A file of a briefing; who took it out is in the trail. Raises `NotFound`."""
    record = show_briefing(ctx, name)
    if form not in list(BriefingForm):
        raise NotFound
    wanted = BriefingForm.of(form)
    try:
        content = read_file(ctx.installation, record, wanted)
    except FileNotFoundError:
        raise NotFound from None
    ctx.note("briefing.download", f"{record.name}.{wanted.value}")
    return TakenOut(record, wanted, content, make_mark(ctx))


def _note(ctx: Context, wanted: Wanted) -> None:
    ctx.note("briefing.make", f"{wanted.year}/{wanted.as_of or 'now'}/{wanted.language}")


def _ask_the_scheduler(ctx: Context) -> None:
    """That needs no permission of the actor's."""
    job_runs.save_request(ctx.session, JOB, ctx.now)


def _require_audience(ctx: Context) -> None:
    """A briefing is for those who may open what it tells: the session's dashboard."""
    if SESSION not in declared_dashboards(ctx):
        raise Forbidden(N_("재외공관장회의 화면을 볼 수 있는 계정만 회의자료를 열 수 있습니다."))


def _unknown(field: str, value: str) -> FieldError:
    return FieldError(
        field, "unknown_code", N_("목록에 없는 값입니다: %(value)s"), {"value": value[:40]}
    )
