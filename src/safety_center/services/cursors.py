"""Places in a list ordered by instant and id, as they stand in an address."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime

from safety_center.domain.errors import N_, FieldError, InputRefused

_MOST_ID = 2**63 - 1


def write_cursor(at: datetime, row_id: int | None) -> str:
    """The place behind the row of that instant and id."""
    return urlsafe_b64encode(f"{at.isoformat()}|{row_id}".encode()).decode()


def read_cursor(cursor: str | None) -> tuple[datetime, int] | None:
    """What `write_cursor` wrote, None for none; raises `InputRefused` for anything else."""
    if not cursor:
        return None
    try:
        at, number = urlsafe_b64decode(cursor.encode()).decode().split("|")
        instant, row_id = datetime.fromisoformat(at).astimezone(UTC), int(number)
        if not 0 <= row_id <= _MOST_ID:
            raise ValueError(cursor)
        return instant, row_id
    except (ValueError, OverflowError):
        message = N_("목록의 위치를 알 수 없습니다. 처음부터 다시 조회해 주십시오.")
        raise InputRefused([FieldError("cursor", "cursor", message)]) from None
