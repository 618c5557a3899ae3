"""Sentences of the command line in Korean or English, from the same catalog as the screens."""

from functools import cache

from safety_center.domain.errors import FieldError, SafetyCenterError
from safety_center.translation import catalog, fill


def sentence(said: str | FieldError | SafetyCenterError, language: str = "ko") -> str:
    """A message, an error at a field, or a refusal, in the language."""
    if isinstance(said, str):
        return _translate(said, language)
    return fill(_translate(said.message, language), said.params, language)


@cache
def _translate(message: str, language: str) -> str:
    return catalog(language).gettext(message)
