"""Sentences in Korean and English, written from numbers.

Under `SMALL` persons no share and no rate of change is given: the number itself says more.
"""

import re
from dataclasses import dataclass

from safety_center.domain.periods import format_number

#: Fewer than this on either side: differences are told in persons, not in per cent.
SMALL = 20
#: Per cent below which a change is called none.
_HARDLY = 0.5
#: Of the first value, over years: up to here no change worth telling; from here on told in times.
_SMALL_COURSE, _TIMES_FROM = 0.05, 1.5
#: Keeps `)` and the particle behind it in one line.
_JOIN = "\u2060"


@dataclass(frozen=True)
class Sentence:
    """The same words in both languages."""

    ko: str
    en: str

    def text(self, language: str = "ko") -> str:
        """The words in `ko` or `en`."""
        return self.en if language == "en" else self.ko


NOTHING = Sentence("", "")
PERSONS = Sentence("명", "persons")
CASES = Sentence("건", "cases")
DEMONSTRATION = Sentence(
    "시연용 가상 데이터 · 실제 사건이 아닙니다", "Synthetic demonstration data · not real incidents"
)


def particle(word: str, after_consonant: str, after_vowel: str) -> str:
    """The word with the Korean particle its last sound asks for: `유럽` + 은/는 → `유럽은`.

    Words that end in a digit are read as in Sino-Korean; other signs count as ending in a vowel. What
    stands in brackets at the end is not read: `03시(야간)로`.
    `으로/로` follows its own rule after ㄹ.
    """
    sound = (_BRACKETS.sub("", word) or word).rstrip(")」’”'\" ")[-1:]
    final = _final_sound(sound)
    rieul_to_vowel = after_consonant == "으로" and final == _RIEUL
    return word + (after_consonant if final and not rieul_to_vowel else after_vowel)


_BRACKETS = re.compile(r"\s*\([^()]*\)$")
_RIEUL = 8
_DIGITS = {"0": 21, "1": _RIEUL, "3": 16, "6": 1, "7": _RIEUL, "8": _RIEUL}


def _final_sound(letter: str) -> int:
    if "가" <= letter <= "힣":
        return (ord(letter) - ord("가")) % 28
    return _DIGITS.get(letter, 0)


def number(value: int) -> str:
    """`1,234`, the same in both languages."""
    return format_number(value)


def unit_of(value: int | None, unit: Sentence) -> Sentence:
    """The unit behind a number: one case, two cases."""
    return Sentence(unit.ko, unit.en.removesuffix("s")) if value == 1 else unit


def share(part: int, whole: int) -> Sentence:
    """` (58%)`, or nothing where the whole is too small for a share."""
    if whole < SMALL or part > whole:
        return NOTHING
    percent = f"({_part_of(part, whole)}%)"
    return Sentence(percent + _JOIN, f" {percent}")


def difference(this: int, last: int) -> str:
    """`+312`, `−41` or `0`: the sign is always written, with a real minus."""
    if this == last:
        return "0"
    return f"{'+' if this > last else '−'}{number(abs(this - last))}"


def bare_share(part: int, whole: int) -> str:
    """`58%` for a table, an en dash where no share is given."""
    return share(part, whole).en.strip(" ()") or "–"


def change(this: int, last: int, than: Sentence, unit: Sentence = PERSONS) -> Sentence:
    """How `this` compares with `last`: `전년 같은 기간보다 2.2% 늘었다`.

    `than` names the other period, in English without its preposition unless that is `on`.
    """
    then = than.en if than.en.startswith("on ") else f"in {than.en}"
    if this == last == 0:
        return Sentence(f"{than.ko}에도 없었다", f"there were none {then} either")
    if last == 0:
        return Sentence(f"{than.ko}에는 없었다", f"there were none {then}")
    if this == last:
        return Sentence(f"{particle(than.ko, '과', '와')} 같다", f"the same as {then}")
    up = this > last
    if min(this, last) < SMALL:
        gap = number(abs(this - last))
        return Sentence(
            f"{than.ko}보다 {gap}{unit.ko} {'많다' if up else '적다'}",
            f"{gap} {'more' if up else 'fewer'} than {then}",
        )
    percent = 100 * abs(this - last) / last
    if percent < _HARDLY:
        return Sentence(f"{particle(than.ko, '과', '와')} 거의 같다", f"almost the same as {then}")
    rate = _percent(percent)
    return Sentence(
        f"{than.ko}보다 {rate}% {'늘었다' if up else '줄었다'}",
        f"{rate}% {'more' if up else 'fewer'} than {then}",
    )


def no_records(than: Sentence) -> Sentence:
    """In place of `change` where the other period lies before this system's first record."""
    return Sentence(
        f"{particle(than.ko, '은', '는')} 이 시스템의 기록이 시작되기 전이다",
        f"this system has no records of {than.en.removeprefix('on ')}",
    )


def tell_course(start: int, end: int, unit: Sentence = PERSONS) -> Sentence:
    """How a number went over years, behind `…에서 …으로` and `from … to …,`: `2.2배가 되었다`."""
    if start == end:
        return Sentence("변함이 없다", "unchanged")
    up = end > start
    if min(start, end) < SMALL:
        gap = number(abs(end - start))
        return Sentence(
            f"{gap}{unit.ko} {'늘었다' if up else '줄었다'}", f"{gap} {'more' if up else 'fewer'}"
        )
    if abs(end - start) < _SMALL_COURSE * start:
        return Sentence("큰 변화가 없다", "about the same")
    if end >= _TIMES_FROM * start:
        times = f"{end / start:.1f}"
        return Sentence(f"{times}배가 되었다", f"{times} times as many")
    percent = f"{100 * abs(end - start) / start:.0f}%"
    return Sentence(
        f"{percent} {'늘었다' if up else '줄었다'}", f"{percent} {'more' if up else 'fewer'}"
    )


def direction(this: int, last: int) -> str:
    """`up`, `down` or `same`, in agreement with the words of `change`."""
    hardly = min(this, last) >= SMALL and 100 * abs(this - last) / last < _HARDLY
    return "same" if this == last or hardly else "up" if this > last else "down"


def _part_of(part: int, whole: int) -> str:
    """No part is 100 % of its whole unless it is all of it (`99.9`), and none is 0 (`0.02`)."""
    value = 100 * part / whole
    percent = _percent(value)
    if percent == "100" and part < whole:
        return f"{min(99.9, value):.1f}"
    return f"{max(value, 0.01):.2f}" if percent == "0.0" and part else percent


def _percent(value: float) -> str:
    """One decimal below ten, none above: a share of 58.3 % is no more true than 58 %."""
    return f"{value:.1f}" if value < 9.95 else f"{value:,.0f}"
