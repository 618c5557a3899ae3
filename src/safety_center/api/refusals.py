"""Every answer that refused or failed a known system is in the trail, like those of the pages."""

from flask import Flask, Response, g, request

from safety_center.services.context import Origin
from safety_center.services.installation import Installation
from safety_center.services.trail import Refusal, note_refusal

_FIRST_REFUSAL = 400


def note_refusals(api: Flask, installation: Installation) -> None:
    """After the answer is made; a token that was not accepted has its own act."""

    @api.after_request
    def note(answer: Response) -> Response:
        actor = g.get("actor")
        if answer.status_code < _FIRST_REFUSAL or actor is None or request.endpoint is None:
            return answer
        subject = (request.view_args or {}).get("number")
        origin = Origin(client=request.remote_addr, request_id=g.get("request_id"))
        refusal = Refusal(f"api.{request.endpoint}", request.method, answer.status_code, subject)
        note_refusal(installation, actor, origin, refusal)
        return answer
