"""The OpenAPI document: for any token that works, and for the page of the API in the web door."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from safety_center.api.document import document_of
from safety_center.api.gate import ANYBODY, Answer, Call, Operation
from safety_center.api.operations import OPERATIONS
from safety_center.api.problems import Kind
from safety_center.services.context import Context


@dataclass(frozen=True)
class Guide:
    """What the page shows: the document in a language, and the kinds of problems."""

    document: Callable[[Context, str], dict[str, Any]]
    problems: tuple[Kind, ...]


def current_document(ctx: Context, language: str) -> dict[str, Any]:
    """The document of today's code lists."""
    return document_of(ctx, OPERATIONS, language)


def _show(call: Call) -> Answer:
    return Answer(current_document(call.ctx, call.language))


DOCUMENT = Operation("GET", "/openapi.json", "openapi", _show, ANYBODY)
