"""How alike two names are: Hangul by its letters (jamo), romanised names by theirs, and across both.

Romanisation is one-to-many (이: LEE, YI, RHEE), so a Hangul and a romanised name are compared by the
usual tokens of the first (`names.name_keys`), never by one spelling.
"""

import re
import unicodedata
from enum import IntEnum
from functools import lru_cache

from safety_center.domain.names import name_keys, normalise_hangul

#: A syllable of Hangul has two or three letters; a name of three syllables about eight.
_SHORT_NAME, _LONG_NAME = 6, 10


class NameLikeness(IntEnum):
    """Greater is more alike; `UNKNOWN` where one of the two has no name."""

    DIFFERENT = 0
    UNKNOWN = 1
    SIMILAR = 2
    SAME = 3


#: Usual spellings of one sound, longest first.
_FOLDS = (
    ("YOUNG", "YONG"),
    ("YEONG", "YONG"),
    ("WOO", "U"),
    ("CH", "J"),
    ("SH", "S"),
    ("EO", "O"),
    ("EU", "U"),
    ("OU", "O"),
    ("OO", "U"),
    ("EE", "I"),
    ("AE", "E"),
    ("UNG", "ONG"),
    ("K", "G"),
    ("T", "D"),
    ("P", "B"),
    ("R", "L"),
)

Name = tuple[str | None, str | None]


def compare_names(one: Name, other: Name) -> NameLikeness:
    """Likeness of two `(hangul, roman)` names; symmetric, by the script in which they are most alike."""
    if not any(one) or not any(other):
        return NameLikeness.UNKNOWN
    found = []
    if one[0] and other[0]:
        found.append(
            _compare_hangul(*sorted((normalise_hangul(one[0]), normalise_hangul(other[0]))))
        )
    if one[1] and other[1]:
        found.append(_compare_roman(*sorted((one[1], other[1]))))
    if not found:
        found = [
            _compare_scripts(h, r) for h, r in ((one[0], other[1]), (other[0], one[1])) if h and r
        ]
    return max(found, default=NameLikeness.UNKNOWN)


@lru_cache(maxsize=4096)
def _compare_hangul(one: str, other: str) -> NameLikeness:
    if one == other:
        return NameLikeness.SAME
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) >= 2 and longer.endswith(shorter):
        return NameLikeness.SIMILAR  # 길동, 홍길동
    letters = [unicodedata.normalize("NFD", name) for name in (one, other)]
    allowed = 1 if len(shorter) <= 3 else 2
    return _by_distance(letters[0], letters[1], allowed)


@lru_cache(maxsize=4096)
def _compare_roman(one: str, other: str) -> NameLikeness:
    first, second = _parts(one), _parts(other)
    if not first or not second:
        return NameLikeness.UNKNOWN
    if sorted(first) == sorted(second) or "".join(first) == "".join(second):
        return NameLikeness.SAME
    folded = ["".join(sorted(map(fold_romanised, parts))) for parts in (first, second)]
    if folded[0] == folded[1] or fold_romanised("".join(first)) == fold_romanised("".join(second)):
        return NameLikeness.SIMILAR
    shorter = min(map(len, folded))
    allowed = 0 if shorter < _SHORT_NAME else 1 if shorter < _LONG_NAME else 2
    return _by_distance(folded[0], folded[1], allowed)


def fold_romanised(letters: str) -> str:
    """One spelling for what is romanised in several: KILDONG and GILDONG, JUNG, JEONG and CHUNG."""
    for written, folded in _FOLDS:
        letters = letters.replace(written, folded)
    return re.sub(r"(.)\1", r"\1", letters)


def _parts(name: str) -> list[str]:
    """`Hong, Gil-dong` → `HONG`, `GILDONG`: a given name may be written in one or two pieces."""
    pieces = unicodedata.normalize("NFKD", name).upper().replace("-", "").replace(",", " ").split()
    return [part for piece in pieces if (part := re.sub(r"[^A-Z]", "", piece))]


@lru_cache(maxsize=4096)
def _compare_scripts(hangul: str, roman: str) -> NameLikeness:
    """Similar where the usual romanisations hold two parts of the other name, or all of it.

    Where they hold one part the other may be written unusually: that is no contradiction.
    """
    parts = _parts(roman)
    usual = {fold_romanised(key) for kind, key in name_keys(hangul, None) if kind == "roman"}
    if not usual or not parts:
        return NameLikeness.UNKNOWN
    wholes = {fold_romanised("".join(order)) for order in (parts, parts[1:] + parts[:1])}
    given = {fold_romanised("".join(given)) for given in (parts[1:], parts[:-1])}
    shared = usual & (wholes | given | set(map(fold_romanised, parts)))
    if shared & wholes or len(shared) >= 2:
        return NameLikeness.SIMILAR
    return NameLikeness.UNKNOWN if shared else NameLikeness.DIFFERENT


def _by_distance(one: str, other: str, allowed: int) -> NameLikeness:
    near = allowed > 0 and edit_distance(one, other, allowed) <= allowed
    return NameLikeness.SIMILAR if near else NameLikeness.DIFFERENT


def edit_distance(one: str, other: str, limit: int) -> int:
    """Insertions, deletions and exchanges from one text to the other; more than `limit` is `limit + 1`."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        row = [i]
        for j, b in enumerate(other, start=1):
            row.append(min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b)))
        if min(row) > limit:
            return limit + 1
        before = row
    return min(before[-1], limit + 1)
