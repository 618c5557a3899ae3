"""The own sessions and second factor on one page."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from safety_center.services.accounts import (
    count_recovery_codes,
    end_other_sessions,
    has_factor,
    list_own_sessions,
)
from safety_center.web.request import reading_unit, writing_unit


def show() -> ResponseReturnValue:
    """Where one is signed in, and how one shows who one is."""
    with reading_unit() as ctx:
        return render_template(
            "sign_in/security.html",
            sessions=list_own_sessions(ctx),
            enrolled=has_factor(ctx),
            codes_left=count_recovery_codes(ctx),
        )


def end_others() -> ResponseReturnValue:
    """End every other session of the account."""
    with writing_unit() as ctx:
        ended = end_other_sessions(ctx)
    flash(
        ngettext(
            "다른 로그인 %(num)d개를 끝냈습니다.", "다른 로그인 %(num)d개를 끝냈습니다.", ended
        ),
        "success",
    )
    return redirect(url_for("sign_in.security"))
