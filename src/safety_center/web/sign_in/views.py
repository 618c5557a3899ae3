"""Signing in and out. What was typed when a session ended waits on the sign-in page."""

from flask import (
    flash,
    g,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from safety_center.domain.access import Actor
from safety_center.domain.errors import NotFound
from safety_center.services.accounts import (
    Ask,
    SessionEnd,
    explain_end,
    extend_session,
    list_demonstration_accounts,
    list_recent_resets,
    resume_session,
    sign_in,
    sign_in_demonstration,
    sign_out,
)
from safety_center.services.accounts.sign_in import session_account
from safety_center.services.drafts import discard_draft, keep_waiting, load_draft
from safety_center.web.errors import wants_json
from safety_center.web.field_labels import field_label
from safety_center.web.kept import kept_values, may_be_sent_again
from safety_center.web.own_paths import own_path
from safety_center.web.request import (
    LANGUAGE_COOKIE,
    current_settings,
    reading_unit,
    writing_unit,
)
from safety_center.web.sessions import (
    current_state,
    hand_out_token,
    seconds_left,
    session_token,
    take_back_token,
    wrong_network,
)
from safety_center.web.sign_in.security import reset_text

#: Field of the sign-in form: the draft that holds a form sent after its session had ended.
_WAITING = "waiting"


def send_to_sign_in() -> ResponseReturnValue:
    """Answer of the gate to nobody: the sign-in page, which leads back and keeps what was sent."""
    if wants_json() or request.headers.get("HX-Request"):
        answer = jsonify(error=401, message=gettext("로그인이 필요합니다"))
        answer.headers["HX-Redirect"] = "/sign-in"
        return answer, 401
    if current_state() is not None:
        next_page = own_path(request.full_path.rstrip("?")) if request.method == "GET" else "/"
        return redirect(url_for("sign_in.factor", next=next_page))
    if request.method == "POST":
        # What another site's page sent is not offered for sending again.
        waiting = _keep_for_its_author() if may_be_sent_again() else None
        return _page(own_path(request.full_path.rstrip("?")), waiting=waiting), 401
    return redirect(_sign_in_address(request.full_path.rstrip("?")))


def show() -> ResponseReturnValue:
    """The sign-in page; who is signed in already goes on."""
    target = own_path(request.args.get("next"))
    return redirect(target) if g.actor else _page(target)


def enter() -> ResponseReturnValue:
    """Sign in by name and password; every failure gets the same answer."""
    target = own_path(request.form.get("next"))
    with writing_unit() as ctx:
        username, password = request.form.get("username", ""), request.form.get("password", "")
        token = sign_in(ctx, username, password)
        actor = ctx.actor
        state = resume_session(ctx, token) if token else None
    if token is None and actor is not None:
        raise wrong_network()
    if token is not None and state is not None and state.ask is not Ask.NOTHING:
        return _ask_for_factor(token, target)
    if token is None or actor is None:
        return _page(target, failed=True, username=username, waiting=_waiting_draft()), 401
    return _enter_with(token, actor, target)


def demonstrate() -> ResponseReturnValue:
    """Sign in by a role button; only in demonstration mode."""
    with writing_unit() as ctx:
        token = sign_in_demonstration(ctx, request.form.get("username", ""))
        actor = ctx.require_actor()
    return _enter_with(token, actor, own_path(request.form.get("next")))


def leave() -> ResponseReturnValue:
    """Sign out."""
    token = session_token()
    if token:
        with writing_unit() as ctx:
            sign_out(ctx, token)
    session.clear()
    flash(gettext("로그아웃했습니다."), "success")
    response = make_response(redirect("/sign-in"))
    take_back_token(response)
    response.delete_cookie(LANGUAGE_COOKIE)
    return response


def extend() -> ResponseReturnValue:
    """The user is still there: the idle clock starts again."""
    token = session_token()
    if token:
        with writing_unit() as ctx:
            extend_session(ctx, token)
    return jsonify(seconds_left=seconds_left(), idle_seconds=current_settings().idle_minutes * 60)


def _ask_for_factor(token: str, target: str) -> ResponseReturnValue:
    """The password was right; what waited goes on waiting until the second factor is shown."""
    session.clear()
    where = url_for("sign_in.factor", next=target, waiting=_waiting_draft())
    response = make_response(redirect(where))
    hand_out_token(response, token)
    return response


def _enter_with(token: str, actor: Actor, target: str) -> ResponseReturnValue:
    session.clear()
    g.actor = actor
    response = make_response(go_on(target))
    hand_out_token(response, token)
    return response


def go_on(target: str) -> ResponseReturnValue:
    """To where one wanted to go, or first to what was sent and could not be stored yet."""
    _tell_resets()
    waiting = _take_what_waited()
    if waiting is not None:
        return render_template(
            "sign_in/waiting.html", target=target, waiting=waiting, field_label=field_label
        )
    return redirect(target)


def _tell_resets() -> None:
    """What an administrator took away from this account lately, for who did not ask for it."""
    with reading_unit() as ctx:
        resets = list_recent_resets(ctx)
    advice = gettext("요청한 적이 없으면 감사 담당자에게 바로 알려 주십시오.")
    for reset in resets:
        flash(f"{reset_text(reset)} {advice}", "warning")


def sent_values() -> dict[str, list[str]]:
    """The sent form without its secrets."""
    values: dict[str, list[str]] = {}
    for name, value in kept_values():
        values.setdefault(name, []).append(value)
    return values


def _keep_for_its_author() -> str | None:
    """The sent form as an encrypted draft of the account whose session ended; its token."""
    values = sent_values()
    with writing_unit() as ctx:
        account_id = session_account(ctx, session_token() or "")
        return keep_waiting(ctx, account_id, values) if account_id is not None else None


def _waiting_draft() -> str | None:
    return request.form.get(_WAITING) or None


def _take_what_waited() -> list[tuple[str, str]] | None:
    """Name and value of each field that waited for this account; another's does not exist for it."""
    token = _waiting_draft()
    if token is None:
        return None
    with writing_unit() as ctx:
        try:
            draft = load_draft(ctx, token)
        except NotFound:
            return None
        discard_draft(ctx, token)
    return [(name, value) for name, texts in draft.values.items() for value in texts]


def _page(
    target: str,
    failed: bool = False,
    username: str = "",
    waiting: str | None = None,
) -> str:
    accounts = []
    ended = None if failed else _why_ended()
    if current_settings().demonstration:
        with reading_unit() as ctx:
            accounts = list_demonstration_accounts(ctx)
    return render_template(
        "sign_in/show.html",
        target=target,
        failed=failed,
        username=username,
        waiting=waiting,
        ended=ended,
        accounts=accounts,
    )


def _why_ended() -> SessionEnd | None:
    """Why the session of this browser ended; nothing to say of one that was signed out."""
    token = session_token()
    if token is None:
        return None
    with reading_unit() as ctx:
        return explain_end(ctx, token)


def _sign_in_address(target: str) -> str:
    return url_for("sign_in.show", next=target if target != "/" else None)
