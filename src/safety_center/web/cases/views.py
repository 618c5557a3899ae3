"""The page of a case."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from safety_center.domain.errors import FieldError
from safety_center.domain.periods import utc_now
from safety_center.services.cases.sentence import Named, say_case
from safety_center.services.cases.view import CasePage, reveal_case, show_case
from safety_center.web.cases import wording
from safety_center.web.clocks import build_clocks, seoul_time, unit_hour
from safety_center.web.exemplary.nominating import BesideCase, beside_case
from safety_center.web.request import (
    current_language,
    current_places,
    reading_unit,
    viewing_unit,
)
from safety_center.web.terms import country_label, unit_label


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
        exemplary=_exemplary(page),
        receiver_hour=unit_hour(page.pending.to_unit) if page.pending else "",
        errors=errors or [],
        typed=typed or {},
        wording=wording,
        seoul_time=seoul_time,
    )


def _exemplary(page: CasePage) -> BesideCase | None:
    with reading_unit() as ctx:
        return beside_case(ctx, page)


def place_text(page: CasePage, language: str) -> str:
    """The city as it was written, or the country; in English the city with its country."""
    country = country_label(page.case.country_code)
    if not page.case.city:
        return country
    return page.case.city if language == "ko" else f"{page.case.city}, {country}"
