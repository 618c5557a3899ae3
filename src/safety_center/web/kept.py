"""What was typed is not lost: a form that could not be taken comes back with its fields."""

from flask import request
from flask_babel import gettext

from safety_center.web.field_labels import LABELS, field_label
from safety_center.web.terms import (
    TERM_OF_FIELD,
    country_label,
    incident_type_label,
    term_label,
    unit_label,
)

_OURS = ("csrf_token", "password", "password_again", "current_password", "code", "candidate")
_WORDS = {
    "incident_type": incident_type_label,
    "country_code": country_label,
    "mission_code": unit_label,
    "unit_code": unit_label,
}


def kept_values() -> list[tuple[str, str]]:
    """Fields of the refused form as typed, without tokens and passwords."""
    return [pair for pair in request.form.items(multi=True) if pair[0] not in _OURS]


def kept_words() -> list[tuple[str, str]]:
    """What a person typed or chose, as the form calls it; what only the page needs is left out.

    A text whose field has no name of its own is told too: it is what must not be lost.
    """
    told = [(name, value) for name, value in kept_values() if _tells(name, value)]
    return [(_name(name), _word(name, value)) for name, value in told]


def _tells(name: str, value: str) -> bool:
    return bool(value) and (_column(name) in LABELS or not value.isascii() or " " in value)


def _name(name: str) -> str:
    return field_label(name) if _column(name) in LABELS else gettext("그 밖의 내용")


def _word(name: str, value: str) -> str:
    column = _column(name)
    if column in TERM_OF_FIELD:
        return term_label(value, TERM_OF_FIELD[column])
    if column in _WORDS:
        return _WORDS[column](value)
    if column in ("received_at", "next_action_due_at"):
        return value.replace("T", " ")
    return gettext("예") if value == "true" else value


def _column(name: str) -> str:
    return name.rsplit(".", 1)[-1]


def may_be_sent_again() -> bool:
    """Only a form of our own pages is offered for sending again; another site's never."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("Origin") == request.host_url.rstrip("/")
