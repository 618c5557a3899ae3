"""Lengths of time in words short enough for an axis."""

_HOUR, _DAY = 60, 24 * 60
#: Where an axis of minutes has its marks: ten minutes, an hour, six, a day, a week, thirty days, a year.
TICKS = (10, _HOUR, 6 * _HOUR, _DAY, 7 * _DAY, 30 * _DAY, 365 * _DAY)


def spell_minutes(minutes: float, language: str = "ko") -> str:
    """`45분`, `5시간 20분`, `3.2일`: minutes under an hour, hours under two days, days with one decimal."""
    ko = language == "ko"
    whole = round(minutes)
    if whole < _HOUR:
        return f"{whole}분" if ko else f"{whole} min"
    if whole < 2 * _DAY and whole != _DAY:
        hours, rest = divmod(whole, _HOUR)
        if not rest:
            return f"{hours}시간" if ko else f"{hours} h"
        return f"{hours}시간 {rest}분" if ko else f"{hours} h {rest} min"
    days = f"{minutes / _DAY:.1f}".removesuffix(".0")
    if ko:
        return f"{days}일"
    return f"{days} day" if days == "1" else f"{days} days"
