"""Writing a card: the case's own words on the left, the text on the right, what identifies marked in both."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from safety_center.domain.errors import Conflict, FieldError, InputRefused
from safety_center.domain.exemplary import MOST_STEPS, ActArticle, card_texts
from safety_center.services.context import Context
from safety_center.services.drafts import StoredDraft, new_draft_token
from safety_center.services.exemplary import (
    LeakReport,
    TextPage,
    check,
    end_typed,
    find_typed,
    open_text,
    save_text,
    submit,
)
from safety_center.services.kept_forms import open_form, seal_form
from safety_center.web.exemplary import marks
from safety_center.web.exemplary.card_form import (
    count_steps,
    form_values,
    in_parts,
    merge,
    move_up,
    read_card,
    readable_card,
    take_part,
    typed_values,
    without_ours,
)
from safety_center.web.exemplary.labels import card_label
from safety_center.web.exemplary.typed import discard, keep_sent, say_resumed, sent_token
from safety_center.web.rendering import instant_text
from safety_center.web.request import current_language, viewing_unit, writing_unit
from safety_center.web.terms import message_text


@dataclass
class _Sheet:
    """One showing of the form. `base` is the form as it was opened, sealed; `theirs` what somebody else
    stored meanwhile where both changed a part; `kept` what was typed and has no place any more; `token`
    names its draft; `resumed` says that a draft is shown, which may be thrown away."""

    page: TextPage
    values: dict[str, str]
    leaks: LeakReport
    base: str
    token: str
    errors: list[FieldError] = field(default_factory=list)
    theirs: dict[str, str] = field(default_factory=dict)
    told: str = ""
    more_steps: int = 0
    focus: str = ""
    kept: dict[str, str] = field(default_factory=dict)
    resumed: bool = False


def show(card_id: int) -> ResponseReturnValue:
    """The form as the text stands, with what its reader typed there and did not save; where it is not
    being written, the text beside the original."""
    with viewing_unit() as ctx:
        page = open_text(ctx, card_id)
        draft = find_typed(ctx, card_id)
        if draft and in_parts(without_ours(draft.flat)) != in_parts(form_values(page.card)):
            return _render(_resumed(ctx, page, draft))
        values = form_values(page.card)
        token = draft.token if draft else new_draft_token()
        return _render(_Sheet(page, values, page.leaks, seal_form(ctx, values), token))


def _resumed(ctx: Context, page: TextPage, draft: StoredDraft) -> _Sheet:
    """The form as it was typed; what was saved since is beside it, or in it where only that changed."""
    stored, sealed = form_values(page.card), draft.flat.get("base", "")
    base, typed = open_form(ctx, sealed) or stored, without_ours(draft.flat)
    sheet = _Sheet(page, typed, page.leaks, sealed or seal_form(ctx, stored), draft.token)
    sheet.resumed = True
    if not page.writable:
        sheet.kept = {part: text for part, text in in_parts(typed).items() if text}
        return sheet
    sheet.values, sheet.theirs = merge(base, stored, typed)
    sheet.leaks = check(ctx, page.id, readable_card(sheet.values))
    sheet.told = say_resumed(base, stored, instant_text(draft.changed_at))
    return sheet


def write(card_id: int) -> ResponseReturnValue:
    """Whatever the button says; nothing that was typed is lost on the way."""
    do, values = request.form.get("do", "save"), typed_values(request.form)
    if do == "discard":
        return discard(card_id)
    if do not in ("save", "submit"):
        keep_sent(card_id)
        return _render(_changed(card_id, values, do))
    try:
        card = read_card(values)
        with writing_unit() as ctx:
            save_text(ctx, card_id, card, request.form.get("version", type=int))
            end_typed(ctx, card_id, sent_token())
    except InputRefused as refused:
        keep_sent(card_id)
        return _render(_sheet(card_id, values, errors=refused.errors)), 422
    except Conflict as second:
        keep_sent(card_id)
        return _render(_second(card_id, values, second)), 409
    return _hand_in(card_id, values) if do == "submit" else _saved(card_id)


def check_live(card_id: int) -> ResponseReturnValue:
    """For the script: marks of what is typed, each field's as markup; with a button, its new texts."""
    values, do = typed_values(request.form), request.form.get("do", "")
    with viewing_unit() as ctx:
        before, values, leaks = _replaced(ctx, card_id, values, do)
    shown = card_texts(readable_card(values))
    fields = {
        path: render_template("exemplary/_findings.html", found=_found(path, text, leaks))
        for path, text in shown.items()
    }
    changed = {path: text for path, text in shown.items() if text != before.get(path, "")}
    counter = render_template("exemplary/_counter.html", leaks=leaks)
    return jsonify(count=leaks.count, counter=counter, fields=fields, texts=changed if do else {})


def back(card_id: int) -> ResponseReturnValue:
    """The script's address opened as a page: to the form."""
    return redirect(url_for("exemplary.text", card_id=card_id))


def _saved(card_id: int) -> ResponseReturnValue:
    flash(gettext("글을 저장했습니다."), "success")
    return redirect(url_for("exemplary.text", card_id=card_id))


def _hand_in(card_id: int, values: dict[str, str]) -> ResponseReturnValue:
    """Saved already: a refusal says what is left to do."""
    seen = request.form.get("version", type=int)
    try:
        with writing_unit() as ctx:
            submit(ctx, card_id, seen + 1 if seen is not None else None)
            end_typed(ctx, card_id, sent_token(), everywhere=True)
    except InputRefused as refused:
        sheet = _sheet(card_id, values, errors=refused.errors, opened=False)
        sheet.told = gettext("글은 저장했습니다. 아래 항목을 고친 뒤 다시 제출해 주십시오.")
        return _render(sheet), 422
    except Conflict as second:
        return _render(_second(card_id, values, second)), 409
    flash(gettext("글을 제출했습니다. 확인을 기다리고 있습니다."), "success")
    return redirect(url_for("exemplary.show", card_id=card_id))


def _changed(card_id: int, values: dict[str, str], do: str) -> _Sheet:
    """The form again after a button that stores nothing."""
    word, _, rest = do.partition(":")
    if word == "up" and rest.isdecimal():
        values = move_up(values, int(rest))
    with viewing_unit() as ctx:
        if word == "theirs":
            stored = form_values(open_text(ctx, card_id).card)
            values = take_part(values, stored, rest)
        _, values, _ = _replaced(ctx, card_id, values, do)
    sheet = _sheet(card_id, values)
    sheet.more_steps = int(word == "step" and count_steps(values) < MOST_STEPS)
    sheet.focus = f"steps.{count_steps(values)}.what" if sheet.more_steps else ""
    return sheet


def _replaced(
    ctx: Context, card_id: int, values: dict[str, str], do: str
) -> tuple[dict[str, str], dict[str, str], LeakReport]:
    """The texts as they are checked, the form after a replacing button, and what identifies in it."""
    card = readable_card(values)
    before, leaks = card_texts(card), check(ctx, card_id, card)
    if do.partition(":")[0] not in ("replace", "replace-all"):
        return before, values, leaks
    for path, found in leaks.by_field.items():
        text = before[path]
        new = marks.all_replaced(text, found) if do == "replace-all" else text
        values = values | {path: marks.replaced(do, path, new, found)}
    return before, values, check(ctx, card_id, readable_card(values))


def _sheet(
    card_id: int,
    values: dict[str, str],
    errors: list[FieldError] | None = None,
    opened: bool = True,
) -> _Sheet:
    """The form with what was typed. `opened`: it is compared with how it was opened, should somebody
    else have stored something since."""
    with viewing_unit() as ctx:
        page = open_text(ctx, card_id)
        leaks = check(ctx, card_id, readable_card(values))
        stored = form_values(page.card)
        sealed = request.form.get("base", "") if opened else ""
        base = open_form(ctx, sealed) or stored
        token = sent_token() if opened else new_draft_token()
        sheet = _Sheet(page, values, leaks, sealed or seal_form(ctx, stored), token, errors or [])
    if not page.writable:
        sheet.kept = {part: text for part, text in in_parts(values).items() if text}
    _, sheet.theirs = merge(base, stored, values)
    return sheet


def _second(card_id: int, values: dict[str, str], refused: Conflict) -> _Sheet:
    """Somebody stored in between: both changes in one form, theirs beside where both changed a part."""
    sheet = _sheet(card_id, values)
    sheet.told = message_text(refused.message, refused.params)
    if sheet.page.writable:
        with viewing_unit() as ctx:
            base = open_form(ctx, request.form.get("base", ""))
            stored = form_values(sheet.page.card)
            sheet.values, sheet.theirs = merge(base or stored, stored, values)
            sheet.leaks = check(ctx, card_id, readable_card(sheet.values))
        sheet.told = gettext(
            "그사이 다른 사람이 이 글을 저장했습니다. 아직 아무것도 저장하지 않았고, 적은 내용은 그대로"
            " 있습니다. 두 사람이 다르게 적은 곳을 확인한 뒤 다시 저장해 주십시오."
        )
    return sheet


def _found(path: str, text: str, leaks: LeakReport) -> list[marks.Finding]:
    return marks.findings(path, text, leaks.by_field.get(path, ()))


def _render(sheet: _Sheet) -> str:
    checked: Mapping[str, str] = card_texts(readable_card(sheet.values))
    return render_template(
        "exemplary/text.html",
        sheet=sheet,
        page=sheet.page,
        values=sheet.values,
        errors=sheet.errors,
        leaks=sheet.leaks,
        steps=min(MOST_STEPS, count_steps(sheet.values) + sheet.more_steps),
        most_steps=MOST_STEPS,
        found=lambda path: _found(path, checked.get(path, ""), sheet.leaks),
        segments=marks.segments,
        original_marks=sum(len(piece.leaks) for piece in sheet.page.original.pieces),
        articles=[(each.value, each.label(current_language())) for each in ActArticle],
        field_label=card_label,
    )
