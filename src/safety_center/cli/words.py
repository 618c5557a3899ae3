"""Sentences of the command line in Korean or English, from the same catalog as the screens."""

from safety_center.domain.errors import FieldError, SafetyCenterError
from safety_center.domain.jobs import RunMessage
from safety_center.translation import say


def sentence(said: str | FieldError | SafetyCenterError | RunMessage, language: str = "ko") -> str:
    """A message, an error at a field, a refusal, or what a run has to say, in the language."""
    if isinstance(said, str):
        return say(said, {}, language)
    return say(said.message, said.params, language)
