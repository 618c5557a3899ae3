"""Steps of a case: taking it up, closing, reopening, notes, handing it over."""

from collections.abc import Callable
from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from safety_center.domain.access import CENTERS
from safety_center.domain.cases import NoteInput, parse_note
from safety_center.domain.errors import Conflict, FieldError, InputRefused
from safety_center.services.cases.change import add_note
from safety_center.services.cases.status import close_case, reopen_case, take_up_case
from safety_center.services.cases.view import CasePage, show_case
from safety_center.services.context import Context
from safety_center.services.handovers import send_handover
from safety_center.web.cases.views import case_page
from safety_center.web.form_values import flat_values
from safety_center.web.reports import choices
from safety_center.web.request import current_language, current_places, viewing_unit, writing_unit
from safety_center.web.terms import message_text, unit_label


def take_up(number: str) -> ResponseReturnValue:
    """접수 or 재개 → 처리 중."""
    return _step(number, lambda ctx: take_up_case(ctx, number), gettext("처리를 시작했습니다."))


def close(number: str) -> ResponseReturnValue:
    """종결, refused with a reason per person."""
    version = request.form.get("version", type=int)
    return _step(
        number,
        lambda ctx: close_case(ctx, number, version, _closing_note()),
        gettext("종결했습니다."),
    )


def _closing_note() -> NoteInput | None:
    text = request.form.get("closing_note", "").strip()
    try:
        return parse_note({"text": text}) if text else None
    except InputRefused as refused:
        raise InputRefused([replace(e, field="closing_note") for e in refused.errors]) from None


def reopen(number: str) -> ResponseReturnValue:
    """재개 with a reason."""
    reason = request.form.get("reason", "")
    return _step(number, lambda ctx: reopen_case(ctx, number, reason), gettext("재개했습니다."))


def note(number: str) -> ResponseReturnValue:
    """A dated note."""
    return _step(
        number,
        lambda ctx: add_note(ctx, number, parse_note({"text": request.form.get("text", "")})),
        gettext("처리 기록을 남겼습니다."),
    )


def handover(number: str) -> ResponseReturnValue:
    """The form: to whom, with which words."""
    with viewing_unit() as ctx:
        page = show_case(ctx, number)
    return _handover_page(page, [])


def send(number: str) -> ResponseReturnValue:
    """Ask another unit to take the case over."""
    unit, message = request.form.get("to_unit", ""), request.form.get("message", "")
    try:
        with writing_unit() as ctx:
            send_handover(ctx, number, unit, message[:500])
    except InputRefused as refused:
        with viewing_unit() as ctx:
            page = show_case(ctx, number)
        return _handover_page(page, refused.errors), 422
    except Conflict as conflict:
        flash(message_text(conflict.message, conflict.params), "warning")
    else:
        flash(gettext("%(unit)s에 이관을 요청했습니다.", unit=unit_label(unit)), "success")
    return redirect(url_for("cases.show", number=number))


def _step(number: str, verb: Callable[[Context], object], done: str) -> ResponseReturnValue:
    """Do it and go back to the case; a refusal is shown there with what was typed."""
    try:
        with writing_unit() as ctx:
            verb(ctx)
    except InputRefused as refused:
        with viewing_unit() as ctx:
            page = show_case(ctx, number)
        return case_page(page, refused.errors, flat_values(request.form)), 422
    except Conflict as conflict:
        flash(message_text(conflict.message, conflict.params), "warning")
    else:
        flash(done, "success")
    return redirect(url_for("cases.show", number=number))


def _handover_page(page: CasePage, errors: list[FieldError]) -> str:
    places, language = current_places(), current_language()
    near = [(m.code, m.label(language)) for m in places.missions_for(page.case.country_code)]
    centers = [(code, unit_label(code), gettext("본부")) for code in CENTERS]
    units = [*choices.missions(near), *centers]
    first = near[0][0] if near else ""
    return render_template(
        "cases/handover.html",
        page=page,
        case=page.case,
        units=[unit for unit in units if unit[0] != page.case.owner_unit],
        chosen=request.form.get("to_unit", "" if first == page.case.owner_unit else first),
        message=request.form.get("message", ""),
        errors=errors,
    )
