"""The translation catalogs: Korean is in the code, English in `translations/en`."""

from collections.abc import Mapping
from functools import cache
from gettext import NullTranslations
from pathlib import Path
from typing import Any

from babel.support import Translations

from safety_center.domain.vocabulary import Term

FOLDER = Path(__file__).parent / "translations"


@cache
def catalog(language: str) -> NullTranslations:
    """The catalog of a language; Korean needs none."""
    return Translations.load(FOLDER, [language]) if language == "en" else NullTranslations()


def say(message: str, params: Mapping[str, Any], language: str) -> str:
    """A Korean msgid in the language, its places filled."""
    said, shown = _translate(message, language), in_language(params, language)
    return said % shown if shown else said


@cache
def _translate(message: str, language: str) -> str:
    return catalog(language).gettext(message)


def in_language(params: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Terms of the vocabulary by their label; what is said by language (`ko`, `en`) in the one asked for."""
    shown = dict(params)
    for name, value in params.items():
        if isinstance(value, Term):
            shown[name] = value.label(language)
        elif isinstance(value, Mapping):
            shown[name] = value[language]
    return shown
