"""Lengths of time in words short enough for an axis."""

_HOUR, _DAY = 60, 24 * 60
#: From so many days on hours are not told.
_DAYS_ALONE = 10
#: Where an axis of minutes has its marks: ten minutes, an hour, six, a day, a week, thirty days, a year.
TICKS = (10, _HOUR, 6 * _HOUR, _DAY, 7 * _DAY, 30 * _DAY, 365 * _DAY)


def spell_minutes(minutes: float, language: str = "ko") -> str:
    """`45분`, `5시간 20분`, `3일 5시간`, `20일`: no finer than is worth telling, and in one manner."""
    ko = language == "ko"
    whole = round(minutes)
    if whole < _HOUR:
        return f"{whole}분" if ko else f"{whole} min"
    if whole < _DAY:
        return _two_parts(*divmod(whole, _HOUR), ("시간", "분") if ko else (" h", " min"))
    hours = round(minutes / _HOUR)
    days, rest = divmod(hours, 24)
    if days >= _DAYS_ALONE:
        days, rest = round(minutes / _DAY), 0
    return _two_parts(
        days, rest, ("일", "시간") if ko else (" day" if days == 1 else " days", " h")
    )


def _two_parts(large: int, small: int, units: tuple[str, str]) -> str:
    text = f"{large:,}{units[0]}"
    return f"{text} {small}{units[1]}" if small else text
