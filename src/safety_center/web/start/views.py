"""The start page: what waits for whoever signed in. It shows no personal values."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from safety_center.domain.access import Permission, Role
from safety_center.services.context import Context
from safety_center.services.drafts import list_drafts
from safety_center.services.exemplary import CARD_FORM, waiting
from safety_center.services.jobs import list_job_states
from safety_center.services.mission_figures import month_of_mission, year_so_far
from safety_center.services.promises import owed
from safety_center.services.review import review_state, unanswered
from safety_center.services.start import desk, reports_today
from safety_center.services.trail import verification_state
from safety_center.services.watch import acts_today, locked_accounts
from safety_center.web.navigation import dashboards_for
from safety_center.web.reports.forms import is_telling
from safety_center.web.request import reading_unit
from safety_center.web.sessions import current_actor


def show() -> ResponseReturnValue:
    """Every part that the role has; a part without content says what will stand there."""
    with reading_unit() as ctx:
        return render_template("start/show.html", **_parts(ctx))


def _parts(ctx: Context) -> dict[str, Any]:
    actor = current_actor()
    parts: dict[str, Any] = {"now": ctx.now, "to_explain": unanswered(ctx)}
    if actor.may(Permission.CASE_CHANGE):
        parts |= {"desk": desk(ctx), "month": month_of_mission(ctx)}
    if actor.role is Role.ANALYST:
        parts |= {"year": year_so_far(ctx), "dashboard_links": dashboards_for(actor)}
    if actor.may(Permission.REPORT_SUBMIT):
        mine = [draft for draft in list_drafts(ctx) if not draft.form.startswith(CARD_FORM)]
        parts["drafts"] = [draft for draft in mine if is_telling(draft.values)]
    if actor.role is Role.COUNSELLOR:
        parts["reports"] = reports_today(ctx)
    if actor.may(Permission.ACCOUNT_MANAGE):
        parts["locked"] = locked_accounts(ctx)
    if actor.may(Permission.JOB_VIEW):
        parts["jobs"] = list_job_states(ctx)
    if actor.may(Permission.TRAIL_VIEW):
        parts["acts"] = acts_today(ctx)
    if actor.may(Permission.TRAIL_REVIEW):
        parts["review"] = review_state(ctx)
    if actor.may(Permission.TRAIL_VIEW) or actor.may(Permission.ACCOUNT_MANAGE):
        parts["chain"] = verification_state(ctx)
    return parts | _of_the_session(ctx)


def _of_the_session(ctx: Context) -> dict[str, Any]:
    """Exemplary cases that wait for the actor, and what the actor's unit has promised."""
    actor = ctx.require_actor()
    parts: dict[str, Any] = {}
    if actor.may(Permission.EXEMPLARY_VIEW):
        parts["exemplary"] = waiting(ctx)
    if actor.may(Permission.PROMISE_VIEW):
        parts["owed"] = owed(ctx)
    return parts
