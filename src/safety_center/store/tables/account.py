"""Accounts, and the sessions in which they are signed in."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from safety_center.store.tables.columns import (
    code_column,
    flag_column,
    id_column,
    instant_column,
    reference_column,
    secret_column,
)


class Account(SQLModel, table=True):
    """One account per person, or per system at the API (`system`); never deleted, only switched off."""

    __tablename__ = "account"

    id: int = id_column()
    username: str = Field(max_length=60, unique=True)
    display_name: str = Field(max_length=100)
    role: str = code_column()
    unit_code: str | None = code_column(nullable=True, index=True)
    password_hash: str | None = Field(default=None, max_length=200)
    language: str = Field(default="ko", max_length=2)
    system: bool = flag_column()
    active: bool = True
    valid_to: date | None = None
    must_change_password: bool = False
    failed_sign_ins: int = 0
    locked_at: datetime | None = instant_column(nullable=True)
    created_at: datetime = instant_column()
    last_seen_at: datetime | None = instant_column(nullable=True)
    factor_secret: bytes | None = secret_column()
    factor_enrolled_at: datetime | None = instant_column(nullable=True)
    factor_step: int | None = None


class LoginSession(SQLModel, table=True):
    """A signed-in session; the browser holds the token, the table only its hash."""

    __tablename__ = "login_session"

    id: int = id_column()
    token_hash: str = Field(max_length=64, unique=True)
    account_id: int = reference_column("account.id")
    started_at: datetime = instant_column()
    seen_at: datetime = instant_column()
    ended_at: datetime | None = instant_column(nullable=True)
    ended_why: str | None = code_column(nullable=True)
    client: str | None = Field(default=None, max_length=60)
    browser: str | None = Field(default=None, max_length=60)
    factor_at: datetime | None = instant_column(nullable=True)


class RecoveryCode(SQLModel, table=True):
    """One of the ten codes that stand in once for a lost second factor; only its hash."""

    __tablename__ = "recovery_code"

    id: int = id_column()
    account_id: int = reference_column("account.id")
    code_hash: str = Field(max_length=64)
    used_at: datetime | None = instant_column(nullable=True)


class PastPassword(SQLModel, table=True):
    """The hash of a password that an account had, so that it is not taken again too soon."""

    __tablename__ = "past_password"

    id: int = id_column()
    account_id: int = reference_column("account.id")
    password_hash: str = Field(max_length=200)
    set_at: datetime = instant_column()
