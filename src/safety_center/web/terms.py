"""Codes and messages in the reader's language."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext

from safety_center.domain import access, exports, jobs, vocabulary
from safety_center.domain.access import CALL_CENTER, SAFETY_CENTER
from safety_center.domain.errors import FieldError
from safety_center.domain.incident_types import INCIDENT_TYPES, find_incident_type
from safety_center.domain.reference import terms as reference_terms
from safety_center.domain.situations import Situation
from safety_center.domain.vocabulary import Involvement, Term
from safety_center.translation import in_language
from safety_center.web.request import current_language, current_places, current_settings

_TERMS: dict[str, type[Term]] = {
    kind.__name__: kind
    for module in (vocabulary, access, exports, jobs, reference_terms)
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, Term) and kind is not Term
} | {"Situation": Situation}

#: Which vocabulary a field of cases, reports or accounts is of.
TERM_OF_FIELD = {
    "situation": "Situation",
    "caller_relation": "CallerRelation",
    "channel": "Channel",
    "disposition": "Disposition",
    "severity": "Severity",
    "involvement": "Involvement",
    "sex": "Sex",
    "age_band": "AgeBand",
    "sojourn": "Sojourn",
    "outcome": "PersonOutcome",
    "role": "Role",
}


def term_label(code: str | None, kind: type[Term] | str) -> str:
    """Label of a code; `kind` is the class or its name. Nothing for None, an unknown code as it is."""
    if not code:
        return ""
    terms = _TERMS[kind] if isinstance(kind, str) else kind
    return terms(code).label(current_language()) if code in set(terms) else code


def incident_type_label(
    slug: str | None, involvement: str | None = None, on: date | None = None
) -> str:
    """Label of an incident type; without involvement the first list that has it."""
    if not slug:
        return ""
    found = find_incident_type(Involvement(involvement), slug) if involvement else None
    found = found or next((each for each in INCIDENT_TYPES if each.slug == slug), None)
    return found.label(current_language(), on) if found else slug


def country_label(code: str | None) -> str:
    """Name from the ministry's table; the code where it is no longer in use."""
    country = current_places().countries.get(code or "")
    return country.label(current_language()) if country else code or ""


def unit_label(code: str | None) -> str:
    """Short name of a mission, or the center's name of today."""
    settings, english = current_settings(), current_language() == "en"
    if code == CALL_CENTER:
        return settings.call_center_en if english else settings.call_center_ko
    if code == SAFETY_CENTER:
        return settings.safety_center_en if english else settings.safety_center_ko
    mission = current_places().missions.get(code or "")
    return mission.label(current_language()) if mission else code or ""


def message_text(message: str, params: Mapping[str, Any]) -> str:
    """A Korean msgid in the reader's language, its places filled."""
    return gettext(message, **in_language(params, current_language()))


def error_text(error: FieldError) -> str:
    """What is wrong with one field, as a sentence."""
    return message_text(error.message, error.params)
