"""Likely duplicates beside the form of a report, from what is typed so far."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from safety_center.domain.errors import InputRefused
from safety_center.domain.periods import utc_now
from safety_center.domain.places import Places
from safety_center.domain.reports import ReportInput, parse_report
from safety_center.domain.situations import Situation
from safety_center.domain.vocabulary import Disposition
from safety_center.services.duplicates import Likeness, find_likely_duplicates
from safety_center.web.form_values import close_gaps, flat_values, nest
from safety_center.web.reports.forms import find_country
from safety_center.web.request import current_places, viewing_unit

#: What is compared; the rest of the form says nothing about likeness.
_COMPARED = frozenset(
    "country_code city situation incident_type occurred_from occurred_to mission_code"
    " caller_name caller_telephone caller_relation persons".split()
)
_TELLING = ("situation", "caller_name", "caller_telephone")
_TELLING_OF_PERSON = ("name_hangul", "name_roman", "telephone", "passport_number", "birth_date")
#: The button that joins a case says `join:<number>`; without a number it opens one after all.
JOIN = "join:"
LOOK = "look"


@dataclass(frozen=True)
class Beside:
    """What the panel says. `looked` is false while too little is typed; `joined` is a case's number."""

    likely: tuple[Likeness, ...] = ()
    looked: bool = False
    joined: str | None = None


def panel() -> ResponseReturnValue:
    """Fragment: likely duplicates of what is typed. Posted, since it may hold names."""
    values = close_gaps(flat_values(request.form), "persons")
    return render_template("duplicates/_likely.html", beside=look_beside(values))


def back() -> ResponseReturnValue:
    """The fragment's address opened as a page: to the form."""
    return redirect(url_for("reports.new"))


def look_beside(values: Mapping[str, str]) -> Beside:
    """Likely duplicates of a form as typed; what was shown is in the trail."""
    joined = joined_case(values)
    report = read_unfinished(values, current_places())
    if report is None:
        return Beside(joined=joined)
    with viewing_unit() as ctx:
        likely = find_likely_duplicates(ctx, [report])[0]
    if not values.get("situation"):
        likely = tuple(one for one in likely if _is_personal(one))
    return Beside(likely, looked=True, joined=joined)


def _is_personal(likeness: Likeness) -> bool:
    """Before the situation is known nothing is of the same type."""
    codes = {reason.code for reason in likeness.reasons}
    return not likeness.in_reach or codes != {"same_place_and_type"}


def joined_case(values: Mapping[str, str]) -> str | None:
    """The case that the report as typed would join."""
    joins = values.get("disposition") == Disposition.JOINED_CASE.value
    return (values.get("join_case_number", "").strip() or None) if joins else None


def with_join(values: Mapping[str, str], button: str) -> dict[str, str]:
    """The form after a press on join, or on opening a case after all; everything typed stays."""
    number = button.removeprefix(JOIN)
    disposition = Disposition.JOINED_CASE if number else Disposition.OPENED_CASE
    return {**values, "disposition": disposition.value, "join_case_number": number}


def read_unfinished(values: Mapping[str, str], places: Places) -> ReportInput | None:
    """A report that could be compared; None while place or anything telling is missing.

    What is wrong so far is left out: it will be refused when the form is saved.
    """
    given = {name: value for name, value in values.items() if name.split(".")[0] in _COMPARED}
    data: dict[str, Any] = nest(given)
    country = find_country(data.get("country_code"), places)
    if country is None or not _is_telling(data):
        return None
    named = (data.get("caller_name") or "").strip() or (data.get("caller_telephone") or "").strip()
    data |= {
        "country_code": country.code,
        "situation": (data.get("situation") or "").strip() or Situation.OTHER.value,
        "source": "other",
        "received_at": utc_now().isoformat(),
        "narrative": "-",
        "caller_none": not named,
    }
    try:
        return parse_report(data)
    except InputRefused as refused:
        return _without_wrong(data, refused)


def _is_telling(data: Mapping[str, Any]) -> bool:
    texts = [data.get(name) for name in _TELLING]
    texts += [person.get(name) for person in data.get("persons", []) for name in _TELLING_OF_PERSON]
    return any((text or "").strip() for text in texts)


def _without_wrong(data: dict[str, Any], refused: InputRefused) -> ReportInput | None:
    for error in refused.errors:
        path = error.field.split(".")
        if path[0] == "persons" and len(path) == 3:
            data["persons"][int(path[1])].pop(path[2], None)
        else:
            data.pop(path[0], None)
    data.setdefault("situation", Situation.OTHER.value)
    try:
        return parse_report(data)
    except InputRefused:
        return None
