"""The waiting lists at both ends; accepting, returning, taking back."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from safety_center.domain.errors import N_, Conflict, FieldError, Forbidden, InputRefused, NotFound
from safety_center.services.context import Context
from safety_center.services.handovers import accept_handover, return_handover, withdraw_handover
from safety_center.services.waiting import waiting_handovers
from safety_center.web.cases import wording
from safety_center.web.cases.conflict import Row
from safety_center.web.cases.moved import kept_answer
from safety_center.web.clocks import short_day, short_time
from safety_center.web.request import viewing_unit, writing_unit
from safety_center.web.terms import message_text

_TAKEN_BACK = NotFound(
    N_("이관이 회수되었거나 이미 처리되어 이 기관에서 더는 볼 수 없는 건입니다.")
)


def index() -> ResponseReturnValue:
    """What waits here and what waits elsewhere, longest waiting first."""
    return _page([])


def accept(number: str) -> ResponseReturnValue:
    """인수: the case is ours from now on."""
    done = gettext("인수했습니다. 이제 우리 기관이 담당합니다.")
    return _step(number, lambda ctx: accept_handover(ctx, number), done, to_case=True)


def give_back(number: str) -> ResponseReturnValue:
    """반려 with a reason, which is shown again when somebody answered or took it back meanwhile."""
    reason = request.form.get("reason", "")
    try:
        return _step(
            number, lambda ctx: return_handover(ctx, number, reason), gettext("반려했습니다.")
        )
    except (Conflict, Forbidden, NotFound) as refused:
        typed = [Row("reason", gettext("반려 사유"), "", reason)]
        # Whether the case exists is not told to who may not see it: the same words either way.
        told = _TAKEN_BACK if isinstance(refused, NotFound) else refused
        answer = kept_answer(number, told, typed, stays=True)
        if answer is None:
            raise
        return answer


def withdraw(number: str) -> ResponseReturnValue:
    """회수: the sender takes it back."""
    done = gettext("이관 요청을 회수했습니다.")
    return _step(number, lambda ctx: withdraw_handover(ctx, number), done, to_case=True)


def _step(
    number: str, verb: Callable[[Context], object], done: str, to_case: bool = False
) -> ResponseReturnValue:
    try:
        with writing_unit() as ctx:
            verb(ctx)
    except InputRefused as refused:
        return _page(refused.errors, number), 422
    except Conflict as conflict:
        if not to_case:
            raise
        flash(message_text(conflict.message, conflict.params), "warning")
    else:
        flash(done, "success")
    if to_case:
        return redirect(url_for("cases.show", number=number))
    return redirect(url_for("handovers.index"))


def _page(errors: list[FieldError], number: str | None = None) -> str:
    """`errors` belong to the case of that number; each row has a reason field of its own."""
    with viewing_unit() as ctx:
        lists = waiting_handovers(ctx)
    at_row = [FieldError(f"reason.{number}", e.code, e.message, e.params) for e in errors]
    return render_template(
        "handovers/index.html",
        lists=lists,
        errors=at_row,
        typed={number: request.form.get("reason", "")},
        wording=wording,
        short_time=short_time,
        short_day=short_day,
    )
