"""What was typed is not lost: a form that could not be taken comes back with its fields."""

from flask import request

_OURS = ("csrf_token", "password", "password_again", "current_password", "code", "candidate")


def kept_values() -> list[tuple[str, str]]:
    """Fields of the refused form as typed, without tokens and passwords."""
    return [pair for pair in request.form.items(multi=True) if pair[0] not in _OURS]


def may_be_sent_again() -> bool:
    """Only a form of our own pages is offered for sending again; another site's never."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("Origin") == request.host_url.rstrip("/")
