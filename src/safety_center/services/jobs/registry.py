"""The table of jobs. Each may run twice, takes a day or does without, and is also a command.

When they run is in `schedule`; a new job is a function here, a row in `JOBS` and a row there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from safety_center.domain.backups import BackupFault
from safety_center.domain.errors import N_, NotFound
from safety_center.domain.jobs import RunMessage
from safety_center.services.backups import make_backup
from safety_center.services.briefing import make_briefings
from safety_center.services.dashboards.files import write_dashboard_files
from safety_center.services.installation import Installation
from safety_center.services.retention import purge_leftovers, purge_trail
from safety_center.services.review import review_access
from safety_center.services.sheets.work import purge_sheets, work_on_sheets
from safety_center.services.statistics.refresh import rebuild_cube, refresh_cube
from safety_center.services.trail import run_verification


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


def _briefing(installation: Installation, _day: date | None) -> Outcome:
    made, failed = make_briefings(installation)
    if not failed:
        return Outcome(made)
    params = {"made": made, "failed": failed}
    message = N_("회의자료 %(made)s건을 작성하고 %(failed)s건은 작성하지 못했습니다.")
    return Outcome(made, RunMessage(message, params), failed=True)


def _verify_trail(installation: Installation, _day: date | None) -> Outcome:
    check = run_verification(installation)
    params = {"entries": check.total, "hash": (check.last_hash or "")[:16]}
    if not check.fault_count:
        whole = N_("기록 %(entries)s건이 모두 온전합니다(마지막 해시 %(hash)s…).")
        return Outcome(check.total, RunMessage(whole, params))
    broken = N_("기록이 %(faults)s곳에서 맞지 않습니다. 감사관과 함께 즉시 확인해 주십시오.")
    message = RunMessage(broken, {"faults": check.fault_count})
    return Outcome(check.total, message, failed=True)


def _backup(installation: Installation, _day: date | None) -> Outcome:
    if installation.settings.backup_folder is None:
        return Outcome(message=RunMessage(N_("백업 폴더를 정하지 않아 백업하지 않았습니다.")))
    try:
        made = make_backup(installation, None)
    except BackupFault as fault:
        params = {name: str(value) for name, value in fault.params.items()}
        return Outcome(message=RunMessage(fault.message, params), failed=True)
    message = RunMessage(N_("백업 %(name)s"), {"name": made.manifest.name})
    return Outcome(made.manifest.facts.rows, message)


def _review_access(installation: Installation, day: date | None) -> Outcome:
    return Outcome(review_access(installation, day))


def _purge(installation: Installation, _day: date | None) -> Outcome:
    removed = purge_leftovers(installation)
    files = purge_sheets(installation)
    return Outcome(sum(removed.values()) + files + purge_trail(installation).removed)


def _read_sheets(installation: Installation, _day: date | None) -> Outcome:
    return Outcome(work_on_sheets(installation))


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
        "read-sheets",
        "가져오기 처리",
        "Read sheets",
        "올린 파일의 접수 내용을 확인하고, 저장하기로 한 접수를 저장합니다.",
        "Checks the reports of files given in, and stores those that were decided on.",
        _read_sheets,
    ),
    Job(
        "backup",
        "백업",
        "Back up",
        "데이터베이스를 봉인해 백업 폴더에 두고 오래된 백업을 지웁니다.",
        "Keeps a sealed copy of the database in the folder of backups and removes the oldest.",
        _backup,
    ),
    Job(
        "briefing",
        "회의자료 작성",
        "Make briefings",
        "요청한 회의자료를 HTML 문서와 XLSX 표로 작성합니다.",
        "Makes the briefings that were asked for, as an HTML document and XLSX tables.",
        _briefing,
    ),
    Job(
        "verify-trail",
        "열람·변경 기록 검증",
        "Verify the trail",
        "기록을 처음부터 끝까지 따라가며 변경·삭제된 곳이 없는지 확인합니다.",
        "Walks the trail from its beginning and names what was changed or removed.",
        _verify_trail,
    ),
    Job(
        "review-access",
        "접속기록 점검 대상 찾기",
        "Review access",
        "전날의 접속기록에서 평소와 다른 열람을 찾아 점검 목록에 올립니다.",
        "Looks through yesterday's access and lists what is odd for review.",
        _review_access,
    ),
    Job(
        "purge",
        "보존기간이 지난 자료 정리",
        "Purge",
        "보존기간이 지난 접속기록과 임시 저장, 검색 조건, 파일 내용, 작업 실행 기록을 삭제합니다.",
        "Removes access records, drafts, searches, file contents and job runs past their keeping time.",
        _purge,
    ),
)
JOBS: Mapping[str, Job] = {job.name: job for job in _TABLE}
