"""What the one search field is understood as: a number, a name in any writing, a telephone, or text.

A search is taken in every way that fits: what is found in any of them is listed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from safety_center.domain.names import (
    identity_key,
    latin_runs,
    normalise_hangul,
    split_hangul_name,
    telephone_key,
)
from safety_center.domain.romanisation import SURNAMES, is_hangul, spell_given, spell_surname
from safety_center.domain.search import MOST_CHARACTERS, fold, search_terms
from safety_center.domain.vocabulary import Term


class Way(Term):
    """How (part of) a search was understood, as it is said to the reader."""

    NUMBER = "number", "관리번호", "Case number"
    RECEIPT = "receipt", "접수번호", "Receipt number"
    TEXT = "text", "본문", "Text"
    NAME = "name", "성명", "Name"
    GIVEN = "given", "이름", "Given name"
    INITIALS = "initials", "성명 초성", "Initial consonants of the name"
    ROMAN = "roman", "로마자 성명", "Romanised name"
    TELEPHONE = "telephone", "전화번호", "Telephone number"
    IDENTITY = "identity", "여권 등 신분증 번호", "Passport or identity number"


@dataclass(frozen=True)
class Group:
    """Any of these keys of one kind."""

    kind: str
    keys: frozenset[str]


@dataclass(frozen=True)
class Lookup:
    """A person or caller who has a key of every group; `roman_only`: no name in Hangul is known."""

    groups: tuple[Group, ...]
    roman_only: bool = False


@dataclass(frozen=True)
class Asked:
    """A search as understood. `said`: each way with the words it took, for the reader."""

    said: tuple[tuple[Way, str], ...] = ()
    terms: tuple[str, ...] = ()
    lookups: tuple[Lookup, ...] = ()
    case_number: str | None = None
    receipt_number: str | None = None


_CASE_NUMBER = re.compile(r"(\d{4})-([A-Za-z]{3})-(\d{1,6})")
_RECEIPT_NUMBER = re.compile(r"[Rr]-(\d{4})-(\d{1,7})")
_TELEPHONE = re.compile(r"\+?[\d\s().\-–·/]{7,30}")
_IDENTITY = re.compile(r"(?=(?:.*\d){5})[A-Za-z]{1,3}[A-Za-z0-9\s\-]{5,20}")
_INITIALS = re.compile(r"[ㄱ-ㅎ]{2,6}")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\s,.'\-]{2,60}")
_FEWEST_DIGITS, _MOST_RUNS, _MOST_SYLLABLES = 7, 4, 5


def understand(query: str) -> Asked:
    """Every way in which a search makes sense; empty for a search without a letter or digit."""
    query = " ".join(query.split())[:MOST_CHARACTERS]
    if found := _CASE_NUMBER.fullmatch(query):
        number = f"{found[1]}-{found[2].upper()}-{found[3]:0>6}"
        return Asked(((Way.NUMBER, number),), case_number=number)
    if found := _RECEIPT_NUMBER.fullmatch(query):
        number = f"R-{found[1]}-{found[2]:0>7}"
        return Asked(((Way.RECEIPT, number),), receipt_number=number)
    if _INITIALS.fullmatch(joined := query.replace(" ", "")):
        lookup = Lookup((Group("initials", frozenset({joined})),))
        return Asked(((Way.INITIALS, joined),), lookups=(lookup,))
    return _understand_words(query)


def _understand_words(query: str) -> Asked:
    terms = search_terms(query)
    found = [*_numbers(query), *_hangul(query), *_latin(query)]
    said = ([(Way.TEXT, " ".join(terms))] if terms else []) + [
        (way, words) for way, words, _ in found
    ]
    lookups = tuple(lookup for _, _, each in found for lookup in each)
    return Asked(tuple(said), terms, lookups)


Found = tuple[Way, str, tuple[Lookup, ...]]


def _numbers(query: str) -> Iterator[Found]:
    key = telephone_key(query)
    if _TELEPHONE.fullmatch(query) and len(key) >= _FEWEST_DIGITS:
        yield Way.TELEPHONE, query, (Lookup((Group("telephone", frozenset({key})),)),)
    if _IDENTITY.fullmatch(query):
        keys = frozenset({identity_key(query)})
        yield Way.IDENTITY, identity_key(query), (Lookup((Group("identity", keys),)),)


def _hangul(query: str) -> Iterator[Found]:
    """`홍길동` and `홍 길동` as a whole name, `길동` as a given one; also who is known in Latin letters only."""
    name = normalise_hangul(query)
    if not is_hangul(name) or not 2 <= len(name) <= _MOST_SYLLABLES:
        return
    surname, given = split_hangul_name(name)
    apart = query.split()
    if surname in SURNAMES and given and apart[0] in (name, surname):
        yield Way.NAME, name, (_one("full", name), *_romanised(surname, given))
    if len(name) == 2 and " " not in query:
        yield Way.GIVEN, name, (_one("given", name), *_romanised("", name))


def _romanised(surname: str, given: str) -> Iterator[Lookup]:
    names, surnames = spell_given(given), spell_surname(surname) if surname else ()
    if not names:
        return
    groups = [Group("roman", frozenset(names))]
    if surnames:
        groups.append(Group("roman", frozenset(surnames)))
        whole = {a + b for a, b in product(surnames, names)}
        yield Lookup((Group("roman", frozenset(whole)),), roman_only=True)
    yield Lookup(tuple(groups), roman_only=True)


def _latin(query: str) -> Iterator[Found]:
    """`Hong`, `KIL DONG`, `Hong, Gil-dong`: the words one by one or neighbours in one, in any order."""
    runs = latin_runs(query)
    if not _LATIN.fullmatch(query) or not 1 <= len(runs) <= _MOST_RUNS or len("".join(runs)) < 2:
        return
    ways = {tuple(sorted(parts, key=len, reverse=True)) for parts in _partitions(runs)}
    ways |= {(runs[-1] + "".join(runs[:-1]),), ("".join(runs[1:]) + runs[0],)}
    lookups = tuple(Lookup(tuple(_group(part) for part in way)) for way in sorted(ways))
    yield Way.ROMAN, " ".join(runs), lookups


def _partitions(runs: list[str]) -> Iterator[list[str]]:
    for cuts in product((False, True), repeat=len(runs) - 1):
        parts = [runs[0]]
        for run, cut in zip(runs[1:], cuts, strict=True):
            if cut:
                parts.append(run)
            else:
                parts[-1] += run
        yield parts


def _group(token: str) -> Group:
    return Group("roman", frozenset({token}))


def _one(kind: str, key: str) -> Lookup:
    return Lookup((Group(kind, frozenset({key})),))


def says_something(query: str) -> bool:
    """False for blanks and marks alone: nothing to look for."""
    return any(sign.isalnum() or ord(sign) > 0x2000 for sign in fold(query))
