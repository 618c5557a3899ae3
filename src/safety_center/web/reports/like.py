"""Exemplary cases beside the form of a report: of its situation, those of its country first."""

from collections.abc import Mapping

from flask import render_template, request
from flask.typing import ResponseReturnValue

from safety_center.domain.situations import Situation
from safety_center.services.exemplary import CardLine, similar
from safety_center.web.reports.forms import find_country
from safety_center.web.request import current_places, reading_unit


def cards() -> ResponseReturnValue:
    """Fragment, asked for by situation and country alone."""
    return render_template("exemplary/_similar.html", like=like_report(request.args))


def like_report(values: Mapping[str, str]) -> list[CardLine] | None:
    """Cards of the situation chosen; None while none is chosen."""
    situation = values.get("situation")
    if situation not in set(Situation):
        return None
    country = find_country(values.get("country_code"), current_places())
    with reading_unit() as ctx:
        return similar(ctx, country_code=country.code if country else None, situation=situation)
