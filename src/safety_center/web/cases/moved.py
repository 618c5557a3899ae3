"""A form was open while its case was merged into another, or went to another unit: nothing typed is lost.

It is shown again with where the case went, and offered to the same form of the surviving case.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from safety_center.domain.errors import Conflict, Forbidden, NotFound, SafetyCenterError
from safety_center.services.cases.view import CasePage, Deeds, MergedInto, show_case
from safety_center.web.cases import wording
from safety_center.web.cases.conflict import OURS, Row, unseen_changes, value_in_words
from safety_center.web.cases.views import case_page
from safety_center.web.field_labels import field_label
from safety_center.web.form_values import flat_values
from safety_center.web.request import viewing_unit
from safety_center.web.terms import message_text

#: The button that brings typed values to the form of another case, which stores nothing yet.
CARRY = "carry"
#: Forms by their endpoint: what the other case must allow, and the text that a note could hold too.
_FORMS = {
    "cases.change": ("edit", ""),
    "cases.note": ("note", "text"),
    "cases.close": ("close", "closing_note"),
    "cases.reopen": ("reopen", "reason"),
    "cases.send": ("hand_over", "message"),
}


@dataclass(frozen=True)
class _Offer:
    """Where what was typed can go on, and the hidden fields that bring it there."""

    address: str
    fields: Mapping[str, str]


def is_carried() -> bool:
    """True when this request brings what was typed for another case."""
    return request.form.get("do") == CARRY


def kept_answer(
    number: str, refused: SafetyCenterError, rows: list[Row] | None = None
) -> ResponseReturnValue | None:
    """What was typed with what became of the case; None where that is not why it was refused.

    `rows` are the changes typed, for a form that shows more than was typed.
    """
    typed = _typed_rows() if rows is None else rows
    if isinstance(refused, NotFound):
        return (_page(number, refused, typed), 404) if typed else None
    try:
        with viewing_unit() as ctx:
            page = show_case(ctx, number)
            into = page.merged_into
            there = show_case(ctx, into.number) if into is not None and into.in_reach else None
    except NotFound:
        return None
    if into is None and not (isinstance(refused, Forbidden) and typed):
        return None
    offer = _offer(number, there) if there is not None and typed else None
    status = 403 if into is None else 409
    return _page(number, refused, typed, page, into, offer), status


def carried_case(number: str) -> ResponseReturnValue:
    """The page of a case with what was typed for the one merged into it; nothing is stored yet."""
    with viewing_unit() as ctx:
        page = show_case(ctx, number)
    merged_on = kept_answer(number, Conflict("")) if page.merged_into is not None else None
    if merged_on is not None:
        return merged_on
    say_carried()
    return case_page(page, [], flat_values(request.form))


def say_carried() -> None:
    """On the page that is shown now."""
    flash(
        gettext("적었던 내용을 옮겨 왔습니다. 아직 저장하지 않았으니 확인하고 저장해 주십시오."),
        "info",
    )


def typed_changes(base: Mapping[str, str], typed: Mapping[str, str], zone: str) -> list[Row]:
    """The fields of a form that differ from what it showed when it was opened."""
    changed = {
        name: value
        for name, value in typed.items()
        if name not in OURS
        and not name.endswith((".id", "_zone"))
        and base.get(name, "").strip() != value.strip()
    }
    return [
        Row(
            name,
            field_label(name),
            value_in_words(name, base.get(name, ""), zone, {}),
            value_in_words(name, value, zone, {}),
        )
        for name, value in changed.items()
    ]


def _typed_rows() -> list[Row]:
    values = flat_values(request.form)
    return [
        Row(name, field_label(name), "", value)
        for name, value in values.items()
        if name not in OURS and value.strip()
    ]


def _offer(number: str, there: CasePage) -> _Offer | None:
    deed, text = _FORMS.get(request.endpoint or "", ("", ""))
    sent, into = flat_values(request.form), there.case.number
    fields = {n: v for n, v in sent.items() if n != "version"} | {"moved_from": number}
    if deed and _allows(there.deeds, deed):
        return _Offer(url_for(request.endpoint or "", number=into), fields)
    if sent.get(text, "").strip() and there.deeds.note:
        return _Offer(url_for("cases.note", number=into), {"text": sent[text]})
    return None


def _allows(deeds: Deeds, deed: str) -> bool:
    """A case that cannot be closed yet shows no form for it."""
    return bool(getattr(deeds, deed)) and not (deed == "close" and deeds.closing_faults)


def _page(
    number: str,
    refused: SafetyCenterError,
    typed: list[Row],
    page: CasePage | None = None,
    into: MergedInto | None = None,
    offer: _Offer | None = None,
) -> str:
    version = request.form.get("version", type=int)
    return render_template(
        "cases/moved.html",
        number=number,
        case=page.case if page else None,
        into=into,
        offer=offer,
        typed=typed,
        events=unseen_changes(number, version) if page else [],
        message=message_text(refused.message, refused.params),
        draft=request.form.get("draft_id", ""),
        wording=wording,
    )
