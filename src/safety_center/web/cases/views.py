"""The list of cases and the page of one."""

from dataclasses import replace

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from safety_center.domain.errors import FieldError, InputRefused
from safety_center.domain.lifecycle import OPEN_STATUSES
from safety_center.domain.periods import local_date, utc_now
from safety_center.domain.vocabulary import CaseStatus, Involvement, Severity
from safety_center.services.cases.filters import KEYS, given_filters
from safety_center.services.cases.listing import CaseList, CaseRow, list_cases
from safety_center.services.cases.sentence import Named, say_case, say_due
from safety_center.services.cases.view import CasePage, reveal_case, show_case
from safety_center.web.cases import wording
from safety_center.web.cases.chips import build_chips
from safety_center.web.clocks import build_clocks, seoul_time
from safety_center.web.reports import choices
from safety_center.web.request import (
    current_language,
    current_places,
    reading_unit,
    viewing_unit,
)
from safety_center.web.sessions import current_actor
from safety_center.web.terms import country_label, unit_label

_NOT_FILTERS = frozenset({"cursor", "lang"})
#: Filters with a control on the page; what is wrong with others is said without a link.
_CONTROLS = frozenset("number status severity country involvement type from to overdue".split())


def index() -> ResponseReturnValue:
    """The list by the filters of its address; an unknown filter is refused by name."""
    values = {k: v for k, v in request.args.items() if k not in _NOT_FILTERS and v.strip()}
    page, errors = None, []
    try:
        with viewing_unit() as ctx:
            page = list_cases(ctx, values, request.args.get("cursor"))
    except InputRefused as refused:
        errors = [_at_control(error) for error in refused.errors]
    return _list_page(values, page, errors), 422 if errors else 200


def show(number: str) -> ResponseReturnValue:
    """Everything of a case, personal values masked."""
    with viewing_unit() as ctx:
        page = show_case(ctx, number)
    return case_page(page)


def reveal(number: str) -> ResponseReturnValue:
    """The same with personal values in full; asked for by a button, kept in the trail."""
    with viewing_unit() as ctx:
        page = reveal_case(ctx, number)
    return case_page(page)


def back(number: str) -> ResponseReturnValue:
    """A button's address opened as a page, as after signing in again: to the case."""
    return redirect(url_for("cases.show", number=number))


def case_page(
    page: CasePage, errors: list[FieldError] | None = None, typed: dict[str, str] | None = None
) -> str:
    """The page of a case; `errors` are of the step that was refused, `typed` what it was given."""
    language, case = current_language(), page.case
    places = current_places()
    named = Named(place_text(page, language), unit_label(case.owner_unit))
    mission = places.missions.get(case.mission_code or "")
    return render_template(
        "cases/show.html",
        page=page,
        case=case,
        sentence=say_case(case, page.persons, named, utc_now(), language),
        clocks=build_clocks(places.countries.get(case.country_code), mission),
        errors=errors or [],
        typed=typed or {},
        wording=wording,
        seoul_time=seoul_time,
    )


def place_text(page: CasePage, language: str) -> str:
    """The city as it was written, or the country; in English the city with its country."""
    country = country_label(page.case.country_code)
    if not page.case.city:
        return country
    return page.case.city if language == "ko" else f"{page.case.city}, {country}"


def _at_control(error: FieldError) -> FieldError:
    return error if error.field in _CONTROLS else replace(error, field="")


def _is_due_today(row: CaseRow) -> bool:
    due = row.next_action_due_at
    return due is not None and local_date(due, row.zone) == local_date(utc_now(), row.zone)


def _list_page(values: dict[str, str], page: CaseList | None, errors: list[FieldError]) -> str:
    language = current_language()
    home = current_places().missions.get(current_actor().unit_code or "")
    with reading_unit() as ctx:
        chips = build_chips(ctx, given_filters({k: v for k, v in values.items() if k in KEYS}))
    return render_template(
        "cases/index.html",
        page=page,
        errors=errors,
        values=values,
        chips=chips,
        home_country=home.country_code if home else None,
        countries=choices.countries(),
        statuses=[("open", wording.open_label()), *choices.terms(CaseStatus)],
        severities=choices.terms(Severity),
        involvements=choices.terms(Involvement),
        types=choices.incident_types(),
        open_statuses=OPEN_STATUSES,
        now=utc_now(),
        say_due=lambda row: say_due(row.next_action_due_at, row.zone, utc_now(), language),
        is_today=_is_due_today,
        wording=wording,
    )
