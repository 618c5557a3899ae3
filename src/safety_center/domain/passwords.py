"""What a password must be: long, mixed, not guessable, and nobody's name."""

import re
from dataclasses import dataclass

from safety_center.domain.errors import N_, FieldError

_CLASSES = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^A-Za-z0-9]")
_MOST = 128
#: Names of this service, which anybody would try first.
_SERVICE_NAMES = ("safetycenter", "safetycentre", "영사콜센터", "안전콜센터", "지킴센터")
_LEAST_NAME = {"latin": 3, "hangul": 2}
_LOOK_ALIKES = str.maketrans("013457@$!", "oieastasi")


@dataclass(frozen=True)
class PasswordRules:
    """The installation's policy; `blocked` are stems in small letters."""

    length: int = 10
    classes: int = 3
    blocked: frozenset[str] = frozenset()


def check_password(
    password: str, username: str, display_name: str, rules: PasswordRules
) -> list[FieldError]:
    """The first thing wrong with a password, or nothing."""
    if len(password) < rules.length:
        message = N_("비밀번호는 %(length)s자 이상이어야 합니다.")
        return [FieldError("password", "too_short", message, {"length": rules.length})]
    if len(password) > _MOST:
        message = N_("비밀번호는 %(length)s자까지 쓸 수 있습니다.")
        return [FieldError("password", "too_long", message, {"length": _MOST})]
    if sum(bool(re.search(pattern, password)) for pattern in _CLASSES) < rules.classes:
        message = N_("영문 대문자·소문자, 숫자, 기호 가운데 %(count)s가지 이상을 섞어 주십시오.")
        return [FieldError("password", "too_simple", message, {"count": rules.classes})]
    return _check_names(password, username, display_name) or _check_guesses(password, rules.blocked)


def _check_names(password: str, username: str, display_name: str) -> list[FieldError]:
    plain = _letters(password.lower())
    if username in password.lower() or _letters(username) in plain:
        message = N_("비밀번호에 계정 이름을 넣을 수 없습니다.")
        return [FieldError("password", "holds_username", message)]
    if any(name in plain for name in _names(display_name)):
        message = N_("비밀번호에 사용자 이름을 넣을 수 없습니다.")
        return [FieldError("password", "holds_name", message)]
    if any(name in plain for name in _SERVICE_NAMES):
        message = N_("비밀번호에 이 시스템의 이름을 넣을 수 없습니다.")
        return [FieldError("password", "holds_service", message)]
    return []


def _names(display_name: str) -> list[str]:
    words = [_letters(word) for word in display_name.lower().split()]
    return [w for w in words if len(w) >= _LEAST_NAME["latin" if w.isascii() else "hangul"]]


def _check_guesses(password: str, blocked: frozenset[str]) -> list[FieldError]:
    """Refused when the letters are made of blocked words only, with look-alikes read as letters."""
    low = password.lower()
    readings = {_letters(low), _letters(low.strip("0123456789!@#$%^&*-_.").translate(_LOOK_ALIKES))}
    if any(_is_made_of(blocked, letters) for letters in readings):
        message = N_("쉽게 짐작할 수 있는 비밀번호입니다. 흔한 낱말이나 자판 순서를 피해 주십시오.")
        return [FieldError("password", "guessable", message)]
    return []


def _is_made_of(words: frozenset[str], letters: str) -> bool:
    """True when the text is one blocked word after another; reached ends, left to right."""
    ends = {0}
    for start in range(len(letters)):
        if start in ends:
            ends |= {start + len(w) for w in words if letters.startswith(w, start)}
    return not letters or len(letters) in ends


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalpha())
