"""The job board: what failed stands on top; a run can be asked for."""

from datetime import datetime

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from safety_center.domain.periods import SEOUL
from safety_center.services.jobs import find_job, list_job_states, list_runs, request_run
from safety_center.web.clocks import local_time
from safety_center.web.request import current_language, reading_unit, writing_unit


def index() -> ResponseReturnValue:
    """Every job with its last run."""
    with reading_unit() as ctx:
        states = list_job_states(ctx)
    return render_template("jobs/index.html", states=states, seoul=_seoul)


def _seoul(instant: datetime) -> str:
    return local_time(instant, SEOUL.key)


def show(name: str) -> ResponseReturnValue:
    """A job's last runs."""
    with reading_unit() as ctx:
        runs = list_runs(ctx, name)
    return render_template("jobs/show.html", job=find_job(name), runs=runs)


def run(name: str) -> ResponseReturnValue:
    """Ask for a run; the scheduler begins it within seconds."""
    with writing_unit() as ctx:
        request_run(ctx, name)
    label = find_job(name).label(current_language())
    flash(gettext("%(job)s 작업을 요청했습니다. 곧 시작합니다.", job=label), "success")
    return redirect(url_for("jobs.index"))
