"""What searching means: which texts are the same, what a search asks for, and the bigrams of an index.

A case is found when every term stands somewhere in its text (`LIKE '%term%'` on both folded). The
bigrams only narrow down where to look: they never decide.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from operator import add

MOST_CHARACTERS = 100
_USUAL_WORD = 20
_QUOTED = re.compile(r"[\"“”]([^\"“”]+)[\"“”]|(\S+)")
_UNPRINTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def fold(text: str) -> str:
    """Composed (NFC), without difference of case, any run of blanks as one: `İ` and `ß` as Unicode folds."""
    plain = unicodedata.normalize("NFC", text)
    if not plain.isprintable():
        plain = _UNPRINTED.sub("", plain)
    return " ".join(unicodedata.normalize("NFC", plain.casefold()).split())


def join_text(pieces: Iterable[str | None]) -> str:
    """The text of one case; no term stands across two pieces, since terms hold no line end."""
    return "\n".join(folded for piece in pieces if piece and (folded := fold(piece)))


def search_terms(query: str) -> tuple[str, ...]:
    """What must stand in the text: words, or what is in quotation marks as a whole; folded.

    A term within another asks nothing more and is left out; every other one counts.
    """
    found = (quoted or word for quoted, word in _QUOTED.findall(query[:MOST_CHARACTERS]))
    terms = list(dict.fromkeys(term for text in found if (term := fold(text).strip('"“”'))))
    return tuple(t for t in terms if not any(t in other for other in terms if other != t))


def bigrams(text: str) -> frozenset[str]:
    """Every pair of neighbouring characters of a folded text, none across a blank."""
    return frozenset().union(*map(_pairs_of_word, set(text.split())))


def _pairs_of_word(word: str) -> frozenset[str]:
    return _known_pairs(word) if len(word) <= _USUAL_WORD else frozenset(map(add, word, word[1:]))


@lru_cache(maxsize=1 << 15)
def _known_pairs(word: str) -> frozenset[str]:
    """The same few thousand words make up most texts."""
    return frozenset(map(add, word, word[1:]))
