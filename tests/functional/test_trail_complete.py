"""Requirement 15: looking, searching, making, changing, taking away, signing in and out, and the failure of
each stand in the trail with account, instant, client, subject, action, result, rows and request."""

from __future__ import annotations

import re
from datetime import UTC, timedelta

import pytest
from sqlmodel import select

from safety_center.domain.access import Role
from safety_center.domain.periods import utc_now
from safety_center.services.context import reading
from safety_center.services.installation import Installation
from safety_center.services.statistics.refresh import refresh_cube
from safety_center.services.trail import find_witnesses
from safety_center.store.tables import TrailEntry
from tests.factories import BANGKOK, make_actor, submit
from tests.functional.desk import all_cases, sit_down
from tests.visitor import PASSWORD, Visitor


def newest(installation: Installation, action: str) -> TrailEntry:
    """The last act of that name."""
    with reading(installation, None) as ctx:
        query = select(TrailEntry).where(TrailEntry.action == action)
        found = ctx.session.exec(query.order_by(TrailEntry.seq.desc())).first()
    assert found is not None, action
    return found


def check(entry: TrailEntry, username: str, subject: str | None, result: str = "ok") -> None:
    """Everything the law asks of a row."""
    assert (entry.username, entry.subject, entry.result) == (username, subject, result)
    assert entry.client == "127.0.0.1"
    assert re.fullmatch(r"[0-9a-f-]{8,40}", entry.request_id or "")
    assert entry.at.tzinfo is UTC
    assert timedelta() <= utc_now() - entry.at < timedelta(minutes=5)
    assert entry.account_id
    assert entry.role == Role.OFFICER.value
    assert entry.unit_code == "KHM-PHNOMPENH"


def test_every_deed_of_an_officer_stands_in_the_trail(installation: Installation) -> None:
    officer = sit_down(installation, Role.OFFICER)
    me = officer.actor.username
    receipt = officer.take_report()
    check(newest(installation, "report.submit"), me, receipt)
    officer.get("/reports")
    check(newest(installation, "report.list"), me, None)
    officer.get(f"/reports/{receipt}")
    check(newest(installation, "report.view"), me, receipt)
    page = officer.get("/cases").text
    check(newest(installation, "case.list"), me, None)
    found = re.search(r"\d{4}-KHM-\d{6}", page)
    assert found
    number = found[0]
    officer.get(f"/cases/{number}")
    check(newest(installation, "case.view"), me, number)
    officer.post(f"/cases/{number}/reveal")
    revealed = newest(installation, "case.reveal")
    check(revealed, me, number)
    assert "purpose" in revealed.detail
    officer.post(f"/cases/{number}/take-up")
    check(newest(installation, "case.take_up"), me, number)
    officer.post(f"/cases/{number}/notes", {"text": "가족과 통화함."})
    check(newest(installation, "case.note"), me, number)
    officer.post("/sign-out")
    check(newest(installation, "session.sign_out"), me, me)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/cases/{number}", 404),
        ("post", "/cases/{number}/reveal", 404),
        ("post", "/cases/{number}/notes", 404),
        ("get", "/reports/{receipt}", 404),
    ],
)
def test_somebody_elses_record_refused_is_in_the_trail_with_its_number(
    installation: Installation, method: str, path: str, status: int
) -> None:
    other = make_actor(installation, Role.OFFICER, unit_code=BANGKOK)
    made = submit(installation, other, country_code="TH")
    officer = sit_down(installation, Role.OFFICER)
    address = path.format(number=made.case_number, receipt=made.receipt_number)
    assert getattr(officer, method)(address).status_code == status
    subject = made.receipt_number if "receipt" in path else made.case_number
    refused = newest(installation, "request.refused")
    check(refused, officer.actor.username, subject, "refused")
    assert f'"status": {status}' in refused.detail


def test_a_page_out_of_the_role_is_in_the_trail_and_a_name_in_an_address_is_not(
    sqlite_installation: Installation,
) -> None:
    officer = sit_down(sqlite_installation, Role.OFFICER)
    assert officer.get("/trail").status_code == 403
    check(newest(sqlite_installation, "request.refused"), officer.actor.username, None, "refused")
    assert officer.get("/cases/홍길동").status_code == 404
    refused = newest(sqlite_installation, "request.refused")
    check(refused, officer.actor.username, None, "refused")
    assert "홍길동" not in refused.detail


@pytest.mark.parametrize(
    "path", ["/cases?sex=moon", "/cases?from=2026-12-31&to=2026-01-01", "/statistics?from=x"]
)
def test_a_mistyped_filter_is_told_apart_from_a_page_out_of_reach(
    sqlite_installation: Installation, path: str
) -> None:
    officer = sit_down(sqlite_installation, Role.OFFICER)
    assert officer.get(path).status_code == 422
    check(newest(sqlite_installation, "input.refused"), officer.actor.username, None, "not_taken")


def test_a_form_to_correct_does_not_say_that_its_case_was_refused(
    sqlite_installation: Installation,
) -> None:
    officer = sit_down(sqlite_installation, Role.OFFICER)
    officer.take_report()
    (number,) = (case.number for case in all_cases(sqlite_installation))
    assert officer.post(f"/cases/{number}/notes", {"text": ""}).status_code == 422
    check(newest(sqlite_installation, "input.refused"), officer.actor.username, number, "not_taken")
    with reading(sqlite_installation, make_actor(sqlite_installation, Role.AUDITOR)) as ctx:
        (witness,) = find_witnesses(ctx, [number]).people
    assert witness.counts["refused"] == 0


def test_a_wrong_password_is_in_the_trail(sqlite_installation: Installation) -> None:
    make_actor(sqlite_installation, Role.OFFICER, username="kim.sample", password=PASSWORD)
    visitor = Visitor(sqlite_installation)
    visitor.sign_in("kim.sample", "Wrong-2026-xyz")
    failed = newest(sqlite_installation, "session.sign_in")
    assert (failed.subject, failed.result, failed.username) == ("kim.sample", "refused", None)
    visitor.sign_in("kim.sample", PASSWORD)
    check(newest(sqlite_installation, "session.sign_in"), "kim.sample", "kim.sample")


def test_a_file_of_figures_is_in_the_trail(sqlite_installation: Installation) -> None:
    analyst = sit_down(sqlite_installation, Role.ANALYST)
    refresh_cube(sqlite_installation)
    path = "/dashboards/overview/figures/trend.csv"
    assert analyst.get(path).status_code == 200
    assert newest(sqlite_installation, "dashboard.csv").username == analyst.actor.username
