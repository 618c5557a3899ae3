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
    "cases.edit": ("edit", ""),
    "cases.change": ("edit", ""),
    "cases.note": ("note", "text"),
    "cases.close": ("close", "closing_note"),
    "cases.reopen": ("reopen", "reason"),
    "cases.send": ("hand_over", "message"),
    "handovers.give_back": ("", "reason"),
}
#: Of the case that was left: the other has a version of its own; the draft's name is put in apart.
_NOT_CARRIED = ("version", "draft_id")


@dataclass(frozen=True)
class _Offer:
    """The case where what was typed can go on, and the hidden fields that bring it there."""

    number: str
    address: str
    fields: Mapping[str, str]


@dataclass(frozen=True)
class _Kept:
    """What was sent for a case that refused it, and as much of it as somebody typed."""

    number: str
    refused: SafetyCenterError
    sent: Mapping[str, str]
    typed: list[Row]


def is_carried() -> bool:
    """True when this request brings what was typed for another case."""
    return request.form.get("do") == CARRY


def kept_answer(
    number: str,
    refused: SafetyCenterError,
    rows: list[Row] | None = None,
    stays: bool = False,
    sent: Mapping[str, str] | None = None,
) -> ResponseReturnValue | None:
    """What was typed with what became of the case; None where that is not why it was refused.

    `rows` are the changes typed, for a form that shows more than was typed. `stays`: it has no page of
    its own where a conflict could be told, so it is told here wherever the case is. `sent` are the
    fields of a draft, else those of this request.
    """
    sent = flat_values(request.form) if sent is None else sent
    kept = _Kept(number, refused, sent, _typed_rows(sent) if rows is None else rows)
    if isinstance(refused, NotFound):
        return (_page(kept), 404) if kept.typed else None
    try:
        with viewing_unit() as ctx:
            page = show_case(ctx, number)
            into = page.merged_into
            there = show_case(ctx, into.number) if into is not None and into.in_reach else None
    except NotFound:
        return None
    is_alone = isinstance(refused, Forbidden)
    if into is None and not (kept.typed and (is_alone or stays)):
        return None
    there = page if into is None and stays else there
    offer = _offer(kept, there) if there is not None and kept.typed else None
    return _page(kept, page, into, offer), 403 if into is None and is_alone else 409


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


def _typed_rows(sent: Mapping[str, str]) -> list[Row]:
    return [
        Row(name, field_label(name), "", value)
        for name, value in sent.items()
        if name not in OURS and value.strip()
    ]


def _offer(kept: _Kept, there: CasePage) -> _Offer | None:
    deed, text = _FORMS.get(request.endpoint or "", ("", ""))
    sent, into = kept.sent, there.case.number
    fields = {n: v for n, v in sent.items() if n not in _NOT_CARRIED} | {"moved_from": kept.number}
    if deed and _allows(there.deeds, deed):
        return _Offer(into, url_for(request.endpoint or "", number=into), fields)
    if sent.get(text, "").strip() and there.deeds.note:
        return _Offer(into, url_for("cases.note", number=into), {"text": sent[text]})
    return None


def _allows(deeds: Deeds, deed: str) -> bool:
    """A case that cannot be closed yet shows no form for it."""
    return bool(getattr(deeds, deed)) and not (deed == "close" and deeds.closing_faults)


def _page(
    kept: _Kept,
    page: CasePage | None = None,
    into: MergedInto | None = None,
    offer: _Offer | None = None,
) -> str:
    version = kept.sent.get("version", "")
    seen = int(version) if version.isdecimal() else None
    return render_template(
        "cases/moved.html",
        number=kept.number,
        case=page.case if page else None,
        into=into,
        offer=offer,
        typed=kept.typed,
        events=unseen_changes(kept.number, seen) if page else [],
        message=message_text(kept.refused.message, kept.refused.params),
        draft=kept.sent.get("draft_id") or request.form.get("draft_id", ""),
        wording=wording,
    )
