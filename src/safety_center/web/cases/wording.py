"""Words for what happened to a case: titles of events, names of fields, values before and after."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from flask_babel import gettext

from safety_center.domain.errors import N_
from safety_center.domain.incident_types import OTHER_SLUG
from safety_center.domain.periods import format_date
from safety_center.domain.situations import Situation
from safety_center.domain.vocabulary import Involvement
from safety_center.services.cases.listing import CaseRow
from safety_center.services.cases.timeline import Change, Event, EventKind
from safety_center.services.personal_views import PersonView
from safety_center.web.clocks import local_time, short_day
from safety_center.web.field_labels import LABELS
from safety_center.web.request import current_language
from safety_center.web.terms import (
    TERM_OF_FIELD,
    country_label,
    incident_type_label,
    term_label,
    unit_label,
)

_TITLES = {
    EventKind.OCCURRED: N_("사건·사고 발생"),
    EventKind.NOTE: N_("처리 기록"),
    EventKind.CHANGED: N_("내용을 변경함"),
    EventKind.TAKEN_UP: N_("처리를 시작함"),
    EventKind.CLOSED: N_("종결함"),
    EventKind.REOPENED: N_("재개함"),
    EventKind.ERASED: N_("개인정보를 파기함"),
    EventKind.ACCEPTED: N_("이관을 인수함"),
    EventKind.RETURNED: N_("이관을 반려함"),
    EventKind.WITHDRAWN: N_("이관을 회수함"),
    EventKind.MERGED: N_("%(number)s에 병합함"),
    EventKind.MERGED_HERE: N_("%(number)s 건을 이 건에 병합함"),
    EventKind.UNMERGED: N_("%(number)s 건과의 병합을 취소함"),
    EventKind.UNMERGED_HERE: N_("%(number)s 건의 병합을 취소함"),
}
_TONES = {
    EventKind.OCCURRED: "is-danger",
    EventKind.CHANGED: "is-quiet",
    EventKind.CLOSED: "is-success",
    EventKind.RETURNED: "is-danger",
}


def open_label() -> str:
    """The filter for every status but 종결."""
    return gettext("종결되지 않은 건")


def event_title(event: Event) -> str:
    """What a line of the time line says first."""
    if event.kind is EventKind.SENT:
        units = {"sender": unit_label(event.unit_code), "receiver": unit_label(event.other_unit)}
        return gettext("이관: %(sender)s → %(receiver)s", **units)
    if event.kind is EventKind.REPORTED and event.report is not None:
        return gettext("접수 %(receipt)s", receipt=event.report.receipt_number)
    if event.other_case is not None:
        return gettext(_TITLES[event.kind], number=event.other_case)
    return gettext(_TITLES[event.kind])


def event_tone(event: Event) -> str:
    """Class of the line's mark."""
    return _TONES.get(event.kind, "")


def event_time(event: Event, zone: str) -> str:
    """`11. 22. 14:30` there, the day alone where only the day is known."""
    return short_day(event.at, zone) if event.day_only else local_time(event.at, zone)


def change_lines(
    changes: Sequence[Change], zone: str
) -> Iterator[tuple[str, str | None, str | None]]:
    """`(field, before, after)` in words; no values where they are personal."""
    for change in changes:
        name = change.field.rsplit(".", 1)[-1]
        if name == "person_added":
            yield gettext("당사자 추가"), None, None
        elif name in LABELS:
            label = gettext(LABELS[name])
            if change.secret:
                yield label, None, None
            else:
                yield (
                    label,
                    value_text(name, change.before, zone),
                    value_text(name, change.after, zone),
                )


def value_text(name: str, value: Any, zone: str) -> str:
    """A stored value in words; an en dash for none."""
    if value in (None, ""):
        return "–"
    if name in TERM_OF_FIELD:
        return term_label(str(value), TERM_OF_FIELD[name])
    special: dict[str, Callable[[str], str]] = {
        "incident_type": incident_type_label,
        "country_code": country_label,
        "mission_code": unit_label,
        "occurred_from": _day,
        "occurred_to": _day,
        "next_action_due_at": lambda text: _instant(text, zone),
    }
    if isinstance(value, bool):
        return gettext("예") if value else gettext("아니요")
    return special.get(name, str)(str(value))


def _day(text: str) -> str:
    return format_date(date.fromisoformat(text), current_language())


def _instant(text: str, zone: str) -> str:
    return local_time(datetime.fromisoformat(text), zone)


def what_text(row: CaseRow) -> str:
    """The type; with the situation where the type is only 기타."""
    label = incident_type_label(row.incident_type)
    if row.incident_type != OTHER_SLUG or row.situation is Situation.OTHER:
        return label
    space = " " if current_language() == "en" else ""
    return f"{label}{space}({row.situation.label(current_language())})"


def person_title(person: PersonView) -> str:
    """The name as shown, else how many unnamed."""
    name = person.name_hangul or person.name_roman
    if name:
        return name
    if person.headcount > 1:
        count = person.headcount
        vague = gettext("약 %(count)s명", count=count)
        return vague if person.approximate else gettext("%(count)s명", count=count)
    return gettext("성명 미상")


def persons_text(persons: Sequence[tuple[Involvement, int]]) -> str:
    """`피해자 2명 · 가해자 1명`."""
    language = current_language()
    return " · ".join(
        gettext("%(involvement)s %(count)s명", involvement=term.label(language), count=count)
        for term, count in persons
    )
