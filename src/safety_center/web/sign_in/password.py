"""The own password."""

from flask import Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from safety_center.domain.errors import N_, FieldError, InputRefused
from safety_center.services.accounts import change_own_password
from safety_center.web.request import current_settings, writing_unit
from safety_center.web.sessions import current_state

#: What somebody with a password set by somebody else may still open.
_STILL_OPEN = ("sign_in.", "preferences.", "about.", "health.", "static")


def ask_for_new_password(app: Flask) -> None:
    """Whoever must change the password does nothing else first."""

    @app.before_request
    def ask() -> ResponseReturnValue | None:
        state = current_state() if request.endpoint != "static" else None
        must = state is not None and state.must_change_password
        if must and not (request.endpoint or "").startswith(_STILL_OPEN):
            flash(
                gettext("다른 사람이 정한 비밀번호입니다. 새 비밀번호로 변경해 주십시오."),
                "warning",
            )
            return redirect(url_for("sign_in.password"))
        return None


def show() -> ResponseReturnValue:
    """The form."""
    return _page([])


def change() -> ResponseReturnValue:
    """Set a new password; the present one is asked again."""
    new = request.form.get("password", "")
    if new != request.form.get("password_again", ""):
        message = N_("새 비밀번호 두 칸의 내용이 서로 다릅니다.")
        return _page([FieldError("password_again", "different", message)]), 422
    try:
        with writing_unit() as ctx:
            change_own_password(ctx, request.form.get("current_password", ""), new)
    except InputRefused as refused:
        return _page(refused.errors), 422
    flash(gettext("비밀번호를 변경했습니다."), "success")
    return redirect("/")


def _page(errors: list[FieldError]) -> str:
    return render_template("sign_in/password.html", errors=errors, hint=password_hint())


def password_hint() -> str:
    """What a password must be, as the installation's settings say."""
    settings = current_settings()
    return gettext(
        "%(length)s자 이상, 영문 대문자·소문자, 숫자, 기호 가운데 %(count)s가지 이상."
        " 계정 이름, 사용자 이름, 흔한 낱말은 쓸 수 없습니다.",
        length=settings.password_length,
        count=settings.password_classes,
    )
