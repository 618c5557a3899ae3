"""Identity numbers in free text: found by their shape, shown masked.

Resident and alien registration numbers issued since October 2020 carry no check digit, so a plausible
birth date and century digit decide. Telephone, account, flight, receipt and case numbers are no
identity numbers. A masked number is never found again.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from safety_center.domain.errors import N_
from safety_center.domain.periods import utc_now
from safety_center.domain.vocabulary import Term


class IdentityKind(Term):
    """What a number looks like."""

    RESIDENT = "resident", "주민등록번호", "resident registration number"
    ALIEN = "alien", "외국인등록번호", "alien registration number"
    PASSPORT = "passport", "여권번호", "passport number"
    LICENCE = "licence", "운전면허번호", "driver's licence number"
    CARD = "card", "카드번호", "card number"


EVERY_KIND = frozenset(IdentityKind)
#: Kinds that no field of this system may hold.
REGISTRATION = frozenset({IdentityKind.RESIDENT, IdentityKind.ALIEN})

MASKED = {
    IdentityKind.RESIDENT: N_("주민등록번호로 보이는 번호는 가려서 저장합니다: %(shown)s"),
    IdentityKind.ALIEN: N_("외국인등록번호로 보이는 번호는 가려서 저장합니다: %(shown)s"),
    IdentityKind.PASSPORT: N_("여권번호로 보이는 번호는 가려서 저장합니다: %(shown)s"),
    IdentityKind.LICENCE: N_("운전면허번호로 보이는 번호는 가려서 저장합니다: %(shown)s"),
    IdentityKind.CARD: N_("카드번호로 보이는 번호는 가려서 저장합니다: %(shown)s"),
}
MOVED = N_(
    "여권번호로 보이는 번호를 당사자의 여권번호 칸으로 옮기고, 글에서는 가렸습니다: %(shown)s"
)


@dataclass(frozen=True)
class IdentityNumber:
    """One number found: `text[start:end]` as typed, and how it is shown instead."""

    kind: IdentityKind
    start: int
    end: int
    typed: str
    masked: str

    @property
    def plain(self) -> str:
        """Upper-case letters and digits only, as a field holds it: `M12345678`."""
        return re.sub(r"[^A-Z0-9]", "", _in_ascii(self.typed).upper())


def find_identity_numbers(
    text: str, kinds: frozenset[IdentityKind] = EVERY_KIND
) -> list[IdentityNumber]:
    """Numbers in the order of the text; the surer reading wins where two overlap."""
    if not _WORTH_A_LOOK.search(text):
        return []
    plain = _in_ascii(text)
    found: list[IdentityNumber] = []
    taken: list[tuple[int, int]] = []
    for kind, start, end in _readings(plain):
        if any(start < other_end and other_start < end for other_start, other_end in taken):
            continue
        taken.append((start, end))
        if kind in kinds:
            typed = text[start:end]
            found.append(IdentityNumber(kind, start, end, typed, _mask(kind, typed)))
    return sorted(found, key=lambda number: number.start)


def mask_identity_numbers(text: str, kinds: frozenset[IdentityKind] = EVERY_KIND) -> str:
    """The text with each number masked: `850101-2******`, `M1234****`, `12-34-******-12`,
    `1234-****-****-3456`. Everything else stays as typed."""
    for number in reversed(find_identity_numbers(text, kinds)):
        text = text[: number.start] + number.masked + text[number.end :]
    return text


def holds_resident_number(text: str) -> bool:
    """True where a resident or alien registration number seems to stand in it."""
    return bool(find_identity_numbers(text, REGISTRATION))


#: Every such number has seven digits, in groups that stand near one another.
_WORTH_A_LOOK = re.compile(r"\d(?:[^\d\n]{0,3}\d){6}")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－ー~"), "-")
_GAP = r" ?[-./]? ?"
_NOT_BEFORE = r"(?<![0-9A-Za-z+*])(?<![0-9*][-./])"
_NOT_AFTER = r"(?![0-9A-Za-z*])(?![-./][0-9*])"

_REGISTRATION = re.compile(
    rf"{_NOT_BEFORE}(\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01]){_GAP}([1-8])\d{{6}}{_NOT_AFTER}"
)
_CENTURIES = {
    "1": 1900,
    "2": 1900,
    "5": 1900,
    "6": 1900,
    "3": 2000,
    "4": 2000,
    "7": 2000,
    "8": 2000,
}
#: M multiple, S single, R residence, D diplomatic, O official; other letters and other states' below.
_PASSPORT = re.compile(
    rf"{_NOT_BEFORE}[MSRDOmsrdo](?: ?-? ?)(?:\d{{8}}|\d{{4}}[ -]\d{{4}}|\d{{3}} ?[A-Za-z] ?\d{{4}}){_NOT_AFTER}"
)
_OTHER_PASSPORT = re.compile(
    rf"{_NOT_BEFORE}(?:[A-Z]\d{{8}}|[A-Z]\d{{3}}[A-Z]\d{{4}}|[A-Z]{{2}}\d{{7}}){_NOT_AFTER}"
)
_LICENCE = re.compile(
    rf"{_NOT_BEFORE}(?:1[1-9]|2[0-8])(?:-\d\d-\d{{6}}-|[ ]\d\d[ ]\d{{6}}[ ])\d\d{_NOT_AFTER}"
)
_REGIONS = "서울|부산|경기|강원|충북|충남|전북|전남|경북|경남|제주|대구|인천|광주|대전|울산|세종"
_OLD_LICENCE = re.compile(rf"(?<={_REGIONS}) ?-?\d\d-\d{{6}}-\d\d{_NOT_AFTER}")
_NAMED_LICENCE = re.compile(
    rf"(?:면허|[Ll]icen[cs]e)[^0-9]{{0,12}}((?:1[1-9]|2[0-8])\d{{10}}){_NOT_AFTER}"
)
_FOURS, _AMEX = r"\d{4}([- ])\d{4}\1\d{4}\1\d{4}(?:\1\d{3})?", r"\d{4}([- ])\d{6}\2\d{4,5}"
_CARD = re.compile(rf"{_NOT_BEFORE}(?:\d{{13,19}}|{_FOURS}|{_AMEX}){_NOT_AFTER}")
#: First digits and lengths of payment cards in use; 9 is that of Korea's own.
_ISSUERS = (
    (re.compile(r"4"), (13, 16, 19)),
    (re.compile(r"5[0-9]|2[2-7]"), (16,)),
    (re.compile(r"3[47]"), (15,)),
    (re.compile(r"3[0689]"), (14, 16)),
    (re.compile(r"35"), (16, 17, 18, 19)),
    (re.compile(r"6"), (16, 17, 18, 19)),
    (re.compile(r"9"), (16,)),
)
_ACCOUNT = re.compile(r"(?:계좌|통장|[Aa]ccount)[^0-9\n]{0,20}$")
_BEFORE = 30
_LETTER_AND_DAY = re.compile(r"[A-Z](19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")


def _in_ascii(text: str) -> str:
    """Digits of every script, full-width letters, dashes and blanks in their plain form, place by place."""
    if text.isascii():
        return text
    return "".join(c if c.isascii() else _plain(c) for c in text.translate(_DASHES))


def _plain(character: str) -> str:
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    if "\uff01" <= character <= "\uff5e":
        return chr(ord(character) - 0xFEE0)
    return " " if character.isspace() else character


def _readings(text: str) -> Iterator[tuple[IdentityKind, int, int]]:
    """Every reading, the surest first; none for a number that only has the shape."""
    for form, group, kind, holds in _FORMS:
        for match in form.finditer(text):
            if holds is None or holds(match):
                alien = kind is IdentityKind.RESIDENT and match[4] in "5678"
                yield (IdentityKind.ALIEN if alien else kind), *match.span(group)


def _is_birth(match: re.Match[str]) -> bool:
    try:
        born = date(_CENTURIES[match[4]] + int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return False
    return born <= utc_now().date()


def _is_undated(match: re.Match[str]) -> bool:
    """`P20261122` is a letter and a day, as in file numbers."""
    return not _LETTER_AND_DAY.fullmatch(match[0])


def _is_no_account(match: re.Match[str]) -> bool:
    return not _ACCOUNT.search(match.string[max(0, match.start() - _BEFORE) : match.start()])


def _is_card(match: re.Match[str]) -> bool:
    if not _is_no_account(match):
        return False
    digits = re.sub(r"\D", "", match[0])
    issued = any(len(digits) in lengths and first.match(digits) for first, lengths in _ISSUERS)
    return issued and len(set(digits)) > 1 and _luhn(digits)


def _luhn(digits: str) -> bool:
    """The check digit of ISO/IEC 7812."""
    doubled = [int(d) * 2 for d in digits[-2::-2]]
    return (
        sum(int(d) for d in digits[-1::-2]) + sum(n - 9 if n > 9 else n for n in doubled)
    ) % 10 == 0


#: Characters of the number (separators not counted) that stay: so many first, so many last.
_KEPT = {
    IdentityKind.RESIDENT: (7, 0),
    IdentityKind.ALIEN: (7, 0),
    IdentityKind.PASSPORT: (5, 0),
    IdentityKind.LICENCE: (4, 2),
    IdentityKind.CARD: (4, 4),
}


def _mask(kind: IdentityKind, typed: str) -> str:
    first, last = _KEPT[kind]
    places = [index for index, c in enumerate(typed) if c.isalnum()]
    hidden = set(places[first : len(places) - last])
    return "".join("*" if index in hidden else c for index, c in enumerate(typed))


_Holds = Callable[[re.Match[str]], bool]
#: Shape, the group that is the number, what it is, and what must hold besides; the surest first.
_FORMS: tuple[tuple[re.Pattern[str], int, IdentityKind, _Holds | None], ...] = (
    (_REGISTRATION, 0, IdentityKind.RESIDENT, _is_birth),
    (_PASSPORT, 0, IdentityKind.PASSPORT, None),
    (_OTHER_PASSPORT, 0, IdentityKind.PASSPORT, _is_undated),
    (_LICENCE, 0, IdentityKind.LICENCE, _is_no_account),
    (_OLD_LICENCE, 0, IdentityKind.LICENCE, None),
    (_NAMED_LICENCE, 1, IdentityKind.LICENCE, None),
    (_CARD, 0, IdentityKind.CARD, _is_card),
)
