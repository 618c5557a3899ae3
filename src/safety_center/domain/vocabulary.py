"""The vocabulary: every code with its Korean and English label, once.

Codes are stable English slugs and are what the database, files and the API hold; labels are for
people. Korean terms follow the Act on Consular Assistance (재외국민보호를 위한 영사조력법) and the
ministry's published tables.
"""

from enum import StrEnum
from typing import Self


class Term(StrEnum):
    """A code (the enum's value) with its two labels."""

    ko: str
    en: str

    def __new__(cls, code: str, ko: str, en: str) -> Self:
        term = str.__new__(cls, code)
        term._value_ = code
        term.ko = ko
        term.en = en
        return term

    @classmethod
    def of(cls, code: str) -> Self:
        """The term of a code that is known to be one; raises `KeyError` otherwise."""
        return cls._value2member_map_[code]  # type: ignore[return-value]

    def label(self, language: str = "ko") -> str:
        """Label in `ko` or `en`."""
        return self.en if language == "en" else self.ko


class Involvement(Term):
    """The ministry's three groups of persons."""

    VICTIM = "victim", "피해자", "Victim"
    PERPETRATOR = "perpetrator", "가해자", "Perpetrator"
    OTHER = "other", "기타", "Other"


class Severity(Term):
    """Weight of a case; `weight` 1-4 sorts. Serious: injury, detention, violence. Critical: life at risk."""

    MINOR = "minor", "경미", "Minor"
    MODERATE = "moderate", "보통", "Moderate"
    SERIOUS = "serious", "중대", "Serious"
    CRITICAL = "critical", "위급", "Critical"

    @property
    def weight(self) -> int:
        return list(Severity).index(self) + 1


class CaseStatus(Term):
    """접수 → 처리 중 → 종결; 이관 대기 while a hand-over awaits its answer; 재개 after a closing."""

    RECEIVED = "received", "접수", "Received"
    IN_PROGRESS = "in_progress", "처리 중", "In progress"
    HANDOVER_PENDING = "handover_pending", "이관 대기", "Hand-over pending"
    CLOSED = "closed", "종결", "Closed"
    REOPENED = "reopened", "재개", "Reopened"


class ReportSource(Term):
    """Who took the report."""

    MISSION = "mission", "재외공관", "Mission"
    CALL_CENTER = "call_center", "영사콜센터", "Consular Call Center"
    OTHER = "other", "기타", "Other"


class Channel(Term):
    """How the report came in."""

    PHONE = "phone", "전화", "Telephone"
    VISIT = "visit", "방문", "Visit"
    EMAIL = "email", "전자우편", "E-mail"
    MESSENGER = "messenger", "메신저·앱", "Messenger or app"
    AUTHORITY = "authority", "주재국 기관 통보", "Notified by host authority"
    MEDIA = "media", "언론 보도", "Media"
    OTHER = "other", "기타", "Other"


class Disposition(Term):
    """What became of a report."""

    OPENED_CASE = "opened_case", "사건·사고 등록", "Opened a case"
    JOINED_CASE = "joined_case", "기존 건에 병합", "Joined a case"
    ADVICE_ONLY = "advice_only", "안내 후 종료", "Advice only"
    REFUSED = "refused", "접수하지 않음", "Not taken up"


class CallerRelation(Term):
    """Who the caller is to the person concerned."""

    SELF = "self", "본인", "The person"
    FAMILY = "family", "가족", "Family"
    FRIEND = "friend", "지인·동행", "Friend or companion"
    AUTHORITY = "authority", "주재국 기관", "Host authority"
    TRAVEL_AGENCY = "travel_agency", "여행사", "Travel agency"
    OTHER = "other", "기타", "Other"
    UNKNOWN = "unknown", "미상", "Unknown"


class Sex(Term):
    """Sex of a person concerned."""

    FEMALE = "female", "여성", "Female"
    MALE = "male", "남성", "Male"
    UNKNOWN = "unknown", "미상", "Unknown"


class AgeBand(Term):
    """Ten-year age band on the day of the incident (or of the report, if that day is unknown)."""

    UNDER_10 = "0-9", "10세 미만", "Under 10"
    TEENS = "10-19", "10대", "10-19"
    TWENTIES = "20-29", "20대", "20-29"
    THIRTIES = "30-39", "30대", "30-39"
    FORTIES = "40-49", "40대", "40-49"
    FIFTIES = "50-59", "50대", "50-59"
    SIXTIES = "60-69", "60대", "60-69"
    SEVENTY_UP = "70+", "70세 이상", "70 and over"
    UNKNOWN = "unknown", "미상", "Unknown"


class Sojourn(Term):
    """Living there or passing through (Act, article 2)."""

    RESIDENT = "resident", "거주·체류", "Resident"
    VISITOR = "visitor", "방문", "Visitor"
    UNKNOWN = "unknown", "미상", "Unknown"


class PersonOutcome(Term):
    """How the person is, as far as known. Missing, detained and unknown keep a case open."""

    NONE = "none", "이상 없음", "No harm"
    INJURED = "injured", "부상", "Injured"
    DEAD = "dead", "사망", "Dead"
    MISSING = "missing", "행방불명", "Missing"
    DETAINED = "detained", "구금", "Detained"
    FOUND = "found", "소재 확인", "Found"
    UNKNOWN = "unknown", "확인 중", "Not yet known"


class HandoverState(Term):
    """A hand-over is asked for, then accepted or returned with a reason, or taken back."""

    PENDING = "pending", "인수 대기", "Awaiting acceptance"
    ACCEPTED = "accepted", "인수", "Accepted"
    RETURNED = "returned", "반려", "Returned"
    WITHDRAWN = "withdrawn", "회수", "Withdrawn"


class ChangeReason(Term):
    """Why a version of the line list was written."""

    NEW = "new", "신규", "New"
    LATE_ENTRY = "late_entry", "뒤늦은 입력", "Late entry"
    RECLASSIFIED = "reclassified", "재분류", "Reclassified"
    MERGED = "merged", "병합", "Merged"
    SPLIT = "split", "분리", "Split"
    ERASED = "erased", "파기", "Erased"
    CORRECTED = "corrected", "정정", "Corrected"
    PROGRESS = "progress", "처리 진행", "Progress"


class DateBasis(Term):
    """Which clock dates a figure: occurred = local date there; reported and entered = Seoul's date."""

    OCCURRED = "occurred", "발생일(현지)", "Date of occurrence (local)"
    REPORTED = "reported", "접수일(서울)", "Date of report (Seoul)"
    ENTERED = "entered", "입력일(서울)", "Date of entry (Seoul)"


class CountUnit(Term):
    """What a figure counts."""

    PERSONS = "persons", "명", "persons"
    CASES = "cases", "건", "cases"
