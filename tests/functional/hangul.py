"""Finds Korean a reader of the English screens would meet."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_HANGUL = re.compile("[ㄱ-ㆎ가-힣]")
#: Elements that have no end.
_VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})


class _Reader(HTMLParser):
    """Keeps for each open element whether it (or one around it) is marked as Korean."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        lang = dict(attrs).get("lang")
        korean = lang == "ko" if lang else self._in_korean()
        for name, value in attrs:
            if value and not korean and _HANGUL.search(value):
                self.found.append(f"{tag}[{name}]: {value.strip()[:120]}")
        if tag not in _VOID:
            self._open.append((tag, korean))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self._in_korean() and (hit := _HANGUL.search(data)):
            inside = self._open[-1][0] if self._open else "?"
            self.found.append(
                f"{inside}: {data[max(0, hit.start() - 40) : hit.end() + 60].strip()}"
            )

    def _in_korean(self) -> bool:
        return bool(self._open) and self._open[-1][1]


def find_hangul(page: str) -> list[str]:
    """Texts, attributes and data for scripts that hold Hangul outside `lang="ko"`, each with its element."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.found
