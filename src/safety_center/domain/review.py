"""Odd access: the rules by which a day of the trail is looked through, on plain rows.

Requirement: 개인정보의 안전성 확보조치 기준 art. 8 (접속기록의 점검). A rule that compares with the usual has
a floor besides, so that small numbers raise nothing. A finding is a question, not a verdict.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from safety_center.domain.access import CENTERS, Role
from safety_center.domain.periods import zone_named
from safety_center.domain.trail import EXPORTS, OUT_OF_REACH, REVEALS, VIEWS
from safety_center.domain.vocabulary import Term

#: Thresholds. `times`: so many times the account's own usual day.
VOLUME_FLOOR, VOLUME_TIMES = 30, 3
NIGHT_FLOOR, NIGHT_USUAL_SHARE = 5, 0.1
NIGHT_BEGINS, NIGHT_ENDS = 22, 6
REFUSED_FLOOR = 5
MISSIONS_FLOOR, MISSIONS_TIMES = 20, 3
SEQUENCE_FLOOR = 5

_SEEN = frozenset((*VIEWS, *REVEALS))
_CENTER_ROLES = frozenset({Role.ANALYST.value, Role.CENTER_MANAGER.value, Role.COUNSELLOR.value})


class FindingKind(Term):
    """Why somebody's access is asked about."""

    VOLUME = "volume", "열람이 평소보다 많음", "Many more views than usual"
    NIGHT = "night", "심야 열람", "Views at night"
    OWN_NAME = "own_name", "본인 이름 열람·검색", "Own name searched or opened"
    REFUSED = "refused", "권한 밖 시도", "Attempts out of reach"
    MISSIONS = "missions", "여러 공관 사건 열람", "Cases of many missions"
    SEQUENCE = "sequence", "관리번호를 차례로 열람", "Case numbers tried in sequence"
    RESET = (
        "reset",
        "다른 계정의 비밀번호·2단계 인증 초기화",
        "Password or second factor of another reset",
    )
    EXPORT = "export", "개인정보 파일 내려받기", "File with personal data taken"


class Verdict(Term):
    """What the reviewer decides."""

    JUSTIFIED = "justified", "업무상 정당함", "Justified by the work"
    ADVISED = "advised", "주의·교육", "Advised"
    VIOLATION = "violation", "오·남용(조치 필요)", "Misuse, to be acted on"


@dataclass(frozen=True)
class Act:
    """One act of the day as the rules need it; `units` own the case it was about, or () where none."""

    seq: int
    at: datetime
    account_id: int
    role: str | None
    unit_code: str | None
    action: str
    result: str
    subject: str | None
    rows: int = 0
    mission: str | None = None
    own_name: bool = False
    reset: bool = False


@dataclass(frozen=True)
class Habits:
    """What is usual for an account: views on a median active day of the last four weeks, the share of
    them at night, missions opened on such a day; `zone` is its unit's clock."""

    zone: str = "Asia/Seoul"
    views: float = 0.0
    night_share: float = 0.0
    missions: float = 0.0


@dataclass(frozen=True)
class Found:
    """A finding before it is stored; `subject` is a case number, the account of a reset, or empty."""

    kind: FindingKind
    account_id: int
    acts: int
    first_seq: int
    last_seq: int
    subject: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)


def review_acts(acts: Iterable[Act], habits: Mapping[int, Habits]) -> list[Found]:
    """Every finding in the acts of one day, by account."""
    by_account: dict[int, list[Act]] = defaultdict(list)
    for act in acts:
        by_account[act.account_id].append(act)
    found: list[Found] = []
    for account_id, done in sorted(by_account.items()):
        usual = habits.get(account_id, Habits())
        found += find_volume(done, usual)
        found += find_night(done, usual)
        found += find_own_name(done)
        found += find_refused(done)
        found += find_missions(done, usual)
        found += find_sequence(done)
        found += find_resets(done)
        found += find_exports(done)
    return found


def find_volume(acts: Sequence[Act], usual: Habits) -> Iterator[Found]:
    """Cases and receipts opened: above the floor and above three times the own usual day."""
    seen = [act for act in acts if _is_seeing(act)]
    if len(seen) >= VOLUME_FLOOR and len(seen) > VOLUME_TIMES * usual.views:
        yield _found(FindingKind.VOLUME, seen, usual=round(usual.views, 1))


def find_night(acts: Sequence[Act], usual: Habits) -> Iterator[Found]:
    """22 to 6 on the clock of the unit, by people who do not usually work then; the centers work
    around the clock."""
    seen = [a for a in acts if _is_seeing(a) and is_night(a.at, usual.zone)]
    if not seen or seen[0].unit_code in CENTERS:
        return
    if len(seen) >= NIGHT_FLOOR and usual.night_share < NIGHT_USUAL_SHARE:
        yield _found(FindingKind.NIGHT, seen, zone=usual.zone)


def find_own_name(acts: Sequence[Act]) -> Iterator[Found]:
    """A case on which somebody of the account's own name stands, or a search for that name."""
    by_subject: dict[str, list[Act]] = defaultdict(list)
    for act in acts:
        if act.own_name:
            by_subject[act.subject or ""].append(act)
    for subject, seen in sorted(by_subject.items()):
        yield _found(FindingKind.OWN_NAME, seen, subject)


def find_refused(acts: Sequence[Act]) -> Iterator[Found]:
    """Records and pages out of reach, tried again and again; input to be corrected is no attempt."""
    refused = [a for a in acts if a.result == "refused" and a.action == OUT_OF_REACH]
    if len(refused) >= REFUSED_FLOOR:
        yield _found(FindingKind.REFUSED, refused)


def find_missions(acts: Sequence[Act], usual: Habits) -> Iterator[Found]:
    """People of the centers who open cases of many missions."""
    seen = [a for a in acts if _is_seeing(a) and a.mission and a.role in _CENTER_ROLES]
    missions = {act.mission for act in seen}
    if len(missions) >= MISSIONS_FLOOR and len(missions) > MISSIONS_TIMES * usual.missions:
        yield _found(FindingKind.MISSIONS, seen, missions=len(missions))


def find_sequence(acts: Sequence[Act]) -> Iterator[Found]:
    """Case numbers tried one after the other: `…000101, …000102, …000103`, whether they opened or not."""
    run: list[Act] = []
    longest: list[Act] = []
    for act in acts:
        if not (_is_seeing(act) or act.action == OUT_OF_REACH):
            continue
        step = _step(run[-1].subject, act.subject) if run else None
        if step == 0:
            continue
        run = [*run, act] if step == 1 else [act]
        longest = max(longest, run, key=len)
    if len(longest) >= SEQUENCE_FLOOR:
        yield _found(FindingKind.SEQUENCE, longest, longest[0].subject or "")


def find_resets(acts: Sequence[Act]) -> Iterator[Found]:
    """Each account whose password or second factor was taken away: one administrator decides it alone."""
    by_subject: dict[str, list[Act]] = defaultdict(list)
    for act in acts:
        if act.reset and act.result == "ok":
            by_subject[act.subject or ""].append(act)
    for subject, done in sorted(by_subject.items()):
        yield _found(FindingKind.RESET, done, subject)


def find_exports(acts: Sequence[Act]) -> Iterator[Found]:
    """Every file with personal data is looked at: the law asks for the reason of each download."""
    files = [act for act in acts if act.action in EXPORTS and act.result == "ok"]
    if files:
        yield _found(FindingKind.EXPORT, files, rows=sum(act.rows for act in files))


def is_night(at: datetime, zone: str) -> bool:
    """22:00 to 05:59 in a zone."""
    hour = at.astimezone(zone_named(zone)).hour
    return hour >= NIGHT_BEGINS or hour < NIGHT_ENDS


def _is_seeing(act: Act) -> bool:
    return act.action in _SEEN and act.result == "ok"


def _step(before: str | None, after: str | None) -> int | None:
    """How far apart two numbers of one series are, up or down; None across series."""
    if before is None or after is None:
        return None
    series, _, serial = before.rpartition("-")
    series_after, _, serial_after = after.rpartition("-")
    if series != series_after or not (serial.isdecimal() and serial_after.isdecimal()):
        return None
    return abs(int(serial_after) - int(serial))


def _found(kind: FindingKind, acts: Sequence[Act], subject: str = "", **detail: Any) -> Found:
    seqs = [act.seq for act in acts]
    return Found(kind, acts[0].account_id, len(acts), min(seqs), max(seqs), subject, detail)
