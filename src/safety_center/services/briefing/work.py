"""The job: makes every briefing that was asked for, and says how far it is.

It may run twice: a briefing broken off is made again from its beginning, and its files take the place
of earlier ones only when both are whole. What cannot be made says so in its record and is not tried
again by itself.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from secrets import token_hex

from safety_center.charts import Sentence
from safety_center.documents.briefing_file import render_briefing
from safety_center.documents.briefing_sheets import write_briefing_book
from safety_center.domain.access import Permission, require
from safety_center.domain.briefing import UNDER_WAY, BriefingForm, BriefingState
from safety_center.domain.errors import N_, Forbidden, SafetyCenterError
from safety_center.domain.jobs import RunMessage
from safety_center.domain.periods import utc_now
from safety_center.services.accounts import find_actor
from safety_center.services.briefing.asking import JOB
from safety_center.services.briefing.content import briefing_regions, build_briefing
from safety_center.services.briefing.records import (
    Record,
    keep_files,
    read_records,
    remove_record,
    write_record,
)
from safety_center.services.briefing.tables import make_book
from safety_center.services.context import reading, writing
from safety_center.services.installation import Installation
from safety_center.services.statistics import make_mark
from safety_center.store import job_runs

_LOG = logging.getLogger(__name__)
#: Beside the regions: the session, the document, the tables.
_OTHER_STEPS = 3
_DOCUMENT = Sentence("HTML 문서", "HTML document")
_TABLES = Sentence("XLSX 표", "XLSX tables")
_PROGRESS = N_("회의자료 %(year)s년: %(steps)s단계 가운데 %(done)s단계를 마쳤습니다.")
_BROKEN = N_("작성하다 오류로 멈췄습니다. 다시 만들어 주십시오.")

_LISTENER: ContextVar[Callable[[Record], None] | None] = ContextVar("listener", default=None)


@contextmanager
def listening(tell: Callable[[Record], None]) -> Iterator[None]:
    """Whatever is made inside tells each of its steps, too: for a command at a terminal."""
    token = _LISTENER.set(tell)
    try:
        yield
    finally:
        _LISTENER.reset(token)


def make_briefings(installation: Installation) -> tuple[int, int]:
    """Make what waits, oldest first, and remove what is more than is kept; how many were made and failed.

    The job's lock sees to it that only one process does this at a time.
    """
    made = failed = 0
    for record in reversed(read_records(installation)):
        if record.state in UNDER_WAY:
            good = _make(installation, record)
            made, failed = made + good, failed + (not good)
    _remove_old(installation)
    return made, failed


def _make(installation: Installation, record: Record) -> bool:
    try:
        _Run(installation, record).make()
    except SafetyCenterError as error:
        _give_up(installation, record, _told(error))
        return False
    except Exception as error:
        _LOG.error("briefing failed: %s", type(error).__name__)
        _give_up(installation, record, RunMessage(_BROKEN))
        return False
    return True


class _Run:
    """One briefing on its way; every step is told before it begins."""

    def __init__(self, installation: Installation, record: Record) -> None:
        self._installation = installation
        self._record = replace(record, state=BriefingState.MAKING, done=0, message=None)

    def make(self) -> None:
        wanted = self._record.wanted
        with reading(self._installation, None) as ctx:
            actor = find_actor(ctx, self._record.asked_by)
        if actor is None:
            raise Forbidden(N_("회의자료를 요청한 계정을 지금은 쓸 수 없습니다."))
        require(actor, Permission.BRIEFING_MAKE)
        with reading(self._installation, actor) as ctx:
            last = len(briefing_regions(ctx)) + _OTHER_STEPS
            self._record = replace(self._record, steps=last)
            briefing = build_briefing(ctx, wanted, self._tell)
            mark = make_mark(ctx)
        self._tell(last - 2, _DOCUMENT)
        document = render_briefing(briefing, wanted.language, mark)
        self._tell(last - 1, _TABLES)
        book = write_briefing_book(make_book(briefing, mark))
        files = {BriefingForm.HTML: document.encode(), BriefingForm.XLSX: book}
        ended = replace(
            self._record,
            state=BriefingState.DONE,
            done=last,
            step=("", ""),
            as_of=briefing.as_of,
            ended_at=utc_now(),
        )
        self._record = keep_files(self._installation, ended, token_hex(4), files)
        self._say()

    def _tell(self, done: int, step: Sentence) -> None:
        told = replace(self._record, done=done, step=(step.ko, step.en))
        self._record = write_record(self._installation, told)
        self._say()

    def _say(self) -> None:
        """On the job board, and to whoever listens."""
        record = self._record
        params = {"year": record.wanted.year, "done": record.done, "steps": record.steps}
        with self._installation.database.writing() as session:
            job_runs.tell_run(session, JOB, RunMessage(_PROGRESS, params).encode(), record.done)
        listener = _LISTENER.get()
        if listener is not None:
            listener(record)


def _give_up(installation: Installation, record: Record, why: RunMessage) -> None:
    """The files of an earlier run stay where they are."""
    now = utc_now()
    told = replace(record, state=BriefingState.FAILED, ended_at=now, message=why, step=("", ""))
    write_record(installation, told)


def _told(error: SafetyCenterError) -> RunMessage:
    errors = getattr(error, "errors", ())
    first = errors[0] if errors else error
    return RunMessage(first.message, dict(first.params))


def _remove_old(installation: Installation) -> None:
    """So many are kept as the setting says, the newest; what is still to be made counts and stays."""
    kept = installation.settings.briefings_kept
    old = [each for each in read_records(installation)[kept:] if each.state not in UNDER_WAY]
    if not old:
        return
    for record in old:
        remove_record(installation, record)
    with writing(installation, None) as ctx:
        ctx.note("briefing.purge", rows=len(old))
