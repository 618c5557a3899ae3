"""Accounts, signing in, locks and sessions."""

from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlmodel import select

from safety_center.domain.access import Role
from safety_center.domain.errors import Forbidden, InputRefused
from safety_center.domain.periods import utc_now
from safety_center.services.accounts import (
    extend_session,
    resume_session,
    set_active,
    set_password,
    sign_in,
    sign_in_demonstration,
    sign_out,
    unlock_account,
)
from safety_center.services.accounts.passwords import verify_password
from safety_center.services.context import writing
from safety_center.services.installation import Installation
from safety_center.store.tables import Account, TrailEntry
from tests.factories import make_actor

PASSWORD = "Wheat-Field-42"
NAME = "officer.one"


@pytest.fixture(autouse=True)
def officer(sqlite_installation: Installation) -> None:
    make_actor(sqlite_installation, Role.OFFICER, username=NAME, password=PASSWORD)


def try_sign_in(installation: Installation, password: str, username: str = NAME) -> str | None:
    """The token, or None."""
    with writing(installation, None) as ctx:
        return sign_in(ctx, username, password)


def lives(installation: Installation, token: str, after: timedelta = timedelta()) -> bool:
    """Whether the session lives after a while."""
    with writing(installation, None, now=utc_now() + after) as ctx:
        return resume_session(ctx, token) is not None


def test_the_right_password_opens_a_session(sqlite_installation: Installation) -> None:
    token = try_sign_in(sqlite_installation, PASSWORD)
    assert token is not None
    assert lives(sqlite_installation, token)


def test_wrong_password_and_unknown_account_get_the_same_answer(
    sqlite_installation: Installation,
) -> None:
    assert try_sign_in(sqlite_installation, "wrong") is None
    assert try_sign_in(sqlite_installation, PASSWORD, "nobody") is None


def test_five_failures_lock_until_the_administrator_unlocks(
    sqlite_installation: Installation,
) -> None:
    for _ in range(5):
        try_sign_in(sqlite_installation, "wrong")
    assert try_sign_in(sqlite_installation, PASSWORD) is None
    administrator = make_actor(sqlite_installation, Role.ADMINISTRATOR)
    with writing(sqlite_installation, administrator) as ctx:
        unlock_account(ctx, NAME)
    assert try_sign_in(sqlite_installation, PASSWORD) is not None


def test_success_failure_and_lock_are_in_the_trail(sqlite_installation: Installation) -> None:
    for password in (*["wrong"] * 5, PASSWORD):
        try_sign_in(sqlite_installation, password)
    with sqlite_installation.database.reading() as session:
        rows = session.exec(select(TrailEntry.action, TrailEntry.result)).all()
    assert rows.count(("session.sign_in", "refused")) == 6
    assert rows.count(("session.lock", "ok")) == 1


def test_an_idle_session_ends_and_a_used_one_goes_on(sqlite_installation: Installation) -> None:
    token = try_sign_in(sqlite_installation, PASSWORD) or ""
    assert lives(sqlite_installation, token, timedelta(minutes=9))
    assert not lives(sqlite_installation, token, timedelta(minutes=11))
    with writing(sqlite_installation, None, now=utc_now() + timedelta(minutes=9)) as ctx:
        extend_session(ctx, token)
    assert lives(sqlite_installation, token, timedelta(minutes=11))


def test_no_session_outlives_its_absolute_limit(sqlite_installation: Installation) -> None:
    token = try_sign_in(sqlite_installation, PASSWORD) or ""
    late = timedelta(hours=8, minutes=1)
    with writing(sqlite_installation, None, now=utc_now() + late) as ctx:
        extend_session(ctx, token)
    assert not lives(sqlite_installation, token, late)


def test_a_switched_off_account_loses_its_open_session(sqlite_installation: Installation) -> None:
    token = try_sign_in(sqlite_installation, PASSWORD) or ""
    administrator = make_actor(sqlite_installation, Role.ADMINISTRATOR)
    with writing(sqlite_installation, administrator) as ctx:
        set_active(ctx, NAME, False)
    assert not lives(sqlite_installation, token)


def test_signing_out_ends_the_session(sqlite_installation: Installation) -> None:
    token = try_sign_in(sqlite_installation, PASSWORD) or ""
    with writing(sqlite_installation, None) as ctx:
        sign_out(ctx, token)
    assert not lives(sqlite_installation, token)


def test_nobody_signs_in_without_a_password_outside_the_demonstration(
    sqlite_installation: Installation,
) -> None:
    with pytest.raises(Forbidden), writing(sqlite_installation, None) as ctx:
        sign_in_demonstration(ctx, NAME)


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("Short-1", "too_short"),
        ("alllowercase", "too_simple"),
        ("Officer.One-42", "holds_username"),
    ],
)
def test_a_weak_password_is_refused(
    sqlite_installation: Installation, password: str, code: str
) -> None:
    administrator = make_actor(sqlite_installation, Role.ADMINISTRATOR)
    with pytest.raises(InputRefused) as refused, writing(sqlite_installation, administrator) as ctx:
        set_password(ctx, NAME, password)
    assert refused.value.errors[0].code == code


def test_passwords_are_kept_as_argon2id_only(sqlite_installation: Installation) -> None:
    with sqlite_installation.database.reading() as session:
        stored = session.exec(select(Account.password_hash).where(Account.username == NAME)).one()
    assert str(stored).startswith("$argon2id$")


def test_guessing_a_password_costs_memory_and_time(costly_hasher: PasswordHasher) -> None:
    """RFC 9106, second recommended option: 64 MiB, three passes."""
    stored = costly_hasher.hash("Offline-Guess-42")
    assert stored.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert verify_password(stored, "Offline-Guess-42")
