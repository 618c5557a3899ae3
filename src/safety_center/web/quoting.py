"""Korean words inside English, marked so that they are read aloud as Korean."""

import re

from markupsafe import Markup, escape

from safety_center.web.request import current_language

#: Hangul with whatever stands between, but for letters of another script and tags.
_KOREAN = re.compile(r"[가-힣]+(?:[^A-Za-z가-힣<>]{0,12}[가-힣]+)*")


def mark_korean(text: str) -> Markup:
    """The text, escaped unless it is markup, each run of Hangul within `<span lang="ko">`."""
    marked, end = Markup(""), 0
    for run in _KOREAN.finditer(text):
        marked += escape(text[end : run.start()])
        marked += Markup('<span lang="ko">{}</span>').format(text[run.start() : run.end()])
        end = run.end()
    return marked + escape(text[end:])


def as_written(text: str | None) -> str:
    """What people wrote or are called, as it stands on the page: on English pages Korean is marked."""
    if not text or current_language() != "en":
        return text or ""
    return mark_korean(text)
