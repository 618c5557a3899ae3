"""Local clock times of a place: those that a change of the clocks leaves out, and those too late."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from safety_center.domain.errors import N_, FieldError
from safety_center.domain.periods import is_skipped, local_instant

#: Clocks of callers and sheets may run ahead of ours by this much.
CLOCK_TOLERANCE = timedelta(minutes=5)
NO_SUCH_LOCAL_TIME = N_(
    "서머타임이 시작되어 현지에 없는 시각입니다. 현지 시각을 다시 확인해 주십시오."
)
REPEATED_LOCAL_TIME = N_("서머타임이 끝나 현지에 두 번 있는 시각입니다. 앞의 시각으로 보았습니다.")


def check_clock(
    day: date, clock: time, zone: str, received_at: datetime | None
) -> Iterator[FieldError]:
    """What is wrong with the local time of an incident; `received_at` is None where it is not known."""
    if is_skipped(datetime.combine(day, clock), zone):
        yield FieldError("occurred_time", "nonexistent_local_time", NO_SUCH_LOCAL_TIME)
    elif received_at is not None and local_instant(day, clock, zone) > (
        received_at + CLOCK_TOLERANCE
    ):
        message = N_("접수 시각이 발생 시각보다 앞섭니다. 현지 시각과 접수 시각을 확인해 주십시오.")
        yield FieldError("occurred_time", "received_before_occurred", message)
