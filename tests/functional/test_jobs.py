"""Running jobs: once at a time, with a row that says how it ended, tried again, seen on the board."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import update
from sqlmodel import select

from safety_center.domain.access import Actor, Role
from safety_center.domain.errors import Forbidden, NotFound
from safety_center.domain.jobs import RunMessage, RunState, RunTrigger
from safety_center.domain.periods import utc_now
from safety_center.services.context import reading, writing
from safety_center.services.installation import Installation
from safety_center.services.jobs import (
    JOBS,
    Job,
    JobState,
    Outcome,
    list_job_states,
    list_runs,
    registry,
    request_run,
    run_job,
    runner,
)
from safety_center.services.jobs.runner import due_jobs, mark_abandoned, requested_jobs
from safety_center.services.jobs.schedule import build_schedule
from safety_center.store.locks import holding
from safety_center.store.tables import JobRun, TrailEntry
from tests.factories import make_actor, submit
from tests.store.cubes import living_days

REFRESH, REBUILD = "refresh-statistics", "rebuild-statistics"
SCHEDULE = RunTrigger.SCHEDULE


@pytest.fixture
def manager(installation: Installation) -> Actor:
    return make_actor(installation, Role.CENTER_MANAGER)


@pytest.fixture
def odd_job(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], Outcome]], str]:
    """Puts a job of the test's own into the registry; retries do not wait."""
    monkeypatch.setattr(runner, "pause", lambda _attempt: None)

    def put(work: Callable[[], Outcome]) -> str:
        job = Job("odd", "시험", "Odd", "시험", "Odd", lambda _installation, _day: work())
        monkeypatch.setattr(registry, "JOBS", {**JOBS, "odd": job})
        return "odd"

    return put


def fetch_runs(installation: Installation) -> list[JobRun]:
    with reading(installation, None) as ctx:
        return list(ctx.session.exec(select(JobRun).order_by(JobRun.id)))


def state_of(installation: Installation, actor: Actor, name: str) -> JobState:
    with reading(installation, actor) as ctx:
        return next(state for state in list_job_states(ctx) if state.job.name == name)


def put_runs(installation: Installation) -> None:
    """Let every job have run just now."""
    with installation.database.writing() as session:
        for name in JOBS:
            session.add(JobRun(job=name, trigger="schedule", started_at=utc_now(), state="done"))


def move_runs(installation: Installation, by: timedelta, **values: str) -> None:
    """Let runs have begun earlier, or in another state."""
    at = utc_now() - by
    with installation.database.writing() as session:
        session.execute(update(JobRun).values(started_at=at, **values))


def test_a_run_leaves_a_row_with_start_end_rows_and_outcome(installation: Installation) -> None:
    submit(installation, make_actor(installation, Role.OFFICER), persons=[{}])
    assert run_job(installation, REFRESH, SCHEDULE).state is RunState.DONE
    run = fetch_runs(installation)[0]
    cells = 6  # of persons and of cases, in each date basis
    assert (run.job, run.state, run.rows, run.attempt) == (REFRESH, "done", cells, 1)
    assert run.ended_at is not None
    assert run.ended_at >= run.started_at


def test_a_job_may_run_twice_and_takes_a_day(sqlite_installation: Installation) -> None:
    submit(sqlite_installation, make_actor(sqlite_installation, Role.OFFICER), persons=[{}])
    today = date.today()  # noqa: DTZ011 - any day will do
    results = [run_job(sqlite_installation, name, SCHEDULE, today) for name in (*JOBS, *JOBS)]
    assert {result.state for result in results} == {RunState.DONE}


def test_an_error_is_tried_again_and_told_without_its_text(
    installation: Installation, odd_job: Callable[[Callable[[], Outcome]], str]
) -> None:
    def work() -> Outcome:
        raise ValueError("홍길동 900101-1234567")

    result = run_job(installation, odd_job(work), SCHEDULE)
    assert result.state is RunState.FAILED
    runs = fetch_runs(installation)
    assert [(run.attempt, run.state) for run in runs] == [
        (1, "failed"),
        (2, "failed"),
        (3, "failed"),
    ]
    assert all("ValueError, test_jobs.py" in (run.message or "") for run in runs)
    assert not any("홍길동" in (run.message or "") for run in runs)


def test_an_error_that_passes_ends_in_done(
    installation: Installation, odd_job: Callable[[Callable[[], Outcome]], str]
) -> None:
    answers = iter([ValueError(), Outcome(5)])

    def work() -> Outcome:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    assert run_job(installation, odd_job(work), SCHEDULE).rows == 5
    assert [run.state for run in fetch_runs(installation)] == ["failed", "done"]


def test_a_cube_that_differs_is_a_failure_that_is_mended_and_not_tried_again(
    installation: Installation, manager: Actor
) -> None:
    submit(installation, make_actor(installation, Role.OFFICER), persons=[{}])
    run_job(installation, REFRESH, SCHEDULE)
    with installation.database.writing() as session:
        session.execute(update(living_days(session)).values(persons=9))
    assert run_job(installation, REBUILD, SCHEDULE).message == RunMessage(
        "집계표가 원자료와 달랐습니다: %(days)s일, %(cells)s칸. 원자료대로 바로잡았습니다.",
        {"days": 3, "cells": 9},  # of days, of their months and of their years
    )
    with reading(installation, manager) as ctx:
        states = list_job_states(ctx)
        assert states[0].job.name == REBUILD, "what failed stands on top"
        assert states[0].needs_attention
        assert len(list_runs(ctx, REBUILD)) == 1
    assert run_job(installation, REBUILD, SCHEDULE).state is RunState.DONE


def test_a_job_never_runs_twice_at_once(
    installation: Installation, odd_job: Callable[[Callable[[], Outcome]], str]
) -> None:
    begun, finish = threading.Event(), threading.Event()

    def work() -> Outcome:
        begun.set()
        assert finish.wait(30)
        return Outcome()

    name = odd_job(work)
    thread = threading.Thread(target=run_job, args=(installation, name, SCHEDULE))
    thread.start()
    assert begun.wait(30)
    assert run_job(installation, name, RunTrigger.COMMAND).state is None
    assert run_job(installation, REFRESH, SCHEDULE).state is RunState.DONE, "others may run"
    finish.set()
    thread.join()
    assert [run.state for run in fetch_runs(installation)] == ["done", "done"]


def test_a_lock_is_free_again_when_it_was_given_back(installation: Installation) -> None:
    for _ in range(2):
        with holding(installation.database, "x") as first:
            assert first
            with (
                holding(installation.database, "x") as second,
                holding(installation.database, "y") as other,
            ):
                assert (second, other) == (False, True)


def test_a_run_of_a_dead_process_is_marked_and_its_job_is_due(installation: Installation) -> None:
    put_runs(installation)
    assert list(due_jobs(installation)) == []
    move_runs(installation, timedelta(), state="running")
    with holding(installation.database, f"job:{REFRESH}"):  # this one is alive
        assert mark_abandoned(installation) == len(JOBS) - 1
    assert set(due_jobs(installation)) == set(JOBS) - {REFRESH}
    states = {run.job: run.state for run in fetch_runs(installation)}
    assert states[REBUILD] == "abandoned"
    assert states[REFRESH] == "running"


def test_what_should_have_run_while_nobody_scheduled_is_due(installation: Installation) -> None:
    assert sorted(due_jobs(installation)) == sorted(build_schedule(installation.settings))
    put_runs(installation)
    move_runs(installation, timedelta(minutes=2))
    assert REFRESH in set(due_jobs(installation))
    move_runs(installation, timedelta(hours=25))
    assert {REFRESH, REBUILD} <= set(due_jobs(installation))


def test_the_nightly_job_runs_at_ten_past_three_in_seoul(installation: Installation) -> None:
    trigger = build_schedule(installation.settings)[REBUILD]
    evening = datetime.fromisoformat("2026-11-22T20:00:00+09:00")
    assert trigger.get_next_fire_time(None, evening).isoformat() == "2026-11-23T03:10:00+09:00"


def test_a_run_asked_for_on_the_board_waits_for_the_scheduler_and_is_in_the_trail(
    installation: Installation, manager: Actor
) -> None:
    for _ in range(2):
        with writing(installation, manager) as ctx:
            request_run(ctx, REFRESH)
    assert requested_jobs(installation) == [REFRESH]
    assert state_of(installation, manager, REFRESH).requested
    run_job(installation, REFRESH, RunTrigger.REQUEST)
    assert requested_jobs(installation) == []
    assert [run.state for run in fetch_runs(installation)] == ["done"]
    with reading(installation, None) as ctx:
        acts = [(entry.action, entry.subject) for entry in ctx.session.exec(select(TrailEntry))]
    assert acts.count(("job.run", REFRESH)) == 2


def test_a_job_well_past_its_time_is_called_late(
    installation: Installation, manager: Actor
) -> None:
    run_job(installation, REFRESH, SCHEDULE)
    assert not state_of(installation, manager, REFRESH).needs_attention
    move_runs(installation, timedelta(minutes=10))
    assert state_of(installation, manager, REFRESH).late


def test_who_may_not_see_or_run_jobs_is_refused(installation: Installation) -> None:
    with writing(installation, make_actor(installation, Role.OFFICER)) as ctx:
        for verb in (list_job_states, lambda ctx: request_run(ctx, REFRESH)):
            with pytest.raises(Forbidden):
                verb(ctx)
    with writing(installation, make_actor(installation, Role.ANALYST)) as ctx:
        assert len(list_job_states(ctx)) == len(JOBS)
        with pytest.raises(Forbidden):
            request_run(ctx, REFRESH)


def test_an_unknown_job_is_not_found(installation: Installation) -> None:
    with pytest.raises(NotFound):
        run_job(installation, "make-coffee", SCHEDULE)
