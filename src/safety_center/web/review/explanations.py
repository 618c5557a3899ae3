"""Explanations (소명): what a person says about access of their own that was asked about."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from safety_center.domain.errors import FieldError, InputRefused
from safety_center.services.review import FindingView, explain_finding, list_own_findings
from safety_center.web.request import reading_unit, writing_unit
from safety_center.web.review.words import say_finding


def index() -> ResponseReturnValue:
    """The own findings that ask for an explanation, unanswered first; nobody else's."""
    return _page()


def explain(finding: int) -> ResponseReturnValue:
    """Send the explanation of one."""
    text = request.form.get("explanation", "")
    try:
        with writing_unit() as ctx:
            explain_finding(ctx, finding, text)
    except InputRefused as refused:
        return _page(finding, refused.errors, text), 422
    flash(gettext("소명을 제출했습니다."), "success")
    return redirect(url_for("review.own"))


def _page(number: int | None = None, errors: Sequence[FieldError] = (), typed: str = "") -> str:
    with reading_unit() as ctx:
        findings = list_own_findings(ctx)
    return render_template(
        "review/own.html",
        findings=findings,
        answering=number or _next(findings),
        errors=errors,
        typed=typed,
        say=say_finding,
    )


def _next(findings: Sequence[FindingView]) -> int | None:
    """One form at a time: the first that is neither explained nor decided."""
    waiting = (v.row.id for v in findings if not (v.row.explained_at or v.verdict))
    return next(waiting, None)
