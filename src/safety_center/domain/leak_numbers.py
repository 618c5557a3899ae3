"""Numbers and addresses by which somebody is reached or looked up."""

import re
from collections.abc import Collection, Iterator

from safety_center.domain.leak_text import Span, matches

_NOT_BEFORE, _NOT_AFTER = r"(?<![0-9A-Za-z])", r"(?![0-9A-Za-z])"
_CONTACTS = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]++\s?@\s?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
    r"|(?:https?://|www\.)[^\s가-힣]+|(?<![A-Za-z0-9])@[A-Za-z0-9_.]{3,}"
    r"|(?:카카오톡|카톡|라인|텔레그램|위챗|아이디|ID)\s?(?:아이디|ID)?\s?[:은는]?\s?(?=[A-Za-z0-9_.]*[A-Za-z])"
    r"(?=[A-Za-z0-9_.]*\d)[A-Za-z0-9_.]{4,}",
    re.IGNORECASE,
)
_CASE = re.compile(rf"{_NOT_BEFORE}(?:\d{{4}}-[A-Za-z]{{3}}-\d{{4,}}|R-?\d{{4}}-?\d{{4,}})", re.I)
_PASSPORT = re.compile(
    rf"{_NOT_BEFORE}(?:[A-Za-z]{{1,3}}[- ]?\d{{3}}[- ]?[A-Za-z]?[- ]?\d{{4,6}}"
    rf"|[A-Za-z]{{1,3}}[- ]?\d{{6,}}|[A-Za-z]?\d{{2,}}\*{{2,}}\d*|\d{{6}}-?[1-8][*\d]{{6}}){_NOT_AFTER}"
)
_FLIGHT = re.compile(rf"{_NOT_BEFORE}[A-Z]{{2}} ?\d{{3,4}}(?=편|[^0-9A-Za-z]|$)")
_PLATE = re.compile(
    r"(?<!\d)\d{2,3} ?[가나다라마거너더러머버서어저고노도로모보소오조구누두루무부수우주하허호배자바사아] ?\d{4}(?!\d)"
)
#: Digits with marks between them: telephone and account numbers.
_LONG = re.compile(r"(?<![\d*])\+?\(?\d(?:[-./() ]{0,2}\d){6,}(?!\d)")
_RUN = re.compile(r"(?<![\d,.])\d{5,}(?!\d)")
_AMOUNT = re.compile(
    r"\s?(?:여|만|억|천)?\s?(?:원|달러|불|유로|엔|위안|바트|동|페소|리엘|루피|링깃|명|건|권|km|㎞|미터)"
)
_SPELT = re.compile(r"[공영일이삼사오육칠팔구](?:[- ]{0,2}[공영일이삼사오육칠팔구]){6,}")
_NUMBER_WORD = re.compile(r"(?:번호|계좌|여권|전화|연락처|핸드폰|휴대폰)\D{0,6}$")
_LEAST_KNOWN = 4


def find_contacts(text: str) -> Iterator[Span]:
    """E-mail, addresses of pages, names in messengers."""
    yield from matches(_CONTACTS, text, lambda _: "연락처")


def find_known(text: str, numbers: Collection[str]) -> Iterator[Span]:
    """The numbers of the case however they are divided; a telephone with or without Korea's prefix."""
    for number in numbers:
        signs = re.sub(r"[^0-9A-Za-z]", "", number)
        if len(signs) < _LEAST_KNOWN:
            continue
        plain = signs.removeprefix("82") if signs.isdigit() and len(signs) > 9 else signs
        abroad = r"(?:82[-./() ]{0,2})?0?" if signs.isdigit() else ""
        parts = r"[-./() *]{0,2}".join(map(re.escape, plain.removeprefix("0") or plain))
        whole = re.compile(rf"{_NOT_BEFORE}\+?{abroad}{parts}{_NOT_AFTER}", re.IGNORECASE)
        instead = _instead(signs)
        yield from ((found.start(), found.end(), instead) for found in whole.finditer(text))


def find_endings(text: str, numbers: Collection[str]) -> Iterator[Span]:
    """The last four digits of a number of the case: `뒷자리 5678`."""
    for number in numbers:
        digits = re.sub(r"\D", "", number)
        if len(digits) > _LEAST_KNOWN:
            ending = re.compile(rf"(?<!\d)[-*x]{{0,4}}{digits[-_LEAST_KNOWN:]}(?!\d|년)")
            yield from matches(ending, text, lambda _: "번호")


def find_numbers(text: str) -> Iterator[Span]:
    """Whatever looks like a number that somebody has: long ones, and those of known forms."""
    yield from matches(_CASE, text, lambda _: "관리번호")
    yield from matches(_PASSPORT, text, lambda _: "여권번호")
    yield from matches(_PLATE, text, lambda _: "차량")
    yield from matches(_FLIGHT, text, lambda _: "항공편")
    yield from matches(_SPELT, text, lambda _: "연락처")
    yield from matches(
        _LONG, text, lambda found: None if _is_amount(text, found) else _kind(text, found)
    )
    yield from matches(
        _RUN, text, lambda found: None if _is_amount(text, found) else _kind(text, found)
    )


def _is_amount(text: str, found: re.Match[str]) -> bool:
    return bool(_AMOUNT.match(text, found.end())) and found[0].isdigit()


def _kind(text: str, found: re.Match[str]) -> str:
    before = text[max(0, found.start() - 12) : found.start()]
    if "계좌" in before:
        return "계좌번호"
    if _NUMBER_WORD.search(before) and not re.search("전화|연락처|핸드폰|휴대폰", before):
        return "번호"
    return "연락처" if found[0][:1] in "+(0" else "번호"


def _instead(signs: str) -> str:
    if signs.isdigit():
        return "연락처"
    return "관리번호" if re.match(r"\d{4}[A-Za-z]{3}|[Rr]\d{4}", signs) else "여권번호"
