"""Tokens: giving them, ending them. A token is shown once, on the answer that made it."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from safety_center.domain.access import CENTERS, Permission, Role
from safety_center.domain.errors import N_, FieldError, InputRefused, NotFound
from safety_center.domain.tokens import TOKEN_SCOPES, grantable_scopes, parse_token
from safety_center.services.accounts import read_account
from safety_center.services.tokens import (
    create_system_account,
    create_token,
    end_token,
    list_system_accounts,
    list_tokens,
)
from safety_center.web.request import (
    current_language,
    current_places,
    reading_unit,
    writing_unit,
)
from safety_center.web.terms import unit_label

#: What a scope lets a system do.
SCOPES: Mapping[str, str] = {
    Permission.REPORT_SUBMIT: N_("접수 등록"),
    Permission.REPORT_VIEW: N_("접수 조회"),
    Permission.CASE_VIEW: N_("사건·사고 조회"),
    Permission.CASE_CHANGE: N_("사건·사고 변경"),
    Permission.PERSON_REVEAL: N_("성명·번호 전체 조회"),
    Permission.STATISTICS_VIEW: N_("통계 조회"),
}
#: A new token works for so long unless another day is chosen.
_USUAL = timedelta(days=180)
_ACCOUNT_FIELDS = ("username", "display_name", "role", "unit_code", "language", "valid_to")


def index() -> ResponseReturnValue:
    """Every token, those that work first; and the systems."""
    with reading_unit() as ctx:
        tokens = list_tokens(ctx)
        systems = list_system_accounts(ctx)
    tokens.sort(key=lambda token: not token.usable)
    return render_template("tokens/index.html", tokens=tokens, systems=systems, scopes=SCOPES)


def new() -> ResponseReturnValue:
    """The form of a token for one system."""
    with reading_unit() as ctx:
        last = (ctx.today + _USUAL).isoformat()
    return _form(request.args.get("username", ""), {"valid_to": last}, [], [])


def create() -> ResponseReturnValue:
    """Give the token; this answer is the only one that shows it."""
    username = request.form.get("username", "")
    values = {name: request.form.get(name, "") for name in ("name", "valid_to")}
    scopes = request.form.getlist("scopes")
    try:
        with writing_unit() as ctx:
            wanted = parse_token({"username": username, **values, "scopes": scopes})
            secret, token = create_token(ctx, wanted)
    except InputRefused as refused:
        return _form(username, values, scopes, refused.errors), 422
    return render_template(
        "tokens/shown.html", secret=secret, token=token, username=username, scopes=SCOPES
    )


def end(token_id: int) -> ResponseReturnValue:
    """End a token now."""
    with writing_unit() as ctx:
        token = end_token(ctx, token_id)
    flash(gettext("토큰을 종료했습니다: %(name)s", name=token.name), "success")
    return redirect(url_for("tokens.index"))


def new_system() -> ResponseReturnValue:
    """The form of a system's account."""
    return _system_form({"language": "ko"}, [])


def create_system() -> ResponseReturnValue:
    """Make the account; its token comes next."""
    values = {name: request.form.get(name, "") for name in _ACCOUNT_FIELDS}
    try:
        with writing_unit() as ctx:
            account = create_system_account(ctx, read_account(ctx, values))
    except InputRefused as refused:
        return _system_form(values, refused.errors), 422
    flash(gettext("시스템 계정을 만들었습니다. 이제 토큰을 발급해 주십시오."), "success")
    return redirect(url_for("tokens.new", username=account.username))


def _form(
    username: str, values: Mapping[str, str], given: Sequence[str], errors: Sequence[FieldError]
) -> str:
    with reading_unit() as ctx:
        account = next((a for a in list_system_accounts(ctx) if a.username == username), None)
    if account is None:
        raise NotFound()
    allowed = grantable_scopes(Role.of(account.role))
    return render_template(
        "tokens/new.html",
        account=account,
        values=values,
        given=given,
        errors=errors,
        choices=[(str(s), gettext(SCOPES[s])) for s in TOKEN_SCOPES if s in allowed],
    )


def _system_form(values: Mapping[str, str], errors: Sequence[FieldError]) -> str:
    language = current_language()
    missions = sorted((m.label(language), m.code) for m in current_places().missions.values())
    units = [(code, unit_label(code), gettext("센터")) for code in CENTERS]
    units += [(code, label, gettext("재외공관")) for label, code in missions]
    return render_template(
        "tokens/new_system.html",
        values=values,
        errors=errors,
        units=units,
        roles=[(role.value, role.label(language)) for role in Role if grantable_scopes(role)],
    )
