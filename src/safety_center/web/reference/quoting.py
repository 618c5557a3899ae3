"""Korean words inside an English note, marked so that they are read aloud as Korean."""

import re

from markupsafe import Markup, escape

_KOREAN = re.compile(r"[가-힣]+(?:[ ·‘’'0-9]*[가-힣]+)*")


def mark_korean(text: str) -> Markup:
    """The text, escaped, each run of Hangul within `<span lang="ko">`."""
    marked, end = Markup(""), 0
    for run in _KOREAN.finditer(text):
        marked += escape(text[end : run.start()])
        marked += Markup('<span lang="ko">{}</span>').format(run[0])
        end = run.end()
    return marked + escape(text[end:])
