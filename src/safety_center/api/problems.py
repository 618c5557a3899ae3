"""Refusals and failures as problem details (RFC 9457), for every address below /api.

422: a field by itself is wrong, as the OpenAPI document says. 409: the fields contradict one
another, the clock, the code lists or what is stored, which no document can say.
"""

import json
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, Response, g
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from safety_center.api.words import current_language, error_rows
from safety_center.domain.errors import (
    N_,
    Conflict,
    FieldError,
    Forbidden,
    InputRefused,
    NotFound,
    SafetyCenterError,
)
from safety_center.translation import say

PROBLEM_JSON = "application/problem+json"
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str)
#: The page of the API in the web door; each kind of problem has its paragraph there.
GUIDE = "/api-guide"


@dataclass(frozen=True)
class Kind:
    """A kind of problem: `slug` ends its address, `title` (Korean msgid) is the same each time."""

    slug: str
    status: int
    title: str
    advice: str


_TABLE = (
    Kind("malformed", 400, N_("요청을 이해하지 못했습니다"), N_("주소와 헤더를 확인해 주십시오.")),
    Kind(
        "malformed-json",
        400,
        N_("JSON을 읽지 못했습니다"),
        N_("UTF-8로 쓴 JSON 객체 하나를 보내 주십시오. 같은 이름을 두 번 쓸 수 없습니다."),
    ),
    Kind(
        "idempotency-key",
        400,
        N_("멱등 키가 없거나 형식이 다릅니다"),
        N_("쓰기 요청마다 Idempotency-Key 헤더에 8~200자의 새 키를 보내 주십시오."),
    ),
    Kind(
        "unauthorized",
        401,
        N_("쓸 수 있는 토큰이 없습니다"),
        N_("Authorization 헤더에 기한이 남은 토큰을 'Bearer 토큰' 형식으로 보내 주십시오."),
    ),
    Kind(
        "forbidden",
        403,
        N_("이 토큰으로는 할 수 없습니다"),
        N_("필요한 업무라면 시스템 관리자에게 권한을 요청해 주십시오."),
    ),
    Kind(
        "not-found",
        404,
        N_("찾는 자료가 없습니다"),
        N_("주소를 확인해 주십시오. 자료가 없거나 볼 권한이 없을 수도 있습니다."),
    ),
    Kind(
        "method-not-allowed",
        405,
        N_("이 주소에서는 처리할 수 없는 요청입니다"),
        N_("Allow 헤더에 있는 방법을 써 주십시오."),
    ),
    Kind(
        "conflict",
        409,
        N_("지금은 할 수 없습니다"),
        N_("현재 상태를 다시 조회한 뒤 보내 주십시오."),
    ),
    Kind(
        "contradiction",
        409,
        N_("값이 서로 맞지 않거나 등록된 자료와 맞지 않습니다"),
        N_("errors에 적힌 항목을 고쳐 다시 보내 주십시오."),
    ),
    Kind(
        "key-reused",
        409,
        N_("다른 요청에 쓴 멱등 키입니다"),
        N_("새 키로 다시 보내 주십시오."),
    ),
    Kind(
        "stale",
        412,
        N_("그사이 다른 사람이 수정했습니다"),
        N_("다시 조회해 새 ETag를 If-Match로 보내 주십시오."),
    ),
    Kind(
        "too-large",
        413,
        N_("보낸 내용이 너무 큽니다"),
        N_("한 번에 1MB까지 보낼 수 있습니다."),
    ),
    Kind(
        "media-type",
        415,
        N_("받을 수 없는 형식입니다"),
        N_("Content-Type: application/json으로 보내 주십시오."),
    ),
    Kind(
        "input",
        422,
        N_("입력한 내용에 고칠 곳이 있습니다"),
        N_("errors에 적힌 항목을 고쳐 다시 보내 주십시오."),
    ),
    Kind(
        "precondition-required",
        428,
        N_("If-Match 헤더가 필요합니다"),
        N_("조회한 ETag를 If-Match 헤더로 보내 주십시오."),
    ),
    Kind(
        "failure",
        500,
        N_("시스템에 문제가 생겼습니다"),
        N_("잠시 뒤 다시 시도해 주십시오. 계속되면 instance의 요청 번호를 알려 주십시오."),
    ),
)
KINDS: Mapping[str, Kind] = {kind.slug: kind for kind in _TABLE}
_BY_STATUS = {kind.status: kind for kind in reversed(_TABLE)}
_BY_ERROR: dict[type[SafetyCenterError], str] = {
    Forbidden: "forbidden",
    NotFound: "not-found",
    Conflict: "conflict",
}
#: Codes of errors that a field has by itself; every other code is a contradiction.
_OF_THE_FIELD = (
    "missing",
    "extra_forbidden",
    "enum",
    "literal_error",
    "string_",
    "int_",
    "bool_",
    "date_",
    "datetime_",
    "time_",
    "timezone_",
    "list_",
    "dict_",
    "model_",
    "none_required",
    "too_long",
    "too_short",
    "greater_than",
    "less_than",
    "control_character",
    "caller_missing",
    "json_",
    "unknown_key",
    "unknown_code",
    "unknown_dimension",
    "date",
)
#: Fields whose codes depend on another field (a region on its scheme).
_DEPENDENT = ("region", "bureau")


class Problem(Exception):
    """A refusal of the door itself. `more` are members of its own; `message` is a Korean msgid."""

    def __init__(
        self,
        slug: str,
        message: str | None = None,
        errors: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(slug)
        self.kind, self.message, self.errors = KINDS[slug], message, list(errors)
        self.headers, self.more = dict(headers or {}), more


@dataclass(frozen=True)
class _Said:
    kind: Kind
    detail: str
    errors: Sequence[FieldError] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)


def show_problems(api: Flask) -> None:
    """Give every refusal and failure of the application its problem document."""

    @api.errorhandler(Problem)
    def refused(problem: Problem) -> Response:
        language = current_language()
        detail = say(problem.message or problem.kind.advice, {}, language)
        said = _Said(problem.kind, detail, problem.errors, problem.headers, problem.more)
        return _answer(said, language)

    @api.errorhandler(SafetyCenterError)
    def refused_by_rule(error: SafetyCenterError) -> Response:
        language = current_language()
        detail = say(error.message, error.params, language)
        errors = error.errors if isinstance(error, InputRefused) else []
        return _answer(_Said(_kind_of(error), detail, errors), language)

    @api.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response:
        language = current_language()
        kind = _BY_STATUS.get(error.code or 500) or KINDS["malformed"]
        headers = {}
        if isinstance(error, MethodNotAllowed):
            headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))
        return _answer(_Said(kind, say(kind.advice, {}, language), headers=headers), language)

    @api.errorhandler(Exception)
    def failed(error: Exception) -> Response:
        # The message of an exception may hold what was sent; where it happened never does.
        place = "".join(traceback.format_tb(error.__traceback__))
        kind = type(error).__name__
        api.logger.error("request %s failed: %s\n%s", g.get("request_id"), kind, place)
        language = current_language()
        failure = KINDS["failure"]
        return _answer(_Said(failure, say(failure.advice, {}, language)), language)


def _kind_of(error: SafetyCenterError) -> Kind:
    if isinstance(error, InputRefused):
        return KINDS[_kind_of_input(error.errors)]
    slug = next((slug for kind, slug in _BY_ERROR.items() if isinstance(error, kind)), "malformed")
    return KINDS[slug]


def _kind_of_input(errors: Sequence[FieldError]) -> str:
    if any(error.code == "cursor" for error in errors):
        return "not-found"
    by_itself = any(
        error.code.startswith(_OF_THE_FIELD) and error.field not in _DEPENDENT for error in errors
    )
    return "input" if by_itself else "contradiction"


def _answer(said: _Said, language: str) -> Response:
    content = {
        "type": f"{GUIDE}#{said.kind.slug}",
        "title": say(said.kind.title, {}, language),
        "status": said.kind.status,
        "detail": said.detail,
        "instance": g.get("request_id", ""),
        "errors": error_rows(list(said.errors), language),
        **said.more,
    }
    response = Response(dump(content), said.kind.status, content_type=PROBLEM_JSON)
    response.headers["Content-Language"] = language
    if said.kind.status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    for name, value in said.headers.items():
        response.headers[name] = value
    return response


def dump(content: Any) -> bytes:
    """JSON as UTF-8; half a surrogate pair, which cannot be written, becomes a question mark."""
    return _ENCODER.encode(content).encode("utf-8", "replace")
