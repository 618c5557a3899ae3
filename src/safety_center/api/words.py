"""Sentences in the language that the caller asks for: `Accept-Language`, Korean unless English is wanted."""

from typing import Any

from flask import request

from safety_center.domain.errors import FieldError
from safety_center.translation import say

LANGUAGES = ("ko", "en")


def current_language() -> str:
    """`ko` or `en`."""
    if "HTTP_ACCEPT_LANGUAGE" not in request.environ:  # most systems ask for none
        return LANGUAGES[0]
    return request.accept_languages.best_match(LANGUAGES, LANGUAGES[0]) or LANGUAGES[0]


def error_rows(errors: tuple[FieldError, ...] | list[FieldError], language: str) -> list[Any]:
    """Errors or warnings as the API says them."""
    return [
        {
            "field": error.field,
            "code": error.code,
            "message": say(error.message, error.params, language),
        }
        for error in errors
    ]
