"""The form by which a question becomes a promise: on its own page, and within the session view."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import render_template
from flask_babel import gettext
from markupsafe import Markup

from safety_center.domain.access import CENTERS
from safety_center.domain.errors import FieldError
from safety_center.web.request import current_language, current_places
from safety_center.web.terms import unit_label

FIELDS = ("question", "owner_unit", "due_on", "asked_by_unit")


def units() -> list[tuple[str, str, str]]:
    """Centers first, then every mission by name: triples (code, name, group)."""
    language = current_language()
    missions = sorted((m.label(language), m.code) for m in current_places().missions.values())
    return [(code, unit_label(code), gettext("본부")) for code in CENTERS] + [
        (code, name, gettext("재외공관")) for name, code in missions
    ]


def form_values(
    typed: Mapping[str, str], errors: Sequence[FieldError], back: str = ""
) -> dict[str, Any]:
    """What the template of the form takes. `back`: the page of ours to return to."""
    return {"typed": typed, "errors": errors, "units": units(), "back": back}


def render_form(back: str) -> Markup:
    """The empty form as part of another page."""
    text = render_template("promises/_form.html", with_title=True, **form_values({}, (), back))
    return Markup(text)  # noqa: S704 - the template escapes
