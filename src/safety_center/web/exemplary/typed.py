"""What was typed on a card and not saved: kept while it is typed, and there again when the card is opened."""

import re
from collections.abc import Mapping
from contextlib import suppress

from flask import flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from safety_center.domain.errors import Conflict, InputRefused, NotFound
from safety_center.services.drafts import new_draft_token
from safety_center.services.exemplary import end_typed, keep_typed
from safety_center.web.exemplary.card_form import in_parts
from safety_center.web.form_values import flat_values
from safety_center.web.request import writing_unit

_TOKEN = re.compile(r"[\w-]{1,40}", re.ASCII)


def keep(card_id: int) -> ResponseReturnValue:
    """Answer to the script that saves while one types."""
    token = request.form.get("draft_id", "")
    if not _TOKEN.fullmatch(token):
        raise NotFound()
    with writing_unit() as ctx:
        keep_typed(ctx, card_id, flat_values(request.form), token)
    return jsonify(saved=True)


def keep_sent(card_id: int) -> None:
    """The same for what came with a button that saves nothing, or could not be saved."""
    too_late_or_too_long = (Conflict, InputRefused)  # it is in the answer
    with suppress(*too_late_or_too_long), writing_unit() as ctx:
        keep_typed(ctx, card_id, flat_values(request.form), sent_token())


def discard(card_id: int) -> ResponseReturnValue:
    """Throw it away; the card is as it was saved."""
    with writing_unit() as ctx:
        end_typed(ctx, card_id, sent_token())
    flash(gettext("임시 저장한 내용을 삭제했습니다."), "success")
    return redirect(url_for("exemplary.text", card_id=card_id))


def sent_token() -> str:
    """The name of the opened form's draft; a new one where it has none of ours."""
    token = request.form.get("draft_id", "")
    return token if _TOKEN.fullmatch(token) else new_draft_token()


def say_resumed(base: Mapping[str, str], stored: Mapping[str, str], time: str) -> str:
    """What stands above a form that shows a draft of `time`."""
    if in_parts(base) == in_parts(stored):
        return gettext(
            "저장하지 않은 글을 불러왔습니다(%(time)s 임시 저장). 이어서 쓰고 저장해 주십시오.",
            time=time,
        )
    return gettext(
        "저장하지 않은 글을 불러왔습니다(%(time)s 임시 저장). 그사이 저장된 글과 다르게 적은 곳을"
        " 확인한 뒤 저장해 주십시오.",
        time=time,
    )
