"""The trail for the auditor: who did what to whose record, whether the chain is whole, and files of it."""

from collections.abc import Sequence

from flask import Response, flash, redirect, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from safety_center.domain.access import CENTERS, Role
from safety_center.domain.errors import FieldError, InputRefused
from safety_center.domain.periods import utc_now
from safety_center.services.trail import (
    TrailPage,
    Verification,
    export_trail,
    list_trail,
    request_verification,
    verification_state,
    write_lines,
)
from safety_center.web.request import (
    current_installation,
    current_language,
    current_places,
    reading_unit,
    viewing_unit,
    writing_unit,
)
from safety_center.web.sessions import current_actor
from safety_center.web.terms import unit_label
from safety_center.web.trail import words
from safety_center.web.trail.actions import ACTIONS, FAULTS, GROUPS, RESULTS
from safety_center.web.trail.asked import LABELS, read_filter
from safety_center.web.trail.csv_file import write_csv

_PAGE_ROWS = 100


def index() -> ResponseReturnValue:
    """A page of entries by the filters of its address, newest first."""
    return _page(request.args)


def verify() -> ResponseReturnValue:
    """Ask for a walk along the chain; who asked is in the trail, progress and result on the page."""
    with writing_unit() as ctx:
        request_verification(ctx)
    flash(gettext("검증을 요청했습니다. 곧 시작합니다."), "success")
    return redirect(url_for("trail.index", _anchor="chain"))


def verification() -> ResponseReturnValue:
    """The part of the page about the chain, asked for every few seconds while it is walked."""
    return render_template("trail/_verification.html", **_chain())


def export() -> ResponseReturnValue:
    """All entries of the filters as CSV; the reason is asked, and the file stands in the trail."""
    wanted, asked, errors = read_filter(request.form, _PAGE_ROWS)
    reason = request.form.get("reason", "")
    if errors:
        return _page(request.form, errors, reason)
    try:
        with writing_unit() as ctx:
            span = export_trail(ctx, wanted, reason)
    except InputRefused as refused:
        return _page(asked, refused.errors, reason)
    actor, now = current_actor(), utc_now()
    stamp = f"{actor.display_name} ({actor.username}) · {words.exact_time(now)} · {reason.strip()}"
    lines = write_csv(write_lines(current_installation(), span), stamp)
    answer = Response(stream_with_context(lines), mimetype="text/csv")
    name = f"trail-{now:%Y%m%d-%H%M%S}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _page(
    values: dict[str, str], errors: Sequence[FieldError] = (), reason: str = ""
) -> tuple[str, int]:
    wanted, asked, wrong = read_filter(values, _PAGE_ROWS)
    page: TrailPage | None = None
    if not wrong:
        with viewing_unit() as ctx:
            page = list_trail(ctx, wanted)
    shown = [*wrong, *(error for error in errors if error not in wrong)]
    content = render_template(
        "trail/index.html",
        asked=asked,
        page=page,
        errors=shown,
        filter_label=lambda key: gettext(LABELS[key]) if key in LABELS else "",
        reason=reason,
        is_paged=wanted.before_seq is not None,
        actions=_actions(),
        units=_units(),
        roles=[(role.value, role.label(current_language())) for role in Role],
        results=[(code, gettext(label)) for code, label in RESULTS.items()],
        words=words,
        **_chain(),
    )
    return content, 422 if shown else 200


def _chain() -> dict[str, object]:
    with reading_unit() as ctx:
        state: Verification = verification_state(ctx)
    return {"chain": state, "fault_names": FAULTS}


def _actions() -> list[tuple[str, str]]:
    """Groups first, then every act by its name."""
    named = sorted(((code, gettext(label)) for code, label in ACTIONS.items()), key=_label)
    return [*((code, gettext(label)) for code, label in GROUPS.items()), *named]


def _units() -> list[tuple[str, str]]:
    missions = ((code, unit_label(code)) for code in current_places().missions)
    return [*((code, unit_label(code)) for code in CENTERS), *sorted(missions, key=_label)]


def _label(option: tuple[str, str]) -> str:
    return option[1]
