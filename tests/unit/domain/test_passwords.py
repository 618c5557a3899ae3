"""What a password must be."""

import pytest

from safety_center.domain.passwords import PasswordRules, check_password
from safety_center.services.accounts.passwords import blocked_passwords

RULES = PasswordRules(blocked=blocked_passwords())


def fault(password: str) -> str | None:
    """Code of what is wrong, or None."""
    errors = check_password(password, "gil.dong", "홍길동 Gildong", RULES)
    return errors[0].code if errors else None


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("Short-1", "too_short"),
        ("A1-" + "a" * 126, "too_long"),
        ("onlysmallletters", "too_simple"),
        ("Gil.Dong-2026", "holds_username"),
        ("My-Gildong-26", "holds_username"),
        ("홍길동-Ab12345", "holds_name"),
        ("Safety-Center-26", "holds_service"),
        ("Password-2026!", "guessable"),
        ("P@ssw0rd-2026", "guessable"),
        ("1qaz2wsx3EDC!", "guessable"),
        ("Korea-Embassy-1", "guessable"),
        ("Dkssudgktpdy1!", "guessable"),
        ("1234567890-!#", "guessable"),
    ],
)
def test_a_weak_password_is_refused_with_its_reason(password: str, code: str) -> None:
    rules = RULES if code != "guessable" else PasswordRules(classes=2, blocked=RULES.blocked)
    errors = check_password(password, "gil.dong", "홍길동 Gildong", rules)
    assert [error.code for error in errors] == [code]


@pytest.mark.parametrize("password", ["Wheat-Field-42", "보리밭-Kite-7", "qX7-mulberry-Tin"])
def test_a_good_password_is_taken(password: str) -> None:
    assert fault(password) is None


def test_the_list_of_guesses_holds_small_letters_only() -> None:
    assert all(word.isascii() and word.islower() and word.isalpha() for word in RULES.blocked)
