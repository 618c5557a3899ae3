"""What the page of a case says about exemplary cases: nominating it, and cards like it."""

from dataclasses import dataclass

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from safety_center.domain.access import Permission
from safety_center.domain.errors import Conflict
from safety_center.domain.incident_types import OTHER_SLUG
from safety_center.services.cases.view import CasePage
from safety_center.services.context import Context
from safety_center.services.exemplary import (
    CardLine,
    Nomination,
    nominate,
    nomination,
    similar,
)
from safety_center.web.request import writing_unit
from safety_center.web.terms import message_text


@dataclass(frozen=True)
class BesideCase:
    """For the rail of a case."""

    nomination: Nomination
    like: list[CardLine]


def beside_case(ctx: Context, page: CasePage) -> BesideCase | None:
    """Nothing for a role that may not see exemplary cases."""
    if not ctx.require_actor().may(Permission.EXEMPLARY_VIEW):
        return None
    case = page.case
    kind = None if case.incident_type == OTHER_SLUG else case.incident_type
    like = similar(ctx, kind, case.country_code, case.situation)
    told = nomination(ctx, case.number)
    return BesideCase(told, [line for line in like if line.id != told.card_id])


def nominate_case(number: str) -> ResponseReturnValue:
    """추천: an empty card, and on to writing it."""
    try:
        with writing_unit() as ctx:
            card_id = nominate(ctx, number)
    except Conflict as conflict:
        flash(message_text(conflict.message, conflict.params), "warning")
        return redirect(url_for("cases.show", number=number))
    flash(gettext("우수사례로 추천했습니다. 원문을 보며 글을 써 주십시오."), "success")
    return redirect(url_for("exemplary.text", card_id=card_id))


def back(number: str) -> ResponseReturnValue:
    """The button's address opened as a page: to the case."""
    return redirect(url_for("cases.show", number=number))
