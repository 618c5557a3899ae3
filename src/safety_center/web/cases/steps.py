"""Steps of a case: taking it up, closing, reopening, notes, handing it over."""

from collections.abc import Callable
from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from safety_center.domain.access import CENTERS
from safety_center.domain.cases import NoteInput, parse_note
from safety_center.domain.errors import Conflict, FieldError, Forbidden, InputRefused, NotFound
from safety_center.domain.periods import SEOUL, utc_now
from safety_center.services.cases.change import add_note
from safety_center.services.cases.status import close_case, reopen_case, take_up_case
from safety_center.services.cases.view import CasePage, show_case
from safety_center.services.context import Context
from safety_center.services.handovers import send_handover
from safety_center.web.cases.conflict import stale_step, unseen_changes
from safety_center.web.cases.moved import carried_case, is_carried, kept_answer, say_carried
from safety_center.web.cases.views import case_page
from safety_center.web.clocks import short_time, unit_hour
from safety_center.web.form_values import flat_values
from safety_center.web.reports import choices
from safety_center.web.request import current_language, current_places, viewing_unit, writing_unit
from safety_center.web.terms import message_text, unit_label


def take_up(number: str) -> ResponseReturnValue:
    """접수 or 재개 → 처리 중."""
    return _step(
        number, lambda ctx: take_up_case(ctx, number, _seen()), gettext("처리를 시작했습니다.")
    )


def close(number: str) -> ResponseReturnValue:
    """종결, refused with a reason per person."""
    return _step(
        number,
        lambda ctx: close_case(ctx, number, _seen(), _closing_note()),
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
    return _step(
        number, lambda ctx: reopen_case(ctx, number, reason, _seen()), gettext("재개했습니다.")
    )


def note(number: str) -> ResponseReturnValue:
    """A dated note. It overwrites nothing, so it is taken from a stale page too, which is then told."""
    unseen = unseen_changes(number, _seen())
    done = gettext("처리 기록을 남겼습니다.")
    if unseen:
        done += " " + gettext("그사이 이 건이 바뀌었습니다. 경과를 확인해 주십시오.")
    return _step(
        number,
        lambda ctx: add_note(ctx, number, parse_note({"text": request.form.get("text", "")})),
        done,
    )


def handover(number: str) -> ResponseReturnValue:
    """The form: to whom, with which words."""
    with viewing_unit() as ctx:
        page = show_case(ctx, number)
    return _handover_page(page, [])


def send(number: str) -> ResponseReturnValue:
    """Ask another unit to take the case over."""
    if is_carried():
        say_carried()
        return handover(number)
    unit, message = request.form.get("to_unit", ""), request.form.get("message", "")
    try:
        with writing_unit() as ctx:
            send_handover(ctx, number, unit, message, _seen())
    except InputRefused as refused:
        with viewing_unit() as ctx:
            page = show_case(ctx, number)
        return _handover_page(page, refused.errors), 422
    except (Conflict, Forbidden, NotFound) as second:
        return _second(number, second)
    else:
        flash(gettext("%(unit)s에 이관을 요청했습니다.", unit=unit_label(unit)), "success")
    return redirect(url_for("cases.show", number=number))


def _step(number: str, verb: Callable[[Context], object], done: str) -> ResponseReturnValue:
    """Do it and go back to the case; a refusal is shown there with what was typed."""
    if is_carried():
        return carried_case(number)
    try:
        with writing_unit() as ctx:
            verb(ctx)
    except InputRefused as refused:
        with viewing_unit() as ctx:
            page = show_case(ctx, number)
        return case_page(page, refused.errors, flat_values(request.form)), 422
    except (Conflict, Forbidden, NotFound) as second:
        return _second(number, second)
    else:
        flash(done, "success")
    return redirect(url_for("cases.show", number=number))


def _seen() -> int | None:
    """The version of the case that the page showed when its button was pressed."""
    return request.form.get("version", type=int)


def _second(number: str, refused: Conflict | Forbidden | NotFound) -> ResponseReturnValue:
    """Told what happened where the page was stale; else only that the step cannot be done."""
    stale = isinstance(refused, Forbidden) and stale_step(number, _seen(), refused)
    answer = (stale, 409) if stale else kept_answer(number, refused)
    if answer is not None:
        return answer
    if not isinstance(refused, Conflict):
        raise refused
    page = stale_step(number, _seen(), refused)
    if page is not None:
        return page, 409
    flash(message_text(refused.message, refused.params), "warning")
    return redirect(url_for("cases.show", number=number))


def _handover_page(page: CasePage, errors: list[FieldError]) -> str:
    places, language = current_places(), current_language()
    near = [(m.code, m.label(language)) for m in places.missions_for(page.case.country_code)]
    centers = [(code, unit_label(code), gettext("본부")) for code in CENTERS]
    units = [with_hour(unit) for unit in (*choices.missions(near), *centers)]
    first = near[0][0] if near else ""
    return render_template(
        "cases/handover.html",
        page=page,
        case=page.case,
        units=[unit for unit in units if unit[0] != page.case.owner_unit],
        chosen=request.form.get("to_unit", "" if first == page.case.owner_unit else first),
        message=request.form.get("message", ""),
        seen=_seen(),
        errors=errors,
    )


def with_hour(unit: tuple[str, str, str]) -> tuple[str, str, str]:
    """The unit with the hour there, by which one chooses whom to telephone first."""
    code, name, group = unit
    hour = unit_hour(code) or short_time(utc_now(), SEOUL.key)
    return code, gettext("%(unit)s · 현지 %(time)s", unit=name, time=hour), group
