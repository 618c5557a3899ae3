"""What becomes of a file of reports, and of each of its reports."""

from safety_center.domain.vocabulary import Term


class ImportState(Term):
    """A file waits, is checked, waits for the decision, is stored. Nothing is stored before `QUEUED`."""

    WAITING = "waiting", "확인 대기", "Waiting to be checked"
    CHECKING = "checking", "확인 중", "Being checked"
    CHECKED = "checked", "확인 완료", "Checked"
    QUEUED = "queued", "저장 대기", "Waiting to be stored"
    STORING = "storing", "저장 중", "Being stored"
    DONE = "done", "저장 완료", "Stored"
    FAILED = "failed", "읽지 못함", "Could not be read"
    CLEARED = "cleared", "내용 삭제됨", "Contents removed"


class RowKind(Term):
    """What would become of a report, or became of it (`STORED`, `APPLIED`)."""

    NEW = "new", "신규", "New"
    LIKELY = "likely", "중복 의심", "Likely duplicate"
    CHANGED = "changed", "변경", "Changed"
    SAME = "same", "이미 등록됨", "Stored before"
    ERROR = "error", "오류", "Error"
    STORED = "stored", "등록함", "Stored"
    APPLIED = "applied", "변경 적용함", "Change applied"


#: States in which a background run has work to do.
PENDING_STATES = (
    ImportState.WAITING,
    ImportState.CHECKING,
    ImportState.QUEUED,
    ImportState.STORING,
)
#: What goes into the file of rows to mend.
LEFT_KINDS = (RowKind.ERROR, RowKind.LIKELY, RowKind.CHANGED)
