"""Answers about people that have a script or form of their own: names in Hangul or Latin letters, telephones.

An identity number typed there is no reason to refuse: it is masked before it is stored, and what was
masked (`850101-2******`) is read again as it is. The API's document publishes the forms too.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import Annotated

from pydantic import AfterValidator, Field

from safety_center.domain.errors import N_
from safety_center.domain.identity_numbers import find_identity_numbers
from safety_center.domain.input_errors import refusal
from safety_center.domain.input_types import Name, Number

LEAST_DIGITS = 4
_HANGUL = (
    r"\u1100-\u115e\u1161-\u11ff\u3131-\u3163\u3165-\u318e\ua960-\ua97c\uac00-\ud7a3\ud7b0-\ud7fb"
)
_HAN = rf"\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff{chr(0x20000)}-{chr(0x2FFFD)}{chr(0x30000)}-{chr(0x3FFFD)}"
_LATIN = r"A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff\uff21-\uff3a\uff41-\uff5a"
#: What stands between Latin letters: signs of ASCII, accents, hyphens, apostrophes.
_AMONG_LATIN = r" -~\u00a0\u00b4\u00b7\u02b0-\u036f\u2010-\u2015\u2018-\u201d\u2022\u3000"
#: Whatever the plain check of every text lets through.
ANYTHING = r"[\s\S]*"
#: `*` stands for a masked number.
HANGUL_NAME_FORM = rf"{ANYTHING}[{_HANGUL}{_HAN}*]{ANYTHING}"
ROMAN_NAME_FORM = rf"[{_LATIN}{_AMONG_LATIN}]*[{_LATIN}*][{_LATIN}{_AMONG_LATIN}]*"
_BETWEEN_DIGITS = r"([-+() ./#*]|ext|EXT|Ext|내선)*"
TELEPHONE_FORM = rf"{_BETWEEN_DIGITS}([0-9]{_BETWEEN_DIGITS}){{{LEAST_DIGITS},}}"

_NOT_HANGUL = N_(
    "한글이나 한자로 적어 주십시오. 로마자는 로마자 성명에 적고, 모르면 비워 두십시오."
)
_NOT_ROMAN = N_(
    "로마자로 적어 주십시오(예: HONG GIL-DONG). 한글은 한글 성명에 적고, 모르면 비워 두십시오."
)
_NO_TELEPHONE = N_(
    "전화번호만 숫자 %(least)s자리 이상으로 적어 주십시오(예: +82 10-1234-5678 ext. 12)."
    " 모르면 비워 두십시오."
)
_DASHES = re.compile("[\u2010-\u2015\u2212\u30fc\uff70]")


def _written(form: str, code: str, message: str) -> Callable[[str], str]:
    """A check that the whole text has this form; an identity number in it is masked later, not refused."""
    fits = re.compile(form).fullmatch

    def check(text: str) -> str:
        if not fits(text) and not find_identity_numbers(text):
            raise refusal(code, message, least=LEAST_DIGITS)
        return text

    return check


def _plain_telephone(text: str) -> str:
    """Digits of every script and full-width signs as a telephone has them."""
    if text.isascii():
        return text
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", text))
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in plain)


HangulName = Annotated[
    Name,
    AfterValidator(_written(HANGUL_NAME_FORM, "name_not_hangul", _NOT_HANGUL)),
    Field(json_schema_extra={"pattern": HANGUL_NAME_FORM}),
]
RomanName = Annotated[
    Name,
    AfterValidator(_written(ROMAN_NAME_FORM, "name_not_roman", _NOT_ROMAN)),
    Field(json_schema_extra={"pattern": ROMAN_NAME_FORM}),
]
Telephone = Annotated[
    Number,
    AfterValidator(_plain_telephone),
    AfterValidator(_written(TELEPHONE_FORM, "telephone_form", _NO_TELEPHONE)),
    Field(json_schema_extra={"pattern": TELEPHONE_FORM}),
]
