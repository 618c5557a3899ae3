"""Taking cases out as a file: for what reason, in what form, with which columns, how many in a day."""

from safety_center.domain.access import Role
from safety_center.domain.errors import N_, FieldError
from safety_center.domain.vocabulary import Term

FEWEST_CHARACTERS, _MOST_CHARACTERS = 10, 500


class ExportReason(Term):
    """Why cases are taken out (standard of safety measures for personal data: asked and kept)."""

    CASEWORK = "casework", "사건·사고 처리", "Handling cases"
    REPORTING = "reporting", "업무 보고 자료 작성", "Reporting to superiors"
    COOPERATION = "cooperation", "관계기관 협조", "Cooperation with authorities"
    REQUEST = "request", "민원·정보공개 처리", "Answering a petition or information request"
    ANALYSIS = "analysis", "통계 분석", "Statistical analysis"
    AUDIT = "audit", "감사·점검", "Audit or inspection"
    OTHER = "other", "기타", "Other"


class FileForm(Term):
    """The form of the file."""

    XLSX = "xlsx", "엑셀(XLSX)", "Excel (XLSX)"
    CSV = "csv", "CSV", "CSV"


class ExportColumn(Term):
    """Columns in the order of the form: who told, what happened, who is concerned, what we did."""

    NUMBER = "number", "관리번호", "Case number"
    SOURCE = "source", "접수 기관", "Report taken by"
    RECEIVED = "received", "접수일시(서울)", "Received (Seoul)"
    ENTERED = "entered", "입력일시(서울)", "Entered (Seoul)"
    SITUATION = "situation", "상황", "Situation"
    TYPE = "type", "유형", "Type"
    SEVERITY = "severity", "심각도", "Severity"
    COUNTRY = "country", "국가·지역", "Country or area"
    CITY = "city", "도시", "City"
    OCCURRED = "occurred", "발생일(현지)", "Occurred (local)"
    SUMMARY = "summary", "요약", "Summary"
    PERSONS = "persons", "당사자", "Persons"
    NAMES = "names", "성명(가림)", "Names (masked)"
    TELEPHONES = "telephones", "전화번호(가림)", "Telephone numbers (masked)"
    PASSPORTS = "passports", "여권번호(가림)", "Passport numbers (masked)"
    MISSION = "mission", "관할 공관", "Responsible mission"
    OWNER = "owner", "담당 기관", "Handled by"
    STATUS = "status", "상태", "Status"
    NEXT_ACTION = "next_action", "다음 조치", "Next action"
    DUE = "due", "다음 조치 기한(서울)", "Next action due (Seoul)"
    CLOSED = "closed", "종결일시(서울)", "Closed (Seoul)"


#: In every file; the others where they are on the person's list.
FIXED = frozenset(
    {
        ExportColumn.NUMBER,
        ExportColumn.RECEIVED,
        ExportColumn.SITUATION,
        ExportColumn.TYPE,
        ExportColumn.SEVERITY,
        ExportColumn.COUNTRY,
        ExportColumn.CITY,
        ExportColumn.PERSONS,
        ExportColumn.NAMES,
        ExportColumn.TELEPHONES,
        ExportColumn.PASSPORTS,
        ExportColumn.OWNER,
        ExportColumn.STATUS,
    }
)
#: Which setting limits which role; others export nothing.
LIMITS: dict[Role, str] = {
    Role.OFFICER: "export_rows_mission",
    Role.MISSION_HEAD: "export_rows_mission",
    Role.CENTER_MANAGER: "export_rows_center",
    Role.ANALYST: "export_rows_analyst",
}


def columns_for(listed: tuple[str, ...]) -> tuple[ExportColumn, ...]:
    """Columns of a file for somebody whose list has those columns; the due time brings its action."""
    wanted = {*listed, *(["next_action"] if "due" in listed else [])}
    return tuple(column for column in ExportColumn if column in FIXED or column.value in wanted)


def check_reason(code: str, text: str, form: str) -> list[FieldError]:
    """What is missing of a reason: one of the list, and at least ten characters of one's own."""
    errors = []
    if code not in set(ExportReason):
        errors.append(FieldError("reason_code", "missing", N_("내보내는 사유를 골라 주십시오.")))
    if not FEWEST_CHARACTERS <= len(text.strip()) <= _MOST_CHARACTERS:
        message = N_("사유를 %(least)s자 이상 %(most)s자 이하로 적어 주십시오.")
        bounds = {"least": FEWEST_CHARACTERS, "most": _MOST_CHARACTERS}
        errors.append(FieldError("reason_text", "too_short", message, bounds))
    if form not in set(FileForm):
        errors.append(FieldError("form", "missing", N_("파일 형식을 골라 주십시오.")))
    return errors
