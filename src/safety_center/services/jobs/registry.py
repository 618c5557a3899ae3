"""The table of jobs. Each may run twice, takes a day or does without, and is also a command.

When they run is in `schedule`; a new job is a function here, a row in `JOBS` and a row there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from safety_center.domain.errors import N_, NotFound
from safety_center.domain.jobs import RunMessage
from safety_center.domain.periods import utc_now
from safety_center.services.dashboards.files import write_dashboard_files
from safety_center.services.installation import Installation
from safety_center.services.statistics.refresh import rebuild_cube, refresh_cube
from safety_center.store.job_runs import remove_runs_before

_KEEP_RUNS = timedelta(days=90)


@dataclass(frozen=True)
class Outcome:
    """What a run did. `failed` is a finding to be looked at; unlike an error it is not tried again."""

    rows: int = 0
    message: RunMessage | None = None
    failed: bool = False


@dataclass(frozen=True)
class Job:
    """One job; `work` gets the day asked for, or None for "whatever is due"."""

    name: str
    ko: str
    en: str
    does_ko: str
    does_en: str
    work: Callable[[Installation, date | None], Outcome]

    def label(self, language: str = "ko") -> str:
        """Title in `ko` or `en`."""
        return self.en if language == "en" else self.ko

    def does(self, language: str = "ko") -> str:
        """What it does, in a sentence."""
        return self.does_en if language == "en" else self.does_ko


def find_job(name: str) -> Job:
    """The job of that name; raises `NotFound`."""
    if name not in JOBS:
        raise NotFound(N_("해당 작업이 없습니다: %(name)s"), name=name)
    return JOBS[name]


def _refresh_statistics(installation: Installation, day: date | None) -> Outcome:
    return Outcome(refresh_cube(installation, day))


def _rebuild_statistics(installation: Installation, day: date | None) -> Outcome:
    found = rebuild_cube(installation, day)
    if not found.wrong_cells:
        return Outcome(found.cells, RunMessage(N_("집계표가 원자료와 모두 같습니다.")))
    message = N_(
        "집계표가 원자료와 달랐습니다: %(days)s일, %(cells)s칸. 원자료대로 바로잡았습니다."
    )
    params = {"days": found.wrong_days, "cells": found.wrong_cells}
    return Outcome(found.cells, RunMessage(message, params), failed=True)


def _write_dashboards(installation: Installation, _day: date | None) -> Outcome:
    return Outcome(write_dashboard_files(installation))


def _purge_job_runs(installation: Installation, _day: date | None) -> Outcome:
    with installation.database.writing() as session:
        return Outcome(remove_runs_before(session, utc_now() - _KEEP_RUNS))


_TABLE = (
    Job(
        "refresh-statistics",
        "통계 갱신",
        "Refresh statistics",
        "변경된 날짜의 집계만 다시 계산합니다.",
        "Counts again the days that changed, and only those.",
        _refresh_statistics,
    ),
    Job(
        "rebuild-statistics",
        "통계 전체 대조",
        "Rebuild statistics",
        "원자료를 처음부터 다시 집계해 집계표와 대조하고, 다르면 바로잡고 알립니다.",
        "Counts everything anew, compares the cube with it, mends and reports what differs.",
        _rebuild_statistics,
    ),
    Job(
        "write-dashboards",
        "대시보드 파일 작성",
        "Write dashboards",
        "대시보드를 외부 연결 없이 열리는 파일로 작성합니다.",
        "Writes the dashboards as files that open without any connection.",
        _write_dashboards,
    ),
    Job(
        "purge-job-runs",
        "오래된 실행 기록 정리",
        "Purge old runs",
        "90일이 지난 작업 실행 기록을 삭제합니다.",
        "Removes records of runs older than 90 days.",
        _purge_job_runs,
    ),
)
JOBS: Mapping[str, Job] = {job.name: job for job in _TABLE}
