"""Changing a case on one form; a change that came second is told so and loses nothing."""

from dataclasses import dataclass, field

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from safety_center.domain.errors import N_, Conflict, FieldError, Forbidden, InputRefused, NotFound
from safety_center.domain.vocabulary import AgeBand, Sex, Sojourn
from safety_center.services.cases.change import change_case
from safety_center.services.cases.view import CasePage, officers_of, reveal_case
from safety_center.services.drafts import (
    StoredDraft,
    discard_draft,
    find_draft,
    load_draft,
    new_draft_token,
)
from safety_center.services.kept_forms import open_form, seal_form
from safety_center.web.cases import wording
from safety_center.web.cases.answer import Answer, without_answer
from safety_center.web.cases.conflict import Row, overlap_rows, own_rows, unseen_changes
from safety_center.web.cases.forms import read_change, stored_values, without_dropped
from safety_center.web.cases.moved import is_carried, kept_answer, say_carried, typed_changes
from safety_center.web.cases.three_ways import carry_over, merge_three_ways, pick
from safety_center.web.field_labels import field_label
from safety_center.web.form_values import close_gaps, count_blocks, flat_values
from safety_center.web.reports import choices
from safety_center.web.request import (
    current_language,
    current_places,
    reading_unit,
    viewing_unit,
    writing_unit,
)


@dataclass
class _Form:
    """One showing of the form; `base` is what it showed first, sealed."""

    page: CasePage
    token: str
    values: dict[str, str]
    officers: list[tuple[str, str]]
    base: str = ""
    errors: list[FieldError] = field(default_factory=list)
    more_persons: int = 0
    carried: list[Row] = field(default_factory=list)
    left: list[Row] = field(default_factory=list)


def edit(number: str) -> ResponseReturnValue:
    """The form; it shows personal values in full, so opening it is kept in the trail.

    What a draft holds is shown too where the case went elsewhere meanwhile.
    """
    token = request.args.get("draft")
    try:
        form = _open(number, token or new_draft_token())
    except (Conflict, Forbidden, NotFound) as refused:
        draft = _draft(token, number)
        sent = {**draft.flat, "draft_id": draft.token} if draft else {}
        answer = _kept(number, refused, sent) if draft else None
        if answer is None:
            raise
        return answer
    draft = _draft(form.token)
    drafted = draft.flat if draft else {}
    form.base = drafted.pop("base", form.base)
    form.values |= drafted
    return _page(form)


def change(number: str) -> ResponseReturnValue:
    """Store what differs; whatever happens to the case meanwhile, everything typed is shown again."""
    try:
        return _carried(number) if is_carried() else _change(number)
    except (Conflict, Forbidden, NotFound) as refused:
        answer = _kept(number, refused, flat_values(request.form))
        if answer is None:
            raise
        return answer


def _kept(
    number: str, refused: Conflict | Forbidden | NotFound, sent: dict[str, str]
) -> ResponseReturnValue | None:
    changes = typed_changes(*_opened_and_typed(sent), "Asia/Seoul")
    return kept_answer(number, refused, changes, sent=sent)


def _opened_and_typed(sent: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """What the form showed when it was opened, and what it holds now."""
    base = _opened(sent.get("base", ""))
    typed = close_gaps(without_dropped(without_answer(sent)), "persons")
    return base, {**_unticked(base), **typed}


def _carried(number: str) -> str:
    """The form with what was changed in that of the case merged into this one; nothing is stored yet."""
    base, typed = _opened_and_typed(flat_values(request.form))
    form = _open(number, request.form.get("draft_id") or new_draft_token())
    carried, zone = carry_over(base, form.values, typed), form.page.case.zone
    changes = {row.field: row for row in typed_changes(form.values, carried.values, zone)}
    form.carried = [changes[name] for name in carried.fields if name in changes]
    form.left = typed_changes({}, carried.left, zone)
    form.values = {**carried.values, "version": form.values["version"]}
    say_carried()
    return _page(form)


def _change(number: str) -> ResponseReturnValue:
    sent = flat_values(request.form)
    typed, answer = close_gaps(without_dropped(without_answer(sent)), "persons"), Answer.of(sent)
    form = _open(number, request.form.get("draft_id") or new_draft_token())
    stored = form.values
    form.base, base = sent.get("base", form.base), _opened(sent.get("base", ""))
    do = request.form.get("do")
    if do == "form" or not answer.open:
        typed = pick(typed, answer.picked(base))
    form.values = {**_unticked(stored), **typed}
    if do in ("person", "form"):
        form.more_persons = int(do == "person")
        return _page(form)
    if answer.open and typed.get("version") == stored["version"]:
        return _second(form, number, stored, base, answer), 409
    try:
        wanted = read_change(typed, form.page, current_places())
        with writing_unit() as ctx:
            change_case(ctx, number, wanted)
            discard_draft(ctx, form.token)
    except InputRefused as refused:
        form.errors = refused.errors
        return _page(form), 422
    except Conflict:
        now = _open(number, form.token)
        now.values, stored = form.values, now.values
        return _second(now, number, stored, base, Answer()), 409
    flash(gettext("수정한 내용을 저장했습니다."), "success")
    return redirect(url_for("cases.show", number=number))


def _open(number: str, token: str) -> _Form:
    with viewing_unit() as ctx:
        page = reveal_case(ctx, number, purpose="edit")
        if page.merged_into is not None:
            message = N_(
                "%(survivor)s에 병합된 건이라 고칠 수 없습니다. 그 건에서 처리해 주십시오."
            )
            raise Conflict(message, survivor=page.merged_into.number)
        if not page.deeds.edit:
            raise Forbidden(N_("이 건은 다른 기관이 담당하고 있어 고칠 수 없습니다."))
        officers = officers_of(ctx, page.case.owner_unit)
        values = stored_values(page, current_places(), current_language())
        return _Form(page, token, values, officers, seal_form(ctx, values))


def _opened(sealed: str) -> dict[str, str]:
    with reading_unit() as ctx:
        return open_form(ctx, sealed)


def _draft(token: str | None, number: str = "") -> StoredDraft | None:
    """The own draft of that name; the newest of a case for an address that names none."""
    with reading_unit() as ctx:
        try:
            return load_draft(ctx, token) if token else find_draft(ctx, f"case:{number}")
        except NotFound:
            return None


def _unticked(stored: dict[str, str]) -> dict[str, str]:
    """A box that is not ticked sends nothing; it must not come back ticked."""
    return {k: "" if k.endswith(".approximate") else v for k, v in stored.items()}


def _second(
    form: _Form, number: str, stored: dict[str, str], base: dict[str, str], answer: Answer
) -> str:
    """Somebody saved in between: what happened, what both changed, and the choice between the two."""
    seen = int(base.get("version") or form.values.get("version") or stored["version"])
    merged = answer.again(stored, form.values) or merge_three_ways(base, stored, form.values)
    zone = form.page.case.zone
    return render_template(
        "cases/conflict.html",
        form=form,
        case=form.page.case,
        events=unseen_changes(number, answer.seen or seen),
        seen=answer.seen or seen,
        overlaps=overlap_rows(merged, zone, form.officers, answer.picks),
        own=own_rows(stored, merged, zone, form.officers),
        values={**merged.values, "version": stored["version"]},
        undecided=answer.open,
        wording=wording,
    )


def _page(form: _Form) -> str:
    language = current_language()
    places = current_places()
    near = [(m.code, m.label(language)) for m in places.missions_for(form.page.case.country_code)]
    offered = choices.person_choices() | {
        "sexes": choices.terms(Sex),
        "age_bands": choices.terms(AgeBand),
        "sojourns": choices.terms(Sojourn),
        "countries": choices.countries(),
        "missions": choices.missions(near),
        "officers": form.officers,
    }
    return render_template(
        "cases/edit.html",
        form=form,
        case=form.page.case,
        values=form.values,
        errors=form.errors,
        field_label=field_label,
        persons=count_blocks(form.values, "persons") + form.more_persons,
        choices=offered,
        wording=wording,
    )
