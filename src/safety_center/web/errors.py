"""Refusals and failures as pages: what happened, what to do, a code and the request's id; never a trace."""

import traceback

from flask import Flask, g, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from safety_center.domain.errors import (
    N_,
    Conflict,
    FieldError,
    Forbidden,
    InputRefused,
    NotFound,
    SafetyCenterError,
)
from safety_center.web.kept import kept_values, kept_words, may_be_sent_again
from safety_center.web.terms import message_text

_STATUS: dict[type[SafetyCenterError], int] = {
    Forbidden: 403,
    NotFound: 404,
    Conflict: 409,
    InputRefused: 422,
}
_TITLES = {
    400: N_("요청을 이해하지 못했습니다"),
    401: N_("로그인이 필요합니다"),
    403: N_("이 화면을 볼 권한이 없습니다"),
    404: N_("찾는 화면이 없습니다"),
    405: N_("이 주소에서는 처리할 수 없는 요청입니다"),
    409: N_("지금은 할 수 없습니다"),
    413: N_("보낸 내용이 너무 큽니다"),
    422: N_("입력한 내용에 고칠 곳이 있습니다"),
    500: N_("시스템에 문제가 생겼습니다"),
}
_ADVICE = {
    400: N_("주소나 조건을 확인하고 다시 시도해 주십시오."),
    403: N_("필요한 업무라면 시스템 관리자에게 권한을 요청해 주십시오."),
    404: N_("주소를 확인해 주십시오. 자료가 없거나 볼 권한이 없을 수도 있습니다."),
    405: N_("왼쪽 메뉴에서 다시 시작해 주십시오."),
    409: N_("화면을 새로 고쳐 현재 상태를 확인한 뒤 다시 시도해 주십시오."),
    413: N_(
        "한 번에 1MB까지 보낼 수 있습니다. 내용을 줄이거나 나누어 보내 주십시오."
        " 마지막으로 임시 저장한 내용은 '임시 저장한 접수'에 있습니다."
    ),
    500: N_(
        "잠시 뒤 다시 시도해 주십시오. 계속되면 아래 요청 번호를 시스템 관리자에게 알려 주십시오."
    ),
}


def show_errors(app: Flask) -> None:
    """Every refusal and every failure gets a page (or JSON where JSON was asked for)."""

    @app.errorhandler(SafetyCenterError)
    def refused(error: SafetyCenterError) -> ResponseReturnValue:
        status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 400)
        errors = error.errors if isinstance(error, InputRefused) else []
        return error_answer(status, message_text(error.message, error.params), errors)

    @app.errorhandler(CSRFError)
    def unsigned_form(_error: CSRFError) -> ResponseReturnValue:
        if wants_json():
            return error_answer(400)
        again = may_be_sent_again()
        kept, words = kept_values(), kept_words()
        page = render_template("form_expired.html", kept=kept, words=words, may_send_again=again)
        return page, 400

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> ResponseReturnValue:
        if error.response is not None or error.code is None or error.code < 400:
            return error.get_response()
        return error_answer(error.code, _too_large() if error.code == 413 else None)

    @app.errorhandler(Exception)
    def failed(error: Exception) -> ResponseReturnValue:
        # The message of an exception may hold what was typed; where it happened never does.
        place = "".join(traceback.format_tb(error.__traceback__))
        kind = type(error).__name__
        app.logger.error("request %s failed: %s\n%s", g.get("request_id"), kind, place)
        return _failure_answer()


def error_answer(
    status: int, message: str | None = None, errors: list[FieldError] | None = None
) -> ResponseReturnValue:
    """The page of a status; `message` (translated) says more than the usual advice."""
    title = gettext(_TITLES.get(status, _TITLES[400]))
    text = message or gettext(_ADVICE.get(status, _ADVICE[400]))
    if wants_json():
        return jsonify(error=status, message=text, request_id=g.get("request_id")), status
    page = render_template("error.html", status=status, title=title, text=text, errors=errors or [])
    return page, status


def _too_large() -> str | None:
    """How much a file may have, where files are taken; None for forms, whose advice is the usual one."""
    most = (request.max_content_length or 0) // 1_000_000
    message = N_("%(most)sMB까지 올릴 수 있습니다. 파일을 나누어 올려 주십시오.")
    return message_text(message, {"most": most}) if most > 1 else None


def wants_json() -> bool:
    """True for scripts that ask for JSON and nothing else."""
    return request.accept_mimetypes.best == "application/json"


def _failure_answer() -> ResponseReturnValue:
    """The page of a failure; a bare one when even the frame cannot be drawn (no database)."""
    try:
        return error_answer(500)
    except Exception:
        title, advice = gettext(_TITLES[500]), gettext(_ADVICE[500])
        request_id = g.get("request_id", "")
        body = render_template("bare.html", title=title, text=advice, request_id=request_id)
        return body, 500
