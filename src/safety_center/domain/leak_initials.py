"""Names cut short to initials: K.M.S., Kim M., M.S. Kim, 김M수, ㄱㅁㅅ. A surname's alone is left: K 씨."""

import re
from collections.abc import Collection, Iterator, Sequence

from safety_center.domain.names import initial_consonants, split_hangul_name
from safety_center.domain.romanisation import SURNAMES, is_hangul, spell_surname, spell_syllable

_WORD, _END = "(?<![A-Za-z0-9])", "(?![A-Za-z0-9])"
_NOT_AFTER_HANGUL = "(?<![가-힣])"
#: Short for something else, whoever is called so.
_USUAL = (
    r"(?!(?-i:(?:[AP]\.\s?M|U\.\s?[SNK]|E\.\s?U|D\.\s?C|L\.\s?A|N\.\s?Y|P\.\s?[OS]|C\.\s?P|S\.\s?N\.\s?S|U\.\s?S\.\s?[AD]"
    r"|SNS|SMS|KBS|MBC|SBS|YTN|GPS|USB|USD|KRW|PCR|ICU|VIP|ATM|OTP|NGO|CCTV|SIM|SOS|KTX|JFK|LAX|ICN|HIV|MRI|CPR|SUV|IOM|UAE|USA"
    r")(?![A-Za-z])(?!\.?\s?[A-Z]\.)))"
)


def initials_of(name: str) -> Iterator[str]:
    """Patterns for a whole name in Hangul, whose letters follow its usual spellings."""
    surname, given = split_hangul_name(name)
    if not given or not is_hangul(name):
        return
    families = SURNAMES.get(surname) or spell_surname(surname)
    letters = [_letters(spell_syllable(syllable)) for syllable in given]
    family = _letters(families)
    if not family or not all(letters):
        return
    yield from _dotted(family, letters)
    yield from _beside("|".join(each for each in families if len(each) > 1), letters)
    first, last = given[0], given[-1]
    if len(given) == 2:
        yield rf"{surname}\s?(?-i:[A-Z])\s?{last}|{_NOT_AFTER_HANGUL}{surname}{first}(?-i:[A-Z]){_END}"
        yield rf"{_NOT_AFTER_HANGUL}(?:{surname}|{''.join(initial_consonants(surname))}){initial_consonants(given)}"
    yield rf"{_WORD}(?-i:{family})\.?\s?{given}"
    both = r"\.?\s?".join(letters)
    yield rf"{_NOT_AFTER_HANGUL}{surname}\s?(?-i:{both}){_END}\.?"


def initials_of_words(words: Sequence[str]) -> Iterator[str]:
    """The same for a name that was typed in Latin letters: one word and the letters of the others."""
    for one in words:
        for other in words:
            if one != other:
                letter = re.escape(other[0].upper())
                yield from _beside(one if len(one) > 2 else "", [letter])
                yield rf"{_WORD}{_USUAL}(?-i:{one[0].upper()}\.\s?{letter}\.){_END}"
    if len(words) > 2:
        yield from _dotted(words[0][0].upper(), [word[0].upper() for word in words[1:]])


def _letters(spellings: Collection[str]) -> str:
    found = sorted({spelling[0].upper() for spelling in spellings if spelling})
    return f"[{''.join(found)}]" if found else ""


def _dotted(family: str, given: Sequence[str]) -> Iterator[str]:
    """K.M.S., M.S.K., K.M., and in one word where three letters stand together."""
    called = r"[.-]?\s?".join(given)
    yield rf"{_WORD}{_USUAL}{family}\.\s?{called}{_END}\.?"
    yield rf"{_WORD}{_USUAL}{called}\.\s?{family}{_END}\.?"
    yield rf"{_WORD}{_USUAL}(?-i:{family}\.\s?{given[0]}\.){_END}"
    if len(given) > 1:
        together = "".join(given)
        yield rf"{_WORD}{_USUAL}(?-i:{family}-?{together}|{together}-?{family}){_END}"


def _beside(family: str, given: Sequence[str]) -> Iterator[str]:
    """Kim M., Kim M.S., KIM MS, MS Kim; the family name with a capital, as `an` is a word too."""
    if not family:
        return
    more = "".join(rf"(?:[. -]{{0,2}}{letter})?" for letter in given[1:])
    yield rf"{_WORD}(?=(?-i:[A-Z]))(?:{family})[ ,]{{1,2}}(?-i:{given[0]}{more}){_END}\.?"
    all_letters = r"[. -]{0,2}".join(given)
    yield rf"{_WORD}(?-i:{all_letters})[. ]{{1,2}}(?=(?-i:[A-Z]))(?:{family}){_END}"
