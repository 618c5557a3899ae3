"""Taking a report: the form, its fragments, and saving it."""

import re
from contextlib import suppress
from dataclasses import dataclass, field, replace

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from safety_center.domain.access import CENTERS, Permission
from safety_center.domain.errors import N_, FieldError, InputRefused, NotFound
from safety_center.domain.input_types import LONGEST_NARRATIVE
from safety_center.domain.periods import utc_now
from safety_center.domain.reports import ReportInput
from safety_center.domain.vocabulary import Disposition
from safety_center.services.context import Context
from safety_center.services.drafts import STORED, load_draft, new_draft_token, save_draft
from safety_center.services.handovers import send_handover
from safety_center.services.intake import Submitted, check_joined, submit_once
from safety_center.web.clocks import build_clocks, unit_hour
from safety_center.web.field_labels import field_label
from safety_center.web.form_values import close_gaps, count_blocks, flat_values
from safety_center.web.reports import choices
from safety_center.web.reports.beside import (
    JOIN,
    LOOK,
    Beside,
    joined_case,
    look_beside,
    with_join,
)
from safety_center.web.reports.forms import KEPT_FOR_NEXT, first_values, place_choice, read_form
from safety_center.web.reports.like import like_report
from safety_center.web.reports.numbers import offer, settle_values
from safety_center.web.reports.questions import questions_for
from safety_center.web.request import current_language, current_places, reading_unit, writing_unit
from safety_center.web.sessions import current_actor
from safety_center.web.terms import error_text, unit_label

DRAFT_FORM = "report"
_TOKEN = re.compile(r"[\w-]{1,40}", re.ASCII)


@dataclass
class _Form:
    """One showing of the form."""

    token: str
    values: dict[str, str]
    errors: list[FieldError] = field(default_factory=list)
    more_persons: int = 0
    beside: Beside = field(default_factory=Beside)


def new() -> ResponseReturnValue:
    """The form. It has a token from the start, so that what is typed can be found again."""
    token = request.args.get("draft", "")
    if token != _token(token):
        return redirect(url_for("reports.new", draft=new_draft_token()))
    values = first_values(current_actor(), current_places(), current_language(), utc_now())
    with reading_unit() as ctx:
        try:
            draft = load_draft(ctx, token)
        except NotFound:
            return _page(_Form(token, values))
    if draft.form == STORED:
        return redirect(url_for("reports.show", receipt=draft.values["receipt"][0]))
    return _page(_Form(token, {**values, **draft.flat}))


def create() -> ResponseReturnValue:
    """Save the report and go on as the button says."""
    values = close_gaps(flat_values(request.form), "persons")
    form = _Form(_token(request.form.get("draft_id")), values)
    button = request.form.get("do", "")
    if button == "person":
        form.more_persons = 1
        return _page(form)
    if button == LOOK or button.startswith(JOIN):
        return _look(form, button)
    try:
        outcome, handed_to = _store(form)
    except InputRefused as refused:
        form.errors = refused.errors
        _keep(form)
        return _page(form), 422
    for warning in outcome.warnings:
        flash(error_text(warning), "warning")
    if request.form.get("do") == "next":
        return redirect(_next_form(form.values, outcome))
    flash(_saved_text(outcome, handed_to), "success")
    return redirect(url_for("reports.show", receipt=outcome.receipt_number))


def _look(form: _Form, button: str) -> str:
    """The form again with its likely duplicates, and with the case that was chosen to be joined."""
    if button.startswith(JOIN):
        form.values = with_join(form.values, button)
        _keep(form)
    form.beside = look_beside(form.values)
    return _page(form)


def place() -> ResponseReturnValue:
    """Fragment: who is answerable for the country as typed, and the clock there."""
    return render_template("reports/_place.html", **_place_values(request.args.to_dict()))


def questions() -> ResponseReturnValue:
    """Fragment: what to ask in a situation."""
    asked = questions_for(request.args.get("situation"))
    return render_template("reports/_questions.html", questions=asked)


def numbers() -> ResponseReturnValue:
    """Fragment: identity numbers that seem to stand in the account as typed."""
    return render_template("reports/_numbers.html", offered=offer(flat_values(request.form)))


def settle() -> ResponseReturnValue:
    """Fragment: the account with these numbers masked, a passport number in its field if asked."""
    move = request.form.get("settle") == "move"
    values, offered = settle_values(flat_values(request.form), move)
    return render_template(
        "reports/_told.html",
        values=values,
        offered=offered,
        settled=True,
        longest_narrative=LONGEST_NARRATIVE,
    )


def _token(given: str | None) -> str:
    """A draft's name as we give them out; a new one for anything else."""
    return given if given and _TOKEN.fullmatch(given) else new_draft_token()


def _store(form: _Form) -> tuple[Submitted, str | None]:
    """What was stored, and the unit that the case was handed to in the same unit of work."""
    actor = current_actor()
    report, assumed = read_form(form.values, actor, current_places(), utc_now(), _check_case)
    handed_to = None
    with writing_unit() as ctx:
        outcome = submit_once(ctx, report, form.token)
        if request.form.get("do") == "handover" and not outcome.repeated:
            handed_to = _hand_over(ctx, report, outcome)
    return replace(outcome, warnings=(*assumed, *outcome.warnings)), handed_to


def _check_case(number: str) -> list[FieldError]:
    with reading_unit() as ctx:
        return check_joined(ctx, number)


def _hand_over(ctx: Context, report: ReportInput, outcome: Submitted) -> str:
    """To the mission chosen or answerable; its code."""
    if report.disposition is not Disposition.OPENED_CASE or outcome.case_number is None:
        message = N_("사건·사고로 등록할 때만 바로 이관할 수 있습니다.")
        raise InputRefused([FieldError("disposition", "no_case_to_hand_over", message)])
    preselected = ctx.places.preselected_mission(report.country_code)
    target = report.mission_code or (preselected.code if preselected else None)
    if target is None:
        message = N_("확인된 관할 공관이 없습니다. 이관할 재외공관을 골라 주십시오.")
        raise InputRefused([FieldError("mission_code", "mission_missing", message)])
    ctx.session.flush()
    send_handover(ctx, outcome.case_number, target)
    return target


def _keep(form: _Form) -> None:
    """What could not be saved is kept as a draft, also without JavaScript."""
    values = {name: [value] for name, value in form.values.items()}
    with suppress(InputRefused), writing_unit() as ctx:  # too long for a draft: it is in the answer
        save_draft(ctx, DRAFT_FORM, values, form.token)


def _next_form(values: dict[str, str], outcome: Submitted) -> str:
    """Country and place stay for the next call; they wait in a draft, not in the address."""
    kept = {name: [values[name]] for name in KEPT_FOR_NEXT if values.get(name)}
    with writing_unit() as ctx:
        token = save_draft(ctx, DRAFT_FORM, kept)
    return url_for("reports.new", draft=token, after=outcome.receipt_number)


def _saved_text(outcome: Submitted, handed_to: str | None) -> str:
    if outcome.repeated:
        return gettext("이미 저장된 접수입니다. 다시 저장하지 않았습니다.")
    if handed_to:
        return gettext(
            "접수하고 %(unit)s에 이관을 요청했습니다(현지 %(time)s). 접수번호를 신고인에게 알려 주십시오.",
            unit=unit_label(handed_to),
            time=unit_hour(handed_to),
        )
    return gettext("접수했습니다. 접수번호를 신고인에게 알려 주십시오.")


def _page(form: _Form) -> str:
    values = form.values
    beside = replace(form.beside, joined=joined_case(values))
    persons = max(1, count_blocks(values, "persons") + form.more_persons)
    return render_template(
        "reports/new.html",
        form=form,
        values=values,
        errors=form.errors,
        field_label=field_label,
        persons=persons,
        beside=beside,
        unfold=bool(form.more_persons or beside.joined) or _has_error_below(form.errors),
        after=request.args.get("after"),
        questions=questions_for(values.get("situation")),
        offered=offer(values),
        like=like_report(values),
        longest_narrative=LONGEST_NARRATIVE,
        may_hand_over=current_actor().unit_code in CENTERS
        and current_actor().may(Permission.HANDOVER_SEND),
        choices=choices.report_choices(),
        **_place_values(values),
    )


_ABOVE = ("situation", "country_code", "city", "place_detail", "caller_", "narrative")


def _has_error_below(errors: list[FieldError]) -> bool:
    return any(not error.field.startswith(_ABOVE) for error in errors)


def _place_values(values: dict[str, str]) -> dict[str, object]:
    places, language = current_places(), current_language()
    choice = place_choice(values.get("country_code"), places, language)
    own = current_actor().unit_code
    chosen = (
        values.get("mission_code") or (own if own not in CENTERS else None) or choice.mission_code
    )
    return {
        "place": choice,
        "mission_code": values.get("mission_code", ""),
        "missions": choices.missions(choice.candidates),
        "clocks": build_clocks(choice.country, places.missions.get(chosen or "")),
    }
