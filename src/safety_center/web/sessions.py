"""Who is signed in: a cookie holds a token, the database its hash, Flask-Login the answer of one request."""

from dataclasses import dataclass
from datetime import datetime

from flask import Flask, Request, Response, g, request
from flask_login import LoginManager, UserMixin, current_user

from safety_center.domain.access import Actor
from safety_center.domain.errors import N_, Forbidden
from safety_center.domain.periods import utc_now
from safety_center.services.accounts import (
    Ask,
    SessionState,
    extend_session,
    refuse_network,
    resume_session,
)
from safety_center.services.accounts.sign_in import needs_seen_mark
from safety_center.web.request import cookie_safety, current_settings, reading_unit, writing_unit


@dataclass(frozen=True)
class SignedIn(UserMixin):
    """The account of a live session, as Flask-Login wants it."""

    state: SessionState

    def get_id(self) -> str:
        """The account's number; never shown."""
        return str(self.state.actor.account_id)


def session_cookie_name() -> str:
    """`__Host-` binds the cookie to this very host, which browsers accept only over TLS."""
    return "__Host-session" if current_settings().secure_cookies else "session_token"


def session_token() -> str | None:
    """The token of the request, live or not."""
    return request.cookies.get(session_cookie_name())


def hand_out_token(response: Response, token: str) -> None:
    """Give the browser its session; it forgets it when it is closed."""
    response.set_cookie(session_cookie_name(), token, **cookie_safety())


def take_back_token(response: Response) -> None:
    """Make the browser forget its session."""
    safety = cookie_safety()
    response.delete_cookie(session_cookie_name(), **safety)


def load_signed_in(_request: Request) -> SignedIn | None:
    """The live session of the request's token; notes now and then that it is in use."""
    token = session_token()
    if not token:
        return None
    with reading_unit() as ctx:
        state = resume_session(ctx, token)
        stale = state is not None and needs_seen_mark(ctx, token)
    if state is not None and not state.allowed_here:
        with writing_unit() as ctx:
            refuse_network(ctx, token)
        g.wrong_network = True
        return None
    if stale:
        with writing_unit() as ctx:
            extend_session(ctx, token)
            ctx.session.flush()
            state = resume_session(ctx, token)
    return SignedIn(state) if state else None


def follow_sessions(app: Flask) -> None:
    """`g.actor` is the signed-in actor or None from here on.

    A session that still owes its second factor is nobody's: `g.half_actor` is only its language.
    """
    manager = LoginManager()
    manager.session_protection = None
    manager.init_app(app)
    manager.request_loader(load_signed_in)

    @app.before_request
    def find_actor() -> None:
        g.actor = None
        if request.endpoint != "static":
            state = current_state()
            if g.get("wrong_network"):
                raise wrong_network()
            g.actor = state.actor if state and state.ask is Ask.NOTHING else None
            g.half_actor = state.actor if state else None


def wrong_network() -> Forbidden:
    """Said to somebody whose role may not work from this address."""
    message = N_(
        "이 네트워크(%(client)s)에서는 사용할 수 없는 계정입니다."
        " 허용된 네트워크에서 접속하거나 시스템 관리자에게 문의해 주십시오."
    )
    return Forbidden(message, client=request.remote_addr or "?")


def current_state() -> SessionState | None:
    """The live session, or None."""
    return current_user.state if current_user.is_authenticated else None


def current_actor() -> Actor:
    """The signed-in actor; views behind the gate always have one."""
    return g.actor


def seconds_left(now: datetime | None = None) -> int:
    """Until the session ends if nothing more is asked."""
    state = current_state()
    return _seconds_until(state.ends_at, now) if state else 0


def closing_seconds_left(now: datetime | None = None) -> int:
    """Until the session ends whatever is asked."""
    state = current_state()
    return _seconds_until(state.closes_at, now) if state else 0


def _seconds_until(end: datetime, now: datetime | None) -> int:
    return max(0, int((end - (now or utc_now())).total_seconds()))
