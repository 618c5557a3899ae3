"""The own sessions and second factor on one page."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from safety_center.domain.periods import SEOUL, format_instant
from safety_center.services.accounts import (
    Reset,
    count_recovery_codes,
    end_other_sessions,
    has_factor,
    list_own_sessions,
    list_resets,
)
from safety_center.web.request import current_language, reading_unit, writing_unit


def show() -> ResponseReturnValue:
    """Where one is signed in, and how one shows who one is."""
    with reading_unit() as ctx:
        return render_template(
            "sign_in/security.html",
            sessions=list_own_sessions(ctx),
            enrolled=has_factor(ctx),
            codes_left=count_recovery_codes(ctx),
            resets=[reset_text(reset) for reset in list_resets(ctx)],
        )


def reset_text(reset: Reset) -> str:
    """Who took what away from this account, and when."""
    at = format_instant(reset.at, SEOUL.key, current_language())
    by = reset.by or gettext("서버 운영자")
    if reset.what == "factor":
        return gettext(
            "%(at)s에 시스템 관리자(%(by)s)가 이 계정의 2단계 인증을 초기화했습니다.", at=at, by=by
        )
    return gettext(
        "%(at)s에 시스템 관리자(%(by)s)가 이 계정의 비밀번호를 다시 설정했습니다.", at=at, by=by
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
