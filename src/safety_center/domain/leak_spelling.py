"""How a place written in Hangul may stand in Latin letters: 프놈펜 as Phnom Penh, 신주쿠 as Shinjuku.

Hangul renders how a foreign name sounds, so each consonant stands for a few spellings and each vowel for
nearly any; names with fewer than three consonants must agree in their vowels too.
"""

import re
from functools import lru_cache

_FIRST_SYLLABLE, _LAST_SYLLABLE = "가", "힣"
#: ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ; ㅇ is silent.
_G, _D, _B, _S, _J = (
    "gh?|gu|k|c|q",
    "ddh?|dh?|tt?h?",
    "bb?h?|v|w|p",
    "ss?h?|sz|sch|c|x|th|z",
    "j|zz?h?|g|d[zj]|ch?|ts|s",
)
_INITIALS = (
    *(_G, _G + "|kk", "nn?|nh|gn", _D, _D, "ll?|rr?h?", "mm?", _B, _B, _S, _S, "", _J, _J),
    *("t?ch|tz?s?|cc?|z|q|cz", "kk?h?|cc?h?k?|q|g|x", "tt?h?|d", "pp?h?|ff?|v", "h|j|g|kh|ch|f|x"),
)
_CODAS = {
    **dict.fromkeys((1, 2, 3, 24), "c?kh?|cc?|gh?|que?"),
    **dict.fromkeys((4, 5, 6), "nn?[hdte]?|gne?|ng"),
    **dict.fromkeys((7, 19, 20, 22, 23, 25, 27), "tt?h?|d|ss?|ts|p|k"),
    **dict.fromkeys((8, 9, 11, 12, 13, 15), "ll?|r"),
    **dict.fromkeys((10, 16), "mm?|n"),
    **dict.fromkeys((14, 17, 18, 26), "pp?|bb?|f|v"),
    21: "n[gtdck]?|m",
}
_L, _SILENT, _LIQUID = 8, 11, 5
_SOFT = (9, 12, 13, 14)
_WEAK, _WEAK_WHEN_SOFT = 18, (13, 17, 20)
_WIDE = range(9, 17)
_LOOSE, _AFTER = "[aeiouyw]", "[aeiouywhr]{0,3}"
#: ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ
_VOWELS = (
    "ah? a|e|ae|ai y?a|ia y?ae? eo|u|er?|o|a e|ae?|ai? y?eo|y?ou|y?u|ye|ie y?e o[hu]?|au|ow|oa"
    " [wo]a [wo]ae? oe|oi|we y?or?|io|eo oo?u?|u|w wo|wa|o we|ue wi|ui|vi y?u|ew|iu [eu]{0,2} ui|i"
    " i|y|ee|ea|ie|e"
).split(" ")
_STRICT_BELOW, _LEAST = 3, 2
_BETWEEN = "[-' .]?"


@lru_cache(maxsize=512)
def latin_spellings(name: str) -> str | None:
    """A pattern for the spellings of a name in Hangul; None for one too short to tell apart."""
    if not all(_FIRST_SYLLABLE <= sign <= _LAST_SYLLABLE for sign in name):
        return None
    syllables = [_apart(sign) for sign in name]
    consonants = sum((initial != _SILENT) + (coda > 0) for initial, _, coda in syllables)
    if consonants < _LEAST or len(syllables) < _LEAST:
        return None
    strict = consonants < _STRICT_BELOW
    parts, before = [], 0
    for initial, vowel, coda in syllables:
        shared = before == _L and initial == _LIQUID  # 마닐라: one l
        parts.append("" if shared else _group(_INITIALS[initial]))
        parts.append(_group(_VOWELS[vowel]) if strict else _gap(initial, vowel))
        parts.append(_group(_CODAS.get(coda, "")))
        before = coda
    spelt = _BETWEEN.join(_syllables(parts))
    return rf"(?<![A-Za-z])(?=[A-Za-z]){spelt}[hs]?(?![A-Za-z])"


def is_named(text: str) -> bool:
    """True where each word begins as a name does: loosely spelt, `the following` sounds like a city too."""
    return all(word[:1].isupper() for word in re.split("[ .]+", text) if word)


def _apart(syllable: str) -> tuple[int, int, int]:
    place = ord(syllable) - ord(_FIRST_SYLLABLE)
    return place // 588, place % 588 // 28, place % 28


def _group(spellings: str) -> str:
    return f"(?:{spellings})" if spellings else ""


def _gap(initial: int, vowel: int) -> str:
    if initial == _SILENT:  # 사이 is one vowel in English
        return "[aeiouywvh]?" + _AFTER
    if vowel == _WEAK or (initial in _SOFT and vowel in _WEAK_WHEN_SOFT):
        return _AFTER
    return ("[aeiouywv]" if vowel in _WIDE else _LOOSE) + _AFTER


def _syllables(parts: list[str]) -> list[str]:
    return ["".join(parts[place : place + 3]) for place in range(0, len(parts), 3)]
