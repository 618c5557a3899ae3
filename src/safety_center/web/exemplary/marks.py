"""What identifies, marked in a text by word and sign, and replaced by what is proposed instead."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from safety_center.domain.leaks import Leak

_AROUND = 14
_BUTTON = re.compile(r"replace:([\w.]+):(\d+):(\d+)")


@dataclass(frozen=True)
class Segment:
    """A run of a text; with `leak` it is one that identifies."""

    text: str
    leak: Leak | None = None


@dataclass(frozen=True)
class Finding:
    """One leak as a line: the text around it, and the button that puts the proposal in its place."""

    before: str
    found: str
    behind: str
    leak: Leak
    button: str


def segments(text: str, leaks: Sequence[Leak]) -> list[Segment]:
    """The whole text in its order; none of the leaks overlap."""
    runs, end = [], 0
    for leak in leaks:
        runs += [Segment(text[end : leak.start]), Segment(text[leak.start : leak.end], leak)]
        end = leak.end
    return [run for run in (*runs, Segment(text[end:])) if run.text]


def findings(path: str, text: str, leaks: Sequence[Leak]) -> list[Finding]:
    """The leaks of one field."""
    return [
        Finding(
            before=_shortened(text[: leak.start], at_end=False),
            found=text[leak.start : leak.end],
            behind=_shortened(text[leak.end :], at_end=True),
            leak=leak,
            button=f"replace:{path}:{leak.start}:{leak.end}",
        )
        for leak in leaks
    ]


def _shortened(text: str, at_end: bool) -> str:
    if len(text) <= _AROUND:
        return text
    return text[:_AROUND] + "…" if at_end else "…" + text[-_AROUND:]


def replaced(button: str, path: str, text: str, leaks: Sequence[Leak]) -> str:
    """The text after a press on one of its buttons; as it was where that place is no leak any more."""
    found = _BUTTON.fullmatch(button)
    if found is None or found[1] != path:
        return text
    place = (int(found[2]), int(found[3]))
    return all_replaced(text, [leak for leak in leaks if (leak.start, leak.end) == place])


def all_replaced(text: str, leaks: Sequence[Leak]) -> str:
    """The text with every proposal in its place."""
    for leak in reversed(leaks):
        text = text[: leak.start] + leak.proposal + text[leak.end :]
    return re.sub(r"[ \t]{2,}", " ", text).strip()
