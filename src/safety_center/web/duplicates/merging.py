"""Two cases side by side, merging the one into the other, and taking that back."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from safety_center.domain.errors import N_, Conflict, FieldError, InputRefused, NotFound
from safety_center.services.cases.merge import merge_case, unmerge_case
from safety_center.services.cases.view import show_case
from safety_center.services.duplicates import Comparison, compare_cases, find_similar_cases
from safety_center.web.cases import wording
from safety_center.web.cases.views import case_page
from safety_center.web.form_values import flat_values
from safety_center.web.request import viewing_unit, writing_unit
from safety_center.web.terms import message_text

#: The answer that a person of the one case is nobody of the other.
ANOTHER = "another"


def compare(number: str) -> ResponseReturnValue:
    """Both cases; before a second one is chosen, the question which, with the likely ones."""
    other = request.args.get("with", "").strip()
    if not other:
        return _choose(number, [])
    try:
        with viewing_unit() as ctx:
            comparison = compare_cases(ctx, number, other)
    except NotFound:
        error = FieldError("with", "unknown_case", N_("해당 관리번호가 없거나 볼 권한이 없습니다."))
        return _choose(number, [error]), 422
    return _page(comparison, _proposals(comparison), [])


def merge(number: str) -> ResponseReturnValue:
    """Merge, or show both again with what was chosen."""
    into, reason = request.form.get("into", "").strip(), request.form.get("reason", "")
    try:
        with writing_unit() as ctx:
            merge_case(ctx, number, into, _verdicts(), reason)
    except InputRefused as refused:
        with viewing_unit() as ctx:
            comparison = compare_cases(ctx, number, into)
        return _page(comparison, flat_values(request.form), refused.errors), 422
    except Conflict as conflict:
        flash(message_text(conflict.message, conflict.params), "warning")
        return redirect(url_for("cases.show", number=number))
    flash(gettext("%(number)s 건을 이 건에 병합했습니다.", number=number), "success")
    return redirect(url_for("cases.show", number=into))


def unmerge(number: str) -> ResponseReturnValue:
    """Take it back; without a reason it is asked for on the page of the case."""
    reason = request.form.get("reason", "")
    try:
        with writing_unit() as ctx:
            unmerge_case(ctx, number, reason)
    except InputRefused as refused:
        with viewing_unit() as ctx:
            page = show_case(ctx, number)
        return case_page(page, refused.errors, {"reason": reason}), 422
    except Conflict as conflict:
        flash(message_text(conflict.message, conflict.params), "warning")
    else:
        flash(gettext("병합을 취소했습니다. 이 건을 다시 처리할 수 있습니다."), "success")
    return redirect(url_for("cases.show", number=number))


def _verdicts() -> dict[int, int | None]:
    """`person.12` → 34, or nobody; what is neither is left undecided."""
    found: dict[int, int | None] = {}
    for name, value in request.form.items():
        number = name.removeprefix("person.")
        if number == name or not number.isdecimal():
            continue
        if value == ANOTHER:
            found[int(number)] = None
        elif value.isdecimal():
            found[int(number)] = int(value)
    return found


def _proposals(comparison: Comparison) -> dict[str, str]:
    return {f"person.{here}": str(there) for here, there in comparison.proposed.items()}


def _choose(number: str, errors: list[FieldError]) -> str:
    with viewing_unit() as ctx:
        similar = find_similar_cases(ctx, number)
    return render_template(
        "duplicates/choose.html",
        similar=similar,
        errors=errors,
        typed=request.args.get("with", "")[:40],
    )


def _page(comparison: Comparison, values: dict[str, str], errors: list[FieldError]) -> str:
    return render_template(
        "duplicates/compare.html",
        comparison=comparison,
        sides=(comparison.here, comparison.there),
        values=values,
        errors=errors,
        another=ANOTHER,
        wording=wording,
    )
