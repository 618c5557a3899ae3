"""One card on one page, what each may do with it, and what heads think of it."""

from collections.abc import Callable
from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from safety_center.domain.errors import Conflict, FieldError, Forbidden, InputRefused
from safety_center.domain.exemplary import (
    FEWEST_REVIEWS,
    HIGHEST,
    LOWEST,
    Criterion,
    parse_adoption,
    parse_review,
)
from safety_center.services import exemplary as service
from safety_center.services.context import Context
from safety_center.web.exemplary.labels import card_label
from safety_center.web.exemplary.regions import region_name
from safety_center.web.form_values import flat_values
from safety_center.web.request import reading_unit, writing_unit
from safety_center.web.terms import message_text

_SCORES = tuple(criterion.value for criterion in Criterion)


def show(card_id: int) -> ResponseReturnValue:
    """The card; it prints on one page."""
    return _page(card_id)


def back(card_id: int) -> ResponseReturnValue:
    """A button's address opened as a page, as after signing in again: to the card."""
    return redirect(url_for("exemplary.show", card_id=card_id))


def endorse(card_id: int) -> ResponseReturnValue:
    """공관장 확인."""
    done = gettext("확인했습니다. 센터의 검토를 기다립니다.")
    return _step(card_id, lambda ctx: service.endorse(ctx, card_id, _seen()), done)


def publish(card_id: int) -> ResponseReturnValue:
    """게재."""
    done = gettext("게재했습니다. 모든 재외공관이 읽을 수 있습니다.")
    return _step(card_id, lambda ctx: service.publish(ctx, card_id, _seen()), done)


def give_back(card_id: int) -> ResponseReturnValue:
    """보완 요청 with a reason."""
    reason = request.form.get("return_reason", "")
    return _step(
        card_id,
        lambda ctx: service.return_for(ctx, card_id, reason, _seen()),
        gettext("보완을 요청했습니다."),
        reason="return_reason",
    )


def withdraw(card_id: int) -> ResponseReturnValue:
    """철회 with a reason."""
    reason = request.form.get("withdraw_reason", "")
    return _step(
        card_id,
        lambda ctx: service.withdraw(ctx, card_id, reason, _seen()),
        gettext("철회했습니다."),
        reason="withdraw_reason",
    )


def review(card_id: int) -> ResponseReturnValue:
    """A head's scores and comment; a second review takes the place of the first."""
    fields = (*_SCORES, "comment", "share_in_session")
    return _step(
        card_id,
        lambda ctx: service.review(ctx, card_id, parse_review(_given(fields))),
        gettext("평가를 저장했습니다."),
    )


def adopt(card_id: int) -> ResponseReturnValue:
    """우리 공관에 적용."""
    return _step(
        card_id,
        lambda ctx: service.adopt(ctx, card_id, parse_adoption(_given(("note", "adopted_on")))),
        gettext("우리 공관에 적용한 것으로 남겼습니다."),
    )


def _given(fields: tuple[str, ...]) -> dict[str, str]:
    return {name: request.form[name] for name in fields if name in request.form}


def _seen() -> int | None:
    """The version that the page showed when its button was pressed."""
    return request.form.get("version", type=int)


def _step(
    card_id: int, verb: Callable[[Context], object], done: str, reason: str = ""
) -> ResponseReturnValue:
    """Do it and go back to the card; a refusal is said there, with what was typed."""
    try:
        with writing_unit() as ctx:
            verb(ctx)
    except InputRefused as refused:
        errors = [replace(e, field=reason) if e.field == "reason" else e for e in refused.errors]
        return _page(card_id, errors), 422
    except (Conflict, Forbidden) as refused:
        return _page(card_id, told=message_text(refused.message, refused.params)), 409
    flash(done, "success")
    return redirect(url_for("exemplary.show", card_id=card_id))


def _page(card_id: int, errors: list[FieldError] | None = None, told: str = "") -> str:
    with reading_unit() as ctx:
        page = service.card(ctx, card_id)
        region, today = region_name(ctx, page.region_code), ctx.today
    if told and _seen() not in (None, page.version):
        told = gettext("그사이 다른 사람이 먼저 처리했습니다. 지금 상태를 확인해 주십시오.")
    return render_template(
        "exemplary/show.html",
        page=page,
        line=page.line,
        card=page.card,
        region=region,
        typed=flat_values(request.form) if request.method == "POST" else {},
        errors=errors or [],
        told=told,
        today=today,
        criteria=list(Criterion),
        scores=range(LOWEST, HIGHEST + 1),
        fewest=FEWEST_REVIEWS,
        field_label=card_label,
    )
