"""What templates know: filters for dates, numbers and codes, and the values of the frame."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, g, request
from flask_babel import gettext, ngettext
from werkzeug.datastructures import MultiDict

from safety_center.domain.errors import FieldError
from safety_center.domain.periods import (
    format_date,
    format_instant,
    format_number,
    local_date,
    utc_now,
    zone_name,
)
from safety_center.services.cases.sentence import say_due
from safety_center.web import terms
from safety_center.web.navigation import current_path, link_if_allowed, links_for
from safety_center.web.quoting import as_written
from safety_center.web.request import (
    address,
    current_installation,
    current_language,
    current_settings,
)
from safety_center.web.sessions import closing_seconds_left, seconds_left

TEXT_SIZES = ("medium", "large", "xlarge", "xxlarge")
#: The server notes use at most every 30 s, so a page may believe in up to 30 s too many: with 90 the
#: warning comes at least 60 s before the end.
IDLE_WARNING_S = 90
_DAY_H = 24


def prepare_templates(app: Flask) -> None:
    """Filters, globals and the frame's values of each page."""
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        date=date_text,
        instant=instant_text,
        number=number_text,
        ago=ago_text,
        clock=clock_text,
        day=day_of,
        due=due_text,
        wall_clock=wall_clock,
        term=terms.term_label,
        incident_type=terms.incident_type_label,
        country=terms.country_label,
        mission=terms.unit_label,
        unit=terms.unit_label,
        error_text=terms.error_text,
        message_text=terms.message_text,
        anchor=anchor,
        as_written=as_written,
    )
    app.jinja_env.globals.update(
        errors_at=errors_at, may_open=may_open, with_arguments=with_arguments, utc_now=utc_now
    )
    app.context_processor(frame_values)


def date_text(day: date | None) -> str:
    """`2018. 12. 10.` or `10 December 2018`."""
    return format_date(day, current_language())


def instant_text(instant: datetime | None, zone: str = "Asia/Seoul") -> str:
    """Date and time in a zone, with the zone's short name."""
    return format_instant(instant, zone, current_language())


def clock_text(instant: datetime | None, zone: str = "Asia/Seoul") -> str:
    """Time of day with the zone's short name, without the date."""
    return instant_text(instant, zone).removeprefix(date_text(day_of(instant, zone))).strip()


def day_of(instant: datetime | None, zone: str = "Asia/Seoul") -> date | None:
    """Calendar day at that instant in a zone."""
    return local_date(instant, zone) if instant else None


def due_text(due_at: datetime, zone: str = "Asia/Seoul", now: datetime | None = None) -> str:
    """`오늘 18:00 UTC+7`, `어제 …`, else the date: on the clock of the place."""
    text = say_due(due_at, zone, now or utc_now(), current_language())
    return f"{text} {zone_name(due_at, zone)}"


def wall_clock(instant: datetime, zone: str) -> str:
    """`14:30` in a zone, as `clocks.js` goes on writing it."""
    return f"{instant.astimezone(ZoneInfo(zone)):%H:%M}"


def number_text(value: int | float | None) -> str:
    """With thousands separators; an en dash for None."""
    return format_number(value)


def ago_text(instant: datetime | None, now: datetime | None = None) -> str:
    """How long since: `방금`, `12분`, `3시간`, `4일`."""
    if instant is None:
        return ""
    passed = max((now or utc_now()) - instant, timedelta())
    minutes = int(passed.total_seconds() // 60)
    if minutes < 1:
        return gettext("1분 미만")
    if minutes < 60:
        return ngettext("%(num)d분", "%(num)d분", minutes)
    hours = minutes // 60
    if hours < _DAY_H * 2:
        return ngettext("%(num)d시간", "%(num)d시간", hours)
    return ngettext("%(num)d일", "%(num)d일", hours // _DAY_H)


def anchor(field: str) -> str:
    """Id of a field's control: `persons.0.name` → `persons-0-name`; the form itself for no field."""
    return field.replace(".", "-") if field else "main"


def errors_at(errors: Sequence[FieldError] | None, field: str) -> list[FieldError]:
    """Errors of one field."""
    return [error for error in errors or () if error.field == field]


def may_open(path: str) -> bool:
    """True when the page exists and the signed-in actor may open it: for links between features."""
    return link_if_allowed(g.get("actor"), path)


def with_arguments(**changes: Any) -> str:
    """This page's address with some arguments changed; None takes one off."""
    arguments = MultiDict(request.args)
    for name, value in changes.items():
        arguments.poplist(name)
        if value is not None:
            arguments[name] = str(value)
    return address(request.path, arguments)


def frame_values() -> dict[str, Any]:
    """What `layout.html` needs besides the page's own values."""
    actor, settings = g.get("actor"), current_settings()
    groups = links_for(actor)
    size = request.cookies.get("textsize")
    return {
        "actor": actor,
        "language": current_language(),
        "high_contrast": request.cookies.get("contrast") == "high",
        "text_size": size if size in TEXT_SIZES else TEXT_SIZES[0],
        "demonstration": current_installation().holds_synthetic_data,
        "settings": settings,
        "navigation": groups,
        "navigation_current": current_path(groups, request.path),
        "seconds_left": seconds_left(),
        "closing_seconds_left": closing_seconds_left(),
        "idle_warning_seconds": IDLE_WARNING_S,
        "request_id": g.get("request_id", ""),
    }
