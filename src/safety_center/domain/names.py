"""Keys by which encrypted names, telephone and identity numbers are found again.

Each function gives *plain* keys; the vault turns them into keyed hashes before they are stored, so
that neither a name nor its key stands in the database.
"""

import re
import unicodedata
from functools import lru_cache

from safety_center.domain.romanisation import is_hangul, spell_name

_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_FIRST_SYLLABLE, _LAST_SYLLABLE, _PER_INITIAL = 0xAC00, 0xD7A3, 588
_MOST_RUNS = 4
_TWO_SYLLABLE_SURNAMES = frozenset({"남궁", "황보", "제갈", "사공", "선우", "서문", "독고", "동방"})


def normalise_hangul(name: str) -> str:
    """Composed (NFC) and without spaces: `홍 길동` and `홍길동` are the same."""
    return "".join(unicodedata.normalize("NFC", name).split())


def split_hangul_name(name: str) -> tuple[str, str]:
    """Surname and given name; two-syllable surnames are known by list."""
    return _split(normalise_hangul(name))


def _split(whole: str) -> tuple[str, str]:
    length = 2 if len(whole) > 2 and whole[:2] in _TWO_SYLLABLE_SURNAMES else 1
    return whole[:length], whole[length:]


def initial_consonants(name: str) -> str:
    """`홍길동` → `ㅎㄱㄷ`; characters that are no Hangul syllable stay as they are."""
    return "".join(map(_initial, normalise_hangul(name)))


@lru_cache(maxsize=4096)
def _initial(character: str) -> str:
    if not _FIRST_SYLLABLE <= ord(character) <= _LAST_SYLLABLE:
        return character
    return _INITIALS[(ord(character) - _FIRST_SYLLABLE) // _PER_INITIAL]


def roman_tokens(name: str) -> list[str]:
    """Upper-case letter runs of a romanised name, and neighbours in one: `HONG GIL-DONG` → `GILDONG` too."""
    runs = latin_runs(name)[:_MOST_RUNS]
    joined = {"".join(runs[i:j]) for i in range(len(runs)) for j in range(i + 1, len(runs) + 1)}
    return sorted(joined)


def latin_runs(name: str) -> list[str]:
    """The letter runs alone, in their order, as a search gives them."""
    return re.findall(r"[A-Z]+", unicodedata.normalize("NFKD", name).upper())


def name_keys(hangul: str | None, roman: str | None) -> set[tuple[str, str]]:
    """`(kind, key)` pairs for one person's name: full, given, initial consonants, roman tokens.

    A name in Hangul has the tokens of its usual romanisations, at most ten, beside those typed.
    """
    keys: set[tuple[str, str]] = set()
    if hangul:
        whole = normalise_hangul(hangul)
        surname, given = _split(whole)
        keys |= {("full", whole), ("initials", "".join(map(_initial, whole)))}
        keys |= {("given", given)} if given else set()
        if is_hangul(whole):
            keys |= {("roman", token) for token in spell_name(surname, given)}
    if roman:
        keys |= {("roman", token) for token in roman_tokens(roman)}
    return keys


def telephone_key(number: str) -> str:
    """Digits only, Korean numbers in one form: `010-1234-5678` = `+82 10 1234 5678`."""
    digits = re.sub(r"\D", "", number)
    for prefix in ("0082", "82"):
        if digits.startswith(prefix):
            return "0" + digits.removeprefix(prefix).lstrip("0")
    return digits


def identity_key(number: str) -> str:
    """Passport or other identity number: upper-case letters and digits only."""
    return re.sub(r"[^A-Z0-9]", "", number.upper())


def mask_hangul(name: str) -> str:
    """`홍길동` → `홍○동`, `이산` → `이○`, `남궁옥분` → `남○○분`."""
    whole = name.strip()
    if len(whole) <= 2:
        return whole[:1] + "○" * (len(whole) - 1)
    return whole[0] + "○" * (len(whole) - 2) + whole[-1]


def mask_roman(name: str) -> str:
    """`HONG GILDONG` → `H*** G******`."""
    return " ".join(token[:1] + "*" * (len(token) - 1) for token in name.split())


def mask_number(number: str) -> str:
    """The last four characters hidden, at most five shown: `M12345678` → `M1234****`."""
    plain = number.strip()
    shown = max(0, min(5, len(plain) - 4))
    return plain[:shown] + "*" * (len(plain) - shown)
