"""Who is signed in: a cookie holds a token, the database its hash, Flask-Login the answer of one request."""

from dataclasses import dataclass
from datetime import datetime

from flask import Flask, Request, Response, g, request
from flask_login import LoginManager, UserMixin, current_user

from safety_center.domain.access import Actor
from safety_center.domain.periods import utc_now
from safety_center.services.accounts import SessionState, extend_session, resume_session
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
    if stale:
        with writing_unit() as ctx:
            extend_session(ctx, token)
            ctx.session.flush()
            state = resume_session(ctx, token)
    return SignedIn(state) if state else None


def follow_sessions(app: Flask) -> None:
    """`g.actor` is the signed-in actor or None from here on."""
    manager = LoginManager()
    manager.session_protection = None
    manager.init_app(app)
    manager.request_loader(load_signed_in)

    @app.before_request
    def find_actor() -> None:
        g.actor = None
        if request.endpoint != "static":
            state = current_state()
            g.actor = state.actor if state else None


def current_state() -> SessionState | None:
    """The live session, or None."""
    return current_user.state if current_user.is_authenticated else None


def current_actor() -> Actor:
    """The signed-in actor; views behind the gate always have one."""
    return g.actor


def seconds_left(now: datetime | None = None) -> int:
    """Until the session ends if nothing more is asked."""
    state = current_state()
    return max(0, int((state.ends_at - (now or utc_now())).total_seconds())) if state else 0
