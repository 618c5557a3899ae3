"""Every answer that refused or failed somebody signed in is in the trail, whichever page gave it."""

from flask import Flask, Response, g, request

from safety_center.services.trail import Refusal, note_refusal
from safety_center.web.request import current_installation, request_origin

_FIRST_REFUSAL = 400


def note_refusals(app: Flask) -> None:
    """After the answer is made; pages that do not exist at all are not about anybody's record."""

    @app.after_request
    def note(answer: Response) -> Response:
        actor = g.get("actor")
        endpoint = request.endpoint
        if answer.status_code < _FIRST_REFUSAL or actor is None or endpoint in (None, "static"):
            return answer
        named = request.view_args or {}
        subject = named.get("number") or named.get("receipt")
        refusal = Refusal(endpoint, request.method, answer.status_code, subject)
        note_refusal(current_installation(), actor, request_origin(), refusal)
        return answer
