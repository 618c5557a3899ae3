"""Changing a case on one form; a change that came second is told so and loses nothing."""

from dataclasses import dataclass, field

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from safety_center.domain.errors import N_, Conflict, FieldError, Forbidden, InputRefused, NotFound
from safety_center.domain.vocabulary import AgeBand, Sex, Sojourn
from safety_center.services.cases.change import change_case
from safety_center.services.cases.timeline import Event, latest_change
from safety_center.services.cases.view import CasePage, officers_of, reveal_case
from safety_center.services.drafts import discard_draft, load_draft, new_draft_token
from safety_center.web.cases import wording
from safety_center.web.cases.forms import differences, read_change, stored_values, without_dropped
from safety_center.web.field_labels import field_label
from safety_center.web.form_values import close_gaps, count_blocks, flat_values
from safety_center.web.reports import choices
from safety_center.web.request import (
    current_language,
    current_places,
    reading_unit,
    viewing_unit,
    writing_unit,
)


@dataclass
class _Form:
    """One showing of the form."""

    page: CasePage
    token: str
    values: dict[str, str]
    officers: list[tuple[str, str]]
    errors: list[FieldError] = field(default_factory=list)
    more_persons: int = 0
    conflict: Event | None = None
    conflicting: list[tuple[str, str, str]] = field(default_factory=list)


def edit(number: str) -> ResponseReturnValue:
    """The form; it shows personal values in full, so opening it is kept in the trail."""
    token = request.args.get("draft") or new_draft_token()
    form = _open(number, token)
    form.values |= _drafted(token)
    return _page(form)


def change(number: str) -> ResponseReturnValue:
    """Store what differs, or show the form again with everything typed."""
    values = close_gaps(without_dropped(flat_values(request.form)), "persons")
    form = _open(number, request.form.get("draft_id") or new_draft_token())
    stored, form.values = form.values, {**_unticked(form.values), **values}
    if request.form.get("do") == "person":
        form.more_persons = 1
        return _page(form)
    try:
        wanted = read_change(values, form.page, current_places())
        with writing_unit() as ctx:
            change_case(ctx, number, wanted)
            discard_draft(ctx, form.token)
    except InputRefused as refused:
        form.errors = refused.errors
        return _page(form), 422
    except Conflict:
        return _second(form, number, stored), 409
    flash(gettext("수정한 내용을 저장했습니다."), "success")
    return redirect(url_for("cases.show", number=number))


def _open(number: str, token: str) -> _Form:
    with viewing_unit() as ctx:
        page = reveal_case(ctx, number, purpose="edit")
        if not page.deeds.edit:
            raise Forbidden(N_("이 건은 다른 기관이 담당하고 있어 고칠 수 없습니다."))
        officers = officers_of(ctx, page.case.owner_unit)
    values = stored_values(page, current_places(), current_language())
    return _Form(page, token, values, officers)


def _drafted(token: str) -> dict[str, str]:
    with reading_unit() as ctx:
        try:
            draft = load_draft(ctx, token)
        except NotFound:
            return {}
    return {name: texts[-1] for name, texts in draft.values.items() if texts}


def _unticked(stored: dict[str, str]) -> dict[str, str]:
    """A box that is not ticked sends nothing; it must not come back ticked."""
    return {k: "" if k.endswith(".approximate") else v for k, v in stored.items()}


def _second(form: _Form, number: str, stored: dict[str, str]) -> str:
    """Somebody saved in between: both versions side by side, and the next saving decides."""
    with reading_unit() as ctx:
        form.conflict = latest_change(ctx, number)
    form.conflicting = differences(stored, form.values)
    form.values["version"] = stored["version"]
    return _page(form)


def _page(form: _Form) -> str:
    language = current_language()
    places = current_places()
    near = [(m.code, m.label(language)) for m in places.missions_for(form.page.case.country_code)]
    offered = choices.person_choices() | {
        "sexes": choices.terms(Sex),
        "age_bands": choices.terms(AgeBand),
        "sojourns": choices.terms(Sojourn),
        "countries": choices.countries(),
        "missions": choices.missions(near),
        "officers": form.officers,
    }
    return render_template(
        "cases/edit.html",
        form=form,
        case=form.page.case,
        values=form.values,
        errors=form.errors,
        field_label=field_label,
        persons=count_blocks(form.values, "persons") + form.more_persons,
        choices=offered,
        wording=wording,
    )
