"""Accounts: making them, switching them off, locks, first passwords."""

from collections.abc import Sequence
from functools import partial

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from safety_center.domain.access import CENTERS, Role
from safety_center.domain.errors import FieldError, InputRefused
from safety_center.services.accounts import (
    create_account,
    find_account,
    find_accounts,
    read_account,
    reset_factor,
    set_active,
    set_password,
    unlock_account,
)
from safety_center.web.field_labels import field_label
from safety_center.web.request import (
    current_language,
    current_places,
    reading_unit,
    writing_unit,
)
from safety_center.web.sign_in.password import password_hint
from safety_center.web.terms import unit_label

_FIELDS = ("username", "display_name", "role", "unit_code", "language", "valid_to")
_LONGEST_SEARCH = 80


def index() -> ResponseReturnValue:
    """The accounts, page by page; the locked ones first."""
    typed = request.args.get("q", "").strip()[:_LONGEST_SEARCH]
    number = request.args.get("page", 1, type=int)
    with reading_unit() as ctx:
        page = find_accounts(ctx, typed, _units_named(typed), number)
        return render_template(
            "accounts/index.html", page=page, search=typed, address_of=partial(_page_address, typed)
        )


def _units_named(typed: str) -> list[str]:
    """Codes of the units whose name, in either language, holds what was typed."""
    wanted = typed.casefold()
    missions = {code: (m.ko, m.en) for code, m in current_places().missions.items()}
    centers = {code: (unit_label(code),) for code in CENTERS}
    named = {**missions, **centers}
    return [code for code, names in named.items() if any(wanted in n.casefold() for n in names)]


def _page_address(typed: str, number: int) -> str:
    return url_for("accounts.index", q=typed or None, page=number if number > 1 else None)


def new() -> ResponseReturnValue:
    """The form of a new account."""
    return _form({"language": "ko"}, [])


def create() -> ResponseReturnValue:
    """Make the account; with a password, its owner must choose another at the first sign-in."""
    values = {name: request.form.get(name, "") for name in _FIELDS}
    first = request.form.get("password", "")
    try:
        with writing_unit() as ctx:
            account = create_account(ctx, read_account(ctx, values, first), None)
            if first:
                set_password(ctx, account.username, first)
    except InputRefused as refused:
        return _form(values, refused.errors), 422
    flash(gettext("계정을 만들었습니다: %(username)s", username=account.username), "success")
    return redirect(url_for("accounts.show", username=account.username))


def show(username: str) -> ResponseReturnValue:
    """One account and what can be done with it."""
    return _account(username, [])


def activate(username: str) -> ResponseReturnValue:
    """Switch on."""
    with writing_unit() as ctx:
        set_active(ctx, username, True)
    return _back(username, gettext("계정 사용을 재개했습니다."))


def deactivate(username: str) -> ResponseReturnValue:
    """Switch off; open sessions end at their next request."""
    with writing_unit() as ctx:
        set_active(ctx, username, False)
    return _back(username, gettext("계정 사용을 중지했습니다. 열려 있는 로그인도 끝납니다."))


def unlock(username: str) -> ResponseReturnValue:
    """Lift a lock."""
    with writing_unit() as ctx:
        unlock_account(ctx, username)
    return _back(username, gettext("잠금을 해제했습니다."))


def forget_factor(username: str) -> ResponseReturnValue:
    """Take a lost second factor away; its owner enrols anew."""
    with writing_unit() as ctx:
        reset_factor(ctx, username)
    message = gettext(
        "2단계 인증을 초기화했습니다. 필요한 계정이면 다음 로그인 때 새로 등록합니다."
    )
    return _back(username, message)


def password(username: str) -> ResponseReturnValue:
    """Set a password that its owner must change at the next sign-in."""
    try:
        with writing_unit() as ctx:
            set_password(ctx, username, request.form.get("password", ""))
    except InputRefused as refused:
        return _account(username, refused.errors), 422
    return _back(
        username,
        gettext("비밀번호를 설정했습니다. 본인이 로그인하면 새 비밀번호로 변경하게 됩니다."),
    )


def _back(username: str, message: str) -> ResponseReturnValue:
    flash(message, "success")
    return redirect(url_for("accounts.show", username=username))


def _account(username: str, errors: Sequence[FieldError]) -> str:
    with reading_unit() as ctx:
        account, now = find_account(ctx, username), ctx.now
    return render_template(
        "accounts/show.html", account=account, errors=errors, hint=password_hint(), now=now
    )


def _form(values: dict[str, str], errors: Sequence[FieldError]) -> str:
    language = current_language()
    missions = sorted(
        (mission.label(language), mission.code) for mission in current_places().missions.values()
    )
    units = [(code, unit_label(code), gettext("센터")) for code in CENTERS]
    units += [(code, label, gettext("재외공관")) for label, code in missions]
    return render_template(
        "accounts/new.html",
        field_label=field_label,
        values=values,
        errors=errors,
        units=units,
        roles=[(role.value, role.label(language)) for role in Role],
        hint=password_hint(),
    )
