"""What is like a case: on its page, on a page of its own, and what was set aside."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from safety_center.domain.errors import Conflict
from safety_center.services.context import Context
from safety_center.services.duplicates import (
    find_similar_cases,
    reject_duplicate,
    undo_rejection,
)
from safety_center.web.request import viewing_unit, writing_unit
from safety_center.web.terms import message_text


def show(number: str) -> ResponseReturnValue:
    """The page; asked for by a script, only the lines for the rail of the case."""
    with viewing_unit() as ctx:
        similar = find_similar_cases(ctx, number)
    fragment = "HX-Request" in request.headers
    template = "duplicates/_rail.html" if fragment else "duplicates/similar.html"
    return render_template(template, similar=similar)


def reject(number: str) -> ResponseReturnValue:
    """Looked at, not a duplicate."""
    other = request.form.get("other", "")
    done = gettext("%(other)s 건을 중복이 아닌 건으로 표시했습니다.", other=other)
    return _decide(number, lambda ctx: reject_duplicate(ctx, number, other), done)


def undo(number: str) -> ResponseReturnValue:
    """To be compared again."""
    other = request.form.get("other", "")
    done = gettext("%(other)s 건을 다시 비교합니다.", other=other)
    return _decide(number, lambda ctx: undo_rejection(ctx, number, other), done)


def back(number: str) -> ResponseReturnValue:
    """A button's address opened as a page, as after signing in again: to the case."""
    return redirect(url_for("cases.show", number=number))


def _decide(number: str, verb: Callable[[Context], None], done: str) -> ResponseReturnValue:
    try:
        with writing_unit() as ctx:
            verb(ctx)
    except Conflict as conflict:
        flash(message_text(conflict.message, conflict.params), "warning")
    else:
        flash(done, "success")
    return redirect(url_for("duplicates.similar", number=number))
