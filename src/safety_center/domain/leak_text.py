"""What the finders of leaks share: a text in its plainest form, and stretches of it."""

import re
import unicodedata
from collections.abc import Callable, Iterator

#: `(start, end, proposal)`.
Span = tuple[int, int, str]
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－ー"), "-")
_SIGNS = {
    ord("〜"): "~",
    ord("∼"): "~",
    ord("。"): ".",
    ord("ㆍ"): "·",
    ord("・"): "·",
    ord("º"): "°",
}
#: Letters that no accent was put on: Đường, Łódź, Tromsø, Kadıköy.
_LETTERS = {ord(one): other for one, other in zip("đĐłŁøØıð", "dDlLoOid", strict=True)}


def in_ascii(text: str) -> str:
    """The text sign by sign: full-width signs, digits of other scripts and accents as plain ones.

    As long as the text, so that places in one are places in the other.
    """
    text = text.translate(_DASHES | _SIGNS | _LETTERS)
    return text if text.isascii() else "".join(map(_plain, text))


def _plain(sign: str) -> str:
    if sign.isascii() or "가" <= sign <= "힣":
        return sign
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    if sign.isspace():
        return " "
    first = unicodedata.normalize("NFKD", sign)[:1]
    return first if first.isascii() and first else sign


def matches(
    pattern: re.Pattern[str], text: str, proposal: Callable[[re.Match[str]], str | None]
) -> Iterator[Span]:
    """A span for each match; none where the proposal is None."""
    for match in pattern.finditer(text):
        instead = proposal(match)
        if instead is not None:
            yield match.start(), match.end(), instead
