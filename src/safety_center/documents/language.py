"""Sentences of templates outside a request, from the same catalog as the pages."""

from functools import cache
from pathlib import Path

from babel.support import NullTranslations, Translations
from jinja2 import Environment, PackageLoader

_CATALOGS = Path(__file__).parent.parent / "translations"


@cache
def environment(language: str) -> Environment:
    """Templates of `documents/templates` with `_()` in a language; everything is escaped."""
    made = Environment(
        loader=PackageLoader("safety_center.documents"),
        autoescape=True,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.install_gettext_translations(_translations(language), newstyle=True)
    return made


def translate(language: str, message: str, **params: str) -> str:
    """A sentence marked with `N_`, in a language, its places filled."""
    return str(_translations(language).gettext(message)) % params


def _translations(language: str) -> NullTranslations:
    return Translations.load(_CATALOGS, [language])
