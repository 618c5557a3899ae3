"""The review of access for the auditor: what waits, one finding with its acts, the sign-off."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from safety_center.domain.errors import FieldError, InputRefused
from safety_center.domain.review import Verdict
from safety_center.services.review import (
    ask_explanation,
    decide_finding,
    list_findings,
    review_state,
    show_finding,
    sign_off,
)
from safety_center.services.trail import TrailFilter, list_trail
from safety_center.web.request import current_language, reading_unit, viewing_unit, writing_unit
from safety_center.web.review.words import rules, say_finding
from safety_center.web.trail import words

_PAGE_ROWS = 50
_MOST_ACTS = 200


def index() -> ResponseReturnValue:
    """Findings that wait, or (`?done=1`) those that were decided; the sign-off."""
    done = request.args.get("done") == "1"
    before = request.args.get("before", type=int)
    with reading_unit() as ctx:
        findings = list_findings(ctx, waiting=not done, before_id=before, limit=_PAGE_ROWS)
        state = review_state(ctx)
    return render_template(
        "review/index.html",
        findings=findings,
        state=state,
        done=done,
        is_paged=before is not None,
        older=findings[-1].row.id if len(findings) == _PAGE_ROWS else None,
        say=say_finding,
        rules=rules(),
    )


def show(finding: int) -> ResponseReturnValue:
    """One finding with the acts behind it."""
    return _page(finding)


def ask(finding: int) -> ResponseReturnValue:
    """Ask the person concerned to explain."""
    with writing_unit() as ctx:
        ask_explanation(ctx, finding)
    flash(gettext("소명을 요청했습니다. 당사자의 시작 화면에 나타납니다."), "success")
    return redirect(url_for("review.show", finding=finding))


def decide(finding: int) -> ResponseReturnValue:
    """The verdict with its reason."""
    verdict, note = request.form.get("verdict", ""), request.form.get("note", "")
    try:
        with writing_unit() as ctx:
            decide_finding(ctx, finding, verdict, note)
    except InputRefused as refused:
        return _page(finding, refused.errors, {"verdict": verdict, "note": note}), 422
    flash(gettext("점검 결과를 저장했습니다."), "success")
    return redirect(url_for("review.index"))


def sign() -> ResponseReturnValue:
    """Sign that everything up to yesterday was reviewed."""
    with writing_unit() as ctx:
        sign_off(ctx)
    flash(gettext("점검을 확인하고 서명했습니다."), "success")
    return redirect(url_for("review.index"))


def _page(
    number: int, errors: Sequence[FieldError] = (), typed: dict[str, str] | None = None
) -> str:
    with viewing_unit() as ctx:
        view = show_finding(ctx, number)
        span = {"from_seq": view.row.first_seq, "to_seq": view.row.last_seq}
        wanted = TrailFilter(
            username=view.username,
            from_seq=view.row.first_seq,
            to_seq=view.row.last_seq,
            limit=_MOST_ACTS,
        )
        acts = list_trail(ctx, wanted)
    return render_template(
        "review/show.html",
        view=view,
        acts=acts,
        span=span,
        errors=errors,
        typed=typed or {},
        say=say_finding,
        verdicts=[(term.value, term.label(current_language())) for term in Verdict],
        words=words,
    )
