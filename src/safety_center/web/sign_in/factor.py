"""The second factor: shown at sign-in or before an act that asks for it, and enrolled."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from safety_center.domain.errors import FactorNeeded, FieldError, InputRefused
from safety_center.services.accounts import (
    Ask,
    SessionState,
    enrol_factor,
    has_factor,
    new_candidate,
    prove_factor,
    renew_recovery_codes,
    resume_session,
)
from safety_center.services.accounts.factor import NO_CODE, WRONG_CODE
from safety_center.services.context import Context, writing
from safety_center.services.drafts import keep_waiting
from safety_center.web.errors import wants_json
from safety_center.web.kept import may_be_sent_again
from safety_center.web.own_paths import own_path
from safety_center.web.request import current_installation, request_origin, writing_unit
from safety_center.web.sessions import current_state, session_token
from safety_center.web.sign_in.views import go_on, sent_values


def ask_for_factor(app: Flask) -> None:
    """An act that asks for the second factor first leads there, and back to what was asked for."""

    @app.errorhandler(FactorNeeded)
    def ask(error: FactorNeeded) -> ResponseReturnValue:
        if wants_json() or request.headers.get("HX-Request"):
            answer = jsonify(error=403, message=gettext(error.message))
            answer.headers["HX-Redirect"] = url_for("sign_in.factor")
            return answer, 403
        target, waiting = own_path(request.full_path.rstrip("?")), None
        if request.method == "POST" and may_be_sent_again():
            with writing_unit() as ctx:
                waiting = keep_waiting(ctx, ctx.require_actor().account_id, sent_values())
        return redirect(url_for("sign_in.factor", next=target, waiting=waiting))


def show() -> ResponseReturnValue:
    """The form for a code; who has no factor yet enrols one first, who owes none goes on."""
    state = current_state()
    if state is None:
        return redirect(url_for("sign_in.show"))
    if state.ask is Ask.ENROLMENT or not _has_factor(state):
        where = _where()
        target, waiting = where["target"], where["waiting"]
        return redirect(url_for("sign_in.enrolment", next=target, waiting=waiting))
    return _page([])


def prove() -> ResponseReturnValue:
    """Check the code; too many wrong ones lock the account and end the session."""
    state = current_state()
    if state is None:
        return redirect(url_for("sign_in.show"))
    code = request.form.get("code", "").strip()
    if not code:  # a slip of the finger, no attempt that counts towards the lock
        return _page([NO_CODE]), 422
    with _own_unit(state) as ctx:
        good = prove_factor(ctx, code)
        ctx.session.flush()
        live = resume_session(ctx, session_token() or "") is not None
    if not live:
        return redirect(url_for("sign_in.show"))
    if not good:
        return _page([WRONG_CODE]), 401
    g.actor = state.actor
    return go_on(own_path(request.form.get("next")))


def enrolment() -> ResponseReturnValue:
    """A fresh key to type into a telephone, and the form for its first code."""
    state = current_state()
    if state is None:
        return redirect(url_for("sign_in.show"))
    if state.ask is Ask.CODE or (state.actor.unproven and _has_factor(state)):
        return redirect(url_for("sign_in.factor", next=url_for("sign_in.enrolment")))
    return _enrolment_page(state, None, [])


def enrol() -> ResponseReturnValue:
    """Take the key when its first code is right; the recovery codes are shown once."""
    state = current_state()
    if state is None:
        return redirect(url_for("sign_in.show"))
    sealed = request.form.get("candidate", "")
    try:
        with _own_unit(state) as ctx:
            codes = enrol_factor(ctx, sealed, request.form.get("code", ""))
    except InputRefused as refused:
        return _enrolment_page(state, sealed, refused.errors), 422
    return _codes_page(codes)


def renew() -> ResponseReturnValue:
    """New recovery codes in the place of the old."""
    with writing_unit() as ctx:
        codes = renew_recovery_codes(ctx)
    return _codes_page(codes)


def codes_kept() -> ResponseReturnValue:
    """The codes were put away: on to where one wanted to go."""
    state = current_state()
    if state is None:
        return redirect(url_for("sign_in.show"))
    return go_on(own_path(request.form.get("next")))


@contextmanager
def _own_unit(state: SessionState) -> Iterator[Context]:
    """A unit of somebody who is not signed in completely yet."""
    with writing(current_installation(), state.actor, request_origin()) as ctx:
        yield ctx


def _has_factor(state: SessionState) -> bool:
    with _own_unit(state) as ctx:
        return has_factor(ctx)


def _page(errors: list[FieldError]) -> str:
    return render_template("sign_in/factor.html", errors=errors, **_where())


def _where() -> dict[str, str | None]:
    """Where to go on, and what waits to be sent there, through all pages of the second factor."""
    return {
        "target": own_path(request.values.get("next")),
        "waiting": request.values.get("waiting") or None,
    }


def _enrolment_page(state: SessionState, sealed: str | None, errors: list[FieldError]) -> str:
    with _own_unit(state) as ctx:
        candidate = new_candidate(ctx, sealed)
    return render_template("sign_in/enrolment.html", candidate=candidate, errors=errors, **_where())


def _codes_page(codes: list[str]) -> str:
    return render_template("sign_in/codes.html", codes=codes, **_where())
