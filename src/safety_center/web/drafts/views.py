"""Keeping what is typed while it is typed, and finding it again."""

from dataclasses import dataclass
from datetime import datetime

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from safety_center.domain.errors import NotFound
from safety_center.services.drafts import StoredDraft, discard_draft, list_drafts, save_draft
from safety_center.services.exemplary import CARD_FORM
from safety_center.web.form_values import flat_values
from safety_center.web.reports.forms import is_telling
from safety_center.web.request import reading_unit, writing_unit

_REPORT = "report"
_CASE = "case:"
_LONGEST_TOKEN = 40


@dataclass(frozen=True)
class _Line:
    token: str
    changed_at: datetime
    href: str
    case_number: str | None
    is_card: bool
    situation: str
    country: str
    city: str


def index() -> ResponseReturnValue:
    """The actor's unfinished forms, newest first."""
    with reading_unit() as ctx:
        drafts = [_line(draft) for draft in list_drafts(ctx) if _is_shown(draft)]
    return render_template("drafts/index.html", drafts=drafts)


def keep(token: str) -> ResponseReturnValue:
    """Answer to the script that saves while one types."""
    form = request.form.get("draft_form", _REPORT)
    if len(token) > _LONGEST_TOKEN or not (form == _REPORT or form.startswith(_CASE)):
        raise NotFound()
    values = {name: [value] for name, value in flat_values(request.form).items()}
    with writing_unit() as ctx:
        save_draft(ctx, form[:_LONGEST_TOKEN], values, token)
    return jsonify(saved=True)


def discard(token: str) -> ResponseReturnValue:
    """Throw one away."""
    with writing_unit() as ctx:
        discard_draft(ctx, token)
    flash(gettext("임시 저장한 내용을 삭제했습니다."), "success")
    return redirect(url_for("drafts.index"))


def _is_shown(draft: StoredDraft) -> bool:
    return draft.form.startswith((_CASE, CARD_FORM)) or (
        draft.form == _REPORT and is_telling(draft.values)
    )


def _line(draft: StoredDraft) -> _Line:
    number = draft.form.removeprefix(_CASE) if draft.form.startswith(_CASE) else None
    first = {name: values[0] for name, values in draft.values.items() if values}
    return _Line(
        token=draft.token,
        changed_at=draft.changed_at,
        href=_href(draft),
        case_number=number,
        is_card=draft.form.startswith(CARD_FORM),
        situation=first.get("situation", ""),
        country=first.get("country_code", ""),
        city=first.get("city", ""),
    )


def _href(draft: StoredDraft) -> str:
    """Where it is written on."""
    kind, _, what = draft.form.partition(":")
    if f"{kind}:" == CARD_FORM:
        return url_for("exemplary.text", card_id=int(what))
    if f"{kind}:" == _CASE:
        return url_for("cases.edit", number=what, draft=draft.token)
    return url_for("reports.new", draft=draft.token)
