"""Erasing a case in two steps: what goes and what stays with a reason, then the number typed in and
once more who one is."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from safety_center.domain.erasure import ErasureReason
from safety_center.domain.errors import N_, FieldError
from safety_center.services.accounts import resume_session
from safety_center.services.accounts.confirmation import (
    MISSING,
    WRONG,
    Proof,
    asked_proof,
    confirm_actor,
)
from safety_center.services.erasure import Erasure, erase_case, plan_erasure
from safety_center.web.request import current_language, reading_unit, writing_unit
from safety_center.web.sessions import session_token


def ask(number: str) -> ResponseReturnValue:
    """First step: what goes, what stays, why."""
    return _page(number, [])


def erase(number: str) -> ResponseReturnValue:
    """From the first step to the second; from the second, with the number typed in, to the end."""
    reason, typed = request.form.get("reason", ""), request.form.get("number")
    if reason not in {term.value for term in ErasureReason}:
        message = N_("파기하는 사유를 골라 주십시오.")
        return _page(number, [FieldError("reason", "missing", message)])
    planned = _plan(number)
    if typed is None:
        return _page(number, [], reason)
    if typed.strip() != planned.number:
        message = N_("파기할 건의 관리번호를 그대로 입력해 주십시오.")
        return _page(number, [FieldError("number", "differs", message)], reason)
    with reading_unit() as ctx:
        proof = asked_proof(ctx)
    shown = request.form.get("confirmation", "").strip()
    if not shown and proof is not Proof.NOTHING:  # a slip of the finger, no attempt
        return _page(number, [MISSING], reason, typed)
    with writing_unit() as ctx:
        confirmed = confirm_actor(ctx, shown)
        if confirmed:
            erase_case(ctx, number, reason, request.form.get("version", type=int), confirmed)
        ctx.session.flush()
        live = resume_session(ctx, session_token() or "") is not None
    if not live:  # wrong once too often: the account is locked
        return redirect(url_for("sign_in.show"))
    if not confirmed:
        return _page(number, [WRONG], reason, typed)
    flash(gettext("개인정보를 파기했습니다. 통계 수치는 그대로입니다."), "success")
    return redirect(url_for("cases.show", number=number))


def _plan(number: str) -> Erasure:
    with reading_unit() as ctx:
        return plan_erasure(ctx, number)


def _page(
    number: str, errors: Sequence[FieldError], reason: str = "", typed: str = ""
) -> tuple[str, int]:
    language = current_language()
    with reading_unit() as ctx:
        proof = asked_proof(ctx)
    content = render_template(
        "cases/erase.html",
        number=number,
        planned=_plan(number),
        errors=errors,
        reason=reason,
        typed=typed,
        proof=proof.value,
        reasons=[(term.value, term.label(language)) for term in ErasureReason],
    )
    return content, 422 if errors else 200
