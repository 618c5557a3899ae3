"""The gate of the API: each operation says what its token needs; then one unit of work answers.

A token is looked up in the unit that does the work, by one query, which also finds what was answered
before under the same idempotency key.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from flask import Flask, Response, current_app, g, request
from werkzeug.datastructures import Headers

from safety_center.api.body import read_object, read_raw
from safety_center.api.problems import Problem, dump
from safety_center.api.words import current_language
from safety_center.domain.access import Permission, require
from safety_center.domain.errors import N_
from safety_center.services.answers import (
    Kept,
    KeyReused,
    KeyTaken,
    hash_request,
    keep_answer,
    kept_answer,
    telling_taken_keys,
)
from safety_center.services.context import Context, Origin, viewing, writing
from safety_center.services.installation import Installation
from safety_center.services.tokens import TokenUse, find_use, mark_use, note_refused_use

JSON = "application/json"
_KEY_LENGTHS = range(8, 201)
_MOST_TRIES = 3
_ETAG = re.compile(r'"([0-9]{1,9})"', re.ASCII)


class Entry(Enum):
    """What an operation may ask for besides a permission: any token that works."""

    ANYBODY = "anybody"


ANYBODY = Entry.ANYBODY
Needs = Permission | Entry


@dataclass(frozen=True)
class Answer:
    """What an operation answers: `content` is JSON, or a text that is JSON already."""

    content: Any
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Call:
    """What an operation works with: the unit of work, the path's parts, the body, the language."""

    ctx: Context
    path: Mapping[str, str]
    body: dict[str, Any]
    language: str
    version: int = 0


@dataclass(frozen=True)
class Asked:
    """What is read of a request before the unit of work begins."""

    secret: str
    origin: Origin
    language: str
    key: str = ""
    raw: bytes = b""


@dataclass(frozen=True)
class Operation:
    """One line of the API's table. `path` as OpenAPI writes it.

    `conditional`: only the version of a record that If-Match names is changed (`Call.version`).
    `together` is tried first: it answers the usual along with the requests of others, and says None
    to everything else.
    """

    method: str
    path: str
    name: str
    work: Callable[[Call], Answer]
    needs: Needs
    conditional: bool = False
    together: Callable[[Asked], Answer | None] | None = None

    @property
    def rule(self) -> str:
        """The path as the router writes it."""
        return self.path.replace("{", "<").replace("}", ">")

    @property
    def writes(self) -> bool:
        """True when the operation changes something and therefore needs an idempotency key."""
        return self.method != "GET"


class UngatedOperation(Exception):
    """An address of the API was registered without saying what it needs."""


class _RefusedToken(Exception):
    """A token once given out that works no more."""

    def __init__(self, use: TokenUse) -> None:
        super().__init__()
        self.use = use


def register(api: Flask, prefix: str, operations: tuple[Operation, ...]) -> None:
    """Add the operations' addresses; options are not answered by themselves."""
    for operation in operations:
        api.add_url_rule(
            prefix + operation.rule,
            operation.name,
            _view(operation),
            methods=[operation.method],
            provide_automatic_options=False,
        )


def seal(api: Flask, operations: tuple[Operation, ...]) -> None:
    """Refuse to start when an address is not in the table of operations, or names no needs."""
    known = {operation.name for operation in operations if isinstance(operation.needs, Needs)}
    ungated = sorted({rule.endpoint for rule in api.url_map.iter_rules()} - known)
    if ungated:
        raise UngatedOperation(f"no needs for: {', '.join(ungated)}")


def _view(operation: Operation) -> Callable[..., Response]:
    def view(**path: str) -> Response:
        asked = Asked(_secret(), _origin(), current_language())
        try:
            if operation.writes:
                return _write(operation, path, asked)
            return _read(operation, path, asked)
        except _RefusedToken as refused:
            with writing(_installation(), None, asked.origin) as ctx:
                note_refused_use(ctx, refused.use)
            raise Problem("unauthorized") from None

    return view


def _read(operation: Operation, path: Mapping[str, str], asked: Asked) -> Response:
    with viewing(_installation(), None, asked.origin) as ctx:
        use = _enter(ctx, operation, asked)
        answer = operation.work(Call(ctx, path, {}, asked.language))
    if use.stale:
        with writing(_installation(), None, asked.origin) as ctx:
            mark_use(ctx, use)
    return _response(answer, asked.language)


def _write(operation: Operation, path: Mapping[str, str], asked: Asked) -> Response:
    raw, key = read_raw(), request.headers.get("Idempotency-Key", "")
    asked = Asked(asked.secret, asked.origin, asked.language, key, raw)
    if operation.together and (answer := operation.together(asked)):
        return _response(answer, asked.language)
    for _ in range(_MOST_TRIES):
        try:
            with telling_taken_keys(), writing(_installation(), None, asked.origin) as ctx:
                use = _enter(ctx, operation, asked)
                return _response(_once(ctx, operation, path, asked, use), asked.language)
        except KeyTaken:
            continue
    raise Problem("conflict")


def _once(
    ctx: Context,
    operation: Operation,
    path: Mapping[str, str],
    asked: Asked,
    use: TokenUse,
) -> Answer:
    """Do the work, or say again what was said under the key."""
    key = checked_key(asked.key)
    version = _named_version() if operation.conditional else 0
    body = read_object(asked.raw)
    same = hash_request(operation.name, dict(path), version, body)
    if use.earlier is not None:
        try:
            kept = kept_answer(ctx, use.earlier, same)
        except KeyReused:
            raise Problem("key-reused") from None
        ctx.note("answer.repeat", operation.name)
        return Answer(kept.content, kept.status, {**kept.headers, "Idempotent-Replayed": "true"})
    mark_use(ctx, use)  # first, since the work may end with the last lock a unit takes
    answer = operation.work(Call(ctx, path, body, asked.language, version))
    keep_answer(ctx, key, same, Kept(answer.status, answer.headers, answer.content))
    return answer


def _enter(ctx: Context, operation: Operation, asked: Asked) -> TokenUse:
    """Find who the token acts for and let in only who may."""
    use = find_use(ctx, asked.secret, asked.key)
    if use is None:
        raise Problem("unauthorized")
    if use.actor is None:
        raise _RefusedToken(use)
    ctx.actor = g.actor = use.actor
    if isinstance(operation.needs, Permission):
        require(use.actor, operation.needs)
    return use


def _secret() -> str:
    """The token of the Authorization header; nothing else ever lets anybody in."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret.strip():
        raise Problem("unauthorized")
    return secret.strip()


def checked_key(key: str) -> str:
    """The idempotency key; refused when it is none."""
    if len(key) not in _KEY_LENGTHS or not key.isascii() or not key.isprintable() or " " in key:
        raise Problem("idempotency-key")
    return key


def _named_version() -> int:
    """The version that If-Match names; it must be there."""
    given = request.headers.get("If-Match")
    if given is None:
        raise Problem("precondition-required")
    found = _ETAG.fullmatch(given.strip())
    if found is None:
        raise Problem("malformed", N_("If-Match 헤더에는 조회한 ETag를 그대로 보내 주십시오."))
    return int(found[1])


def _response(answer: Answer, language: str) -> Response:
    text = answer.content
    content = text.encode() if isinstance(text, str) else dump(text)
    headers = {"Content-Language": language, **answer.headers}
    return _Whole(content, answer.status, headers, content_type=JSON)


class _Whole(Response):
    """An answer whose headers say all there is: the library need not look them through for what it could
    add or mend, as it does for every answer that is sent."""

    def get_wsgi_headers(self, environ: Any) -> Headers:
        return self.headers


def _installation() -> Installation:
    return current_app.extensions["safety_center"]


def _origin() -> Origin:
    return Origin(client=request.remote_addr, request_id=g.get("request_id"))
