"""The columns of a sheet of reports: their names in the file, in Korean and in English, and their kinds.

A sheet has a row per person; the report's own columns come first. Besides the fields of the input
model there is one column of the sheet's own, `clock`: whose wall clock its times are.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum, auto

from safety_center.domain.situations import OFFERED, Situation
from safety_center.domain.vocabulary import (
    AgeBand,
    CallerRelation,
    Channel,
    Disposition,
    Involvement,
    PersonOutcome,
    ReportSource,
    Severity,
    Sex,
    Sojourn,
    Term,
)

PERSON_PREFIX = "person_"
#: Stands at the beginning of the reference of an example row, which is never imported.
EXAMPLE_MARKS = {"ko": "(예시)", "en": "(Example)"}
#: Heading of the column in which a file of rows to mend says what is wrong; not read in either language.
REASON_HEADINGS = {"ko": "고칠 내용", "en": "What to mend"}
#: Where the example row happens, by its code: its name stands in the reference table.
EXAMPLE_COUNTRY = "KH"


class Kind(Enum):
    """How a cell of the column is read."""

    TEXT = auto()
    DIGITS = auto()
    TERM = auto()
    COUNTRY = auto()
    MISSION = auto()
    INCIDENT_TYPE = auto()
    DAY = auto()
    CLOCK = auto()
    INSTANT = auto()
    YES_NO = auto()
    NUMBER = auto()


class Clock(Term):
    """Whose wall clock the times of a row are that have no offset of their own."""

    SEOUL = "seoul", "한국시간", "Seoul time"
    PLACE = "place", "현지시간", "Local time"


@dataclass(frozen=True)
class Column:
    """One column. `required` as in the input model; `example_…` is what the template's example says,
    in English the same where it is blank. What has codes names the label in Korean.
    """

    name: str
    ko: str
    en: str
    kind: Kind = Kind.TEXT
    terms: type[Term] | None = None
    required: bool = False
    hint_ko: str = ""
    hint_en: str = ""
    example: str = ""
    example_en: str = ""

    @property
    def offered(self) -> tuple[Term, ...]:
        """The words of its list that may be chosen today; `terms` are those that are understood."""
        return OFFERED if self.terms is Situation else tuple(self.terms or ())

    @property
    def is_personal(self) -> bool:
        """True for columns about a person concerned."""
        return self.name.startswith(PERSON_PREFIX)

    def label(self, language: str = "ko") -> str:
        """Heading in `ko` or `en`."""
        return self.en if language == "en" else self.ko

    def hint(self, language: str = "ko") -> str:
        """What to write, in a sentence."""
        return self.hint_en if language == "en" else self.hint_ko


_INSTANT_KO = "2026. 11. 22. 14:30 또는 2026-11-22 14:30"
_INSTANT_EN = "2026-11-22 14:30 or 2026. 11. 22. 14:30"
_DAY_KO, _DAY_EN = "2026. 11. 22. 또는 2026-11-22", "2026-11-22 or 2026. 11. 22."
_T, _D, _N = Kind.TERM, Kind.DAY, Kind.INSTANT

COLUMNS: tuple[Column, ...] = (
    Column(
        "external_reference",
        "참조번호",
        "Reference",
        hint_ko="공관이나 상담기록의 고유번호. 같은 번호로 다시 가져오면 새로 등록하지 않고 변경 여부를 묻습니다",
        hint_en="Your own number of the report. Imported again it is not stored twice, changes are asked about",
        example=f"{EXAMPLE_MARKS['ko']} KH-2026-001",
        example_en=f"{EXAMPLE_MARKS['en']} KH-2026-001",
    ),
    Column("source", "접수 출처", "Source", _T, ReportSource, True, example="재외공관"),
    Column(
        "received_at",
        "접수 시각",
        "Received at",
        _N,
        None,
        True,
        f"{_INSTANT_KO}. 날짜와 시각을 모두 적습니다",
        f"{_INSTANT_EN}. Both day and time",
        "2026. 11. 20. 14:30",
        "2026-11-20 14:30",
    ),
    Column(
        "clock",
        "시각 기준",
        "Clock",
        _T,
        Clock,
        hint_ko="시간대를 적지 않은 시각이 한국시간인지 현지시간인지. 비우면 한국시간",
        hint_en="Whether times without an offset are Seoul's or local; blank is Seoul's",
        example="현지시간",
    ),
    Column("channel", "접수 방법", "Channel", _T, Channel, example="전화"),
    Column("situation", "상황", "Situation", _T, Situation, True, example=Situation.THEFT.ko),
    Column(
        "country_code",
        "국가·지역",
        "Country or area",
        Kind.COUNTRY,
        None,
        True,
        "목록의 이름이나 두 글자 부호(KH). 공해, 항공기 안 등은 목록 끝에 있습니다",
        "A name of the list or the two-letter code (KH)",
    ),
    Column("city", "도시", "City", example="프놈펜", example_en="Phnom Penh"),
    Column("place_detail", "상세 장소", "Place in detail"),
    Column(
        "mission_code",
        "관할 공관",
        "Responsible mission",
        Kind.MISSION,
        hint_ko="목록의 이름. 비우면 국가·지역의 관할 공관",
        hint_en="A name of the list; blank is the mission of the country",
    ),
    Column("caller_name", "신고인 성명", "Caller's name", example="홍예시", example_en="HONG YESI"),
    Column(
        "caller_telephone",
        "신고인 전화번호",
        "Caller's telephone",
        Kind.DIGITS,
        hint_ko="반드시 텍스트로 적습니다(맨 앞의 0이 남도록)",
        hint_en="As text, so that a leading zero stays",
        example="+82 10 0000 0000",
    ),
    Column(
        "caller_none",
        "신고인 없음",
        "No caller",
        Kind.YES_NO,
        hint_ko="신고인 성명·전화번호가 모두 없으면 '예'",
        hint_en="'Yes' where there is neither name nor telephone",
    ),
    Column("caller_relation", "신고인과의 관계", "Caller is", _T, CallerRelation, example="본인"),
    Column(
        "narrative",
        "신고 내용",
        "What was said",
        required=True,
        hint_ko="2만 자까지. 신분증 번호는 적지 않습니다",
        hint_en="Up to 20,000 characters. No identity numbers",
        example="시장에서 가방을 도난당했다고 함.",
        example_en="Says that a bag was stolen at the market.",
    ),
    Column("summary", "한 줄 요약", "Summary"),
    Column(
        "incident_type",
        "사건·사고 유형",
        "Incident type",
        Kind.INCIDENT_TYPE,
        hint_ko="비우면 상황에 따라 정해집니다",
        hint_en="Blank: as the situation proposes",
    ),
    Column("severity", "심각도", "Severity", _T, Severity),
    Column(
        "occurred_from",
        "발생일(현지)",
        "Date of occurrence (local)",
        _D,
        None,
        False,
        _DAY_KO,
        _DAY_EN,
        "2026. 11. 20.",
        "2026-11-20",
    ),
    Column("occurred_to", "발생 종료일", "Last day of occurrence", _D),
    Column(
        "occurred_time",
        "발생 시각(현지)",
        "Time of occurrence (local)",
        Kind.CLOCK,
        hint_ko="14:30",
        hint_en="14:30",
    ),
    Column("next_action", "다음 조치", "Next action"),
    Column(
        "next_action_due_at",
        "조치 기한",
        "Action due",
        _N,
        hint_ko=_INSTANT_KO,
        hint_en=_INSTANT_EN,
    ),
    Column(
        "disposition",
        "처리 구분",
        "Disposition",
        _T,
        Disposition,
        hint_ko="비우면 사건·사고로 등록합니다",
        hint_en="Blank: opens a case",
    ),
    Column("disposition_reason", "접수하지 않는 사유", "Reason for not taking up"),
    Column(
        "join_case_number",
        "병합할 관리번호",
        "Case to join",
        hint_ko="처리 구분이 '기존 건에 병합'일 때",
        hint_en="Where the disposition is 'Joined a case'",
    ),
    Column("closed_at", "종결 시각", "Closed at", _N, hint_ko=_INSTANT_KO, hint_en=_INSTANT_EN),
    Column("person_involvement", "당사자 구분", "Involvement", _T, Involvement, example="피해자"),
    Column(
        "person_incident_type",
        "당사자 사건·사고 유형",
        "Person's incident type",
        Kind.INCIDENT_TYPE,
    ),
    Column("person_name_hangul", "한글 성명", "Name in Hangul", example="홍예시"),
    Column("person_name_roman", "로마자 성명", "Romanised name", example="HONG YESI"),
    Column(
        "person_headcount",
        "인원(명)",
        "Number of persons",
        Kind.NUMBER,
        hint_ko="성명을 모르는 여러 명을 한 줄에 적을 때만",
        hint_en="Only where one row stands for several unnamed persons",
    ),
    Column("person_approximate", "인원이 정확하지 않음(약)", "Number is approximate", Kind.YES_NO),
    Column("person_sex", "성별", "Sex", _T, Sex, example="여성"),
    Column(
        "person_birth_date",
        "생년월일",
        "Date of birth",
        _D,
        None,
        False,
        _DAY_KO,
        _DAY_EN,
        "1990. 1. 1.",
        "1990-01-01",
    ),
    Column("person_age_band", "연령대", "Age band", _T, AgeBand),
    Column("person_sojourn", "거주·방문", "Sojourn", _T, Sojourn, example="방문"),
    Column("person_outcome", "당사자 상태", "Outcome", _T, PersonOutcome, example="이상 없음"),
    Column("person_telephone", "당사자 전화번호", "Person's telephone", Kind.DIGITS),
    Column(
        "person_passport_number",
        "여권번호",
        "Passport number",
        Kind.DIGITS,
        hint_ko="주민등록번호는 적지 않습니다",
        hint_en="Never a resident registration number",
    ),
)
BY_NAME = {column.name: column for column in COLUMNS}
_MARKS = re.compile(r"(\*|\((필수|선택|required|optional)\))+$")


def plain_heading(text: str) -> str:
    """A heading without case, blanks and the mark of a required column: `접수 시각 *` → `접수시각`."""
    return _MARKS.sub("", "".join(unicodedata.normalize("NFC", text).casefold().split()))


def headings() -> dict[str, str]:
    """Every heading understood, plain → the column's name; the column of reasons is the empty name."""
    found = {plain_heading(text): "" for text in REASON_HEADINGS.values()}
    for column in COLUMNS:
        found |= {plain_heading(text): column.name for text in (column.name, column.ko, column.en)}
    return found


def column_of(field: str) -> Column | None:
    """The column of a field as errors name it: `persons.0.birth_date` → `person_birth_date`."""
    parts = field.split(".")
    name = PERSON_PREFIX + parts[-1] if parts[0] == "persons" and len(parts) > 1 else parts[0]
    return BY_NAME.get(name)
