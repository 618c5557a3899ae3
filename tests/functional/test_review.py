"""The review of access: a day looked through, an explanation, a verdict, the sign-off."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import select

from safety_center.domain.access import Actor, Role
from safety_center.domain.jobs import RunState, RunTrigger
from safety_center.domain.periods import seoul_date, utc_now
from safety_center.services.context import reading, viewing, writing
from safety_center.services.installation import Installation
from safety_center.services.jobs import run_job
from safety_center.services.review import review_access
from safety_center.store.tables import AccessFinding, Account
from tests.factories import BANGKOK, make_actor, submit
from tests.functional.desk import Desk, acts, sit_down

WHY = "해당 사건의 담당 교대로 확인함"


def look(installation: Installation, actor: Actor, numbers: list[str]) -> None:
    """Open cases one after the other."""
    with viewing(installation, actor) as ctx:
        for number in numbers:
            ctx.note("case.view", number, rows=1)


def findings(installation: Installation) -> list[AccessFinding]:
    """All, oldest first."""
    with reading(installation, None) as ctx:
        return list(ctx.session.exec(select(AccessFinding).order_by(AccessFinding.id)).all())


def today() -> date:
    """The Seoul day on which the acts of these tests lie."""
    return seoul_date(utc_now())


def test_a_day_is_looked_through_and_twice_is_once(installation: Installation) -> None:
    officer = make_actor(installation, Role.OFFICER)
    look(installation, officer, [f"2026-KHM-{n * 7:06d}" for n in range(40)])
    look(installation, officer, [f"2026-THA-{n:06d}" for n in range(6)])
    assert review_access(installation, today()) >= 2
    kinds = {row.kind for row in findings(installation)}
    assert {"volume", "sequence"} <= kinds
    review_access(installation, today())
    assert len(findings(installation)) == len({(r.kind, r.subject) for r in findings(installation)})
    volume = next(row for row in findings(installation) if row.kind == "volume")
    assert (volume.account_id, volume.acts) == (officer.account_id, 46)


def test_a_person_of_the_own_name_opened_is_found_by_keyed_hash(installation: Installation) -> None:
    officer = make_actor(installation, Role.OFFICER)
    with writing(installation, None) as ctx:
        account = ctx.session.get_one(Account, officer.account_id)
        account.display_name = "남궁시험"
        ctx.session.add(account)
    numbers = [
        submit(installation, officer, persons=[{"name_hangul": name}]).case_number or ""
        for name in ("남궁시험", "남궁다름")
    ]
    look(installation, officer, numbers)
    review_access(installation, today())
    own = [row for row in findings(installation) if row.kind == "own_name"]
    assert [row.subject for row in own] == [numbers[0]]
    assert "남궁" not in "".join(f"{row.subject}{row.detail}" for row in findings(installation))


def test_views_at_night_are_by_the_clock_of_the_mission(sqlite_installation: Installation) -> None:
    # 00:30 in Seoul is 22:30 of the evening before at Phnom Penh, and afternoon at no center.
    at = (utc_now() - timedelta(days=2)).replace(hour=15, minute=30)
    officer = make_actor(sqlite_installation, Role.OFFICER)
    counsellor = make_actor(sqlite_installation, Role.COUNSELLOR)
    for actor in (officer, counsellor):
        with writing(sqlite_installation, actor, now=at) as ctx:
            for n in range(6):
                ctx.note("case.view", f"2026-KHM-{n * 9:06d}")
    review_access(sqlite_installation, seoul_date(at))
    found = [(row.kind, row.account_id) for row in findings(sqlite_installation)]
    assert found == [("night", officer.account_id)]


def test_without_a_day_the_job_looks_through_yesterday_once(
    sqlite_installation: Installation,
) -> None:
    for _ in range(2):
        result = run_job(sqlite_installation, "review-access", RunTrigger.COMMAND)
        assert result.state is RunState.DONE


@pytest.fixture
def asked(sqlite_installation: Installation) -> tuple[Desk, Desk, AccessFinding]:
    """Auditor, the officer concerned, and a finding about attempts out of reach."""
    officer = sit_down(sqlite_installation, Role.OFFICER)
    for n in range(5):
        officer.get(f"/cases/2026-THA-{n * 3:06d}")
    review_access(sqlite_installation, today())
    (row,) = findings(sqlite_installation)
    assert row.kind == "refused"
    with writing(sqlite_installation, None) as ctx:
        yesterday = ctx.session.get_one(AccessFinding, row.id)
        yesterday.day = today() - timedelta(days=1)
        ctx.session.add(yesterday)
    return sit_down(sqlite_installation, Role.AUDITOR), officer, row


def test_the_person_concerned_explains_and_the_auditor_decides_and_signs(
    asked: tuple[Desk, Desk, AccessFinding],
) -> None:
    auditor, officer, row = asked
    page = auditor.text(f"/review/{row.id}")
    assert "2026-THA-000003" in page
    assert auditor.post("/review/sign").status_code == 409
    assert "소명을 요청했습니다" not in officer.text("/")
    auditor.post(f"/review/{row.id}/ask")
    assert "소명하기" in officer.text("/")
    assert officer.post(f"/explanations/{row.id}", {"explanation": "음"}).status_code == 422
    officer.post(f"/explanations/{row.id}", {"explanation": WHY})
    assert WHY in auditor.text(f"/review/{row.id}")
    wrong = auditor.post(f"/review/{row.id}/decide", {"verdict": "", "note": WHY})
    assert wrong.status_code == 422
    auditor.post(f"/review/{row.id}/decide", {"verdict": "justified", "note": WHY})
    assert auditor.post("/review/sign").location == "/review"
    assert auditor.actor.display_name in auditor.text("/review?done=1")
    told = {"review.ask", "review.explain", "review.decide", "review.sign"}
    assert all(acts(auditor.installation, action) for action in told)


def test_nobody_explains_for_somebody_else(asked: tuple[Desk, Desk, AccessFinding]) -> None:
    auditor, officer, row = asked
    assert officer.post(f"/explanations/{row.id}", {"explanation": WHY}).status_code == 404
    auditor.post(f"/review/{row.id}/ask")
    other = sit_down(auditor.installation, Role.OFFICER, unit_code=BANGKOK)
    assert "소명하기" not in other.text("/")
    assert other.post(f"/explanations/{row.id}", {"explanation": WHY}).status_code == 404
    assert other.get(f"/review/{row.id}").status_code == 403


def test_an_overdue_review_stands_on_the_start_page_of_the_auditor(
    asked: tuple[Desk, Desk, AccessFinding],
) -> None:
    auditor, _, row = asked
    assert "7일이 지나도록" not in auditor.text("/")
    with writing(auditor.installation, None) as ctx:
        old = ctx.session.get_one(AccessFinding, row.id)
        old.day = today() - timedelta(days=8)
        ctx.session.add(old)
    assert "7일이 지나도록 점검하지 않은 건이 1건" in auditor.text("/")


def test_a_sign_off_is_due_after_as_many_days_as_the_setting_says(
    asked: tuple[Desk, Desk, AccessFinding],
) -> None:
    auditor, _, row = asked
    auditor.post(f"/review/{row.id}/decide", {"verdict": "advised", "note": WHY})
    installation = auditor.installation
    settings = installation.settings.model_copy(update={"review_days": 1})
    with writing(installation, None) as ctx:
        old = ctx.session.get_one(AccessFinding, row.id)
        old.day = today() - timedelta(days=3)
        ctx.session.add(old)
    strict = Desk(replace(installation, settings=settings), auditor.actor).enter(auditor.actor)
    assert "확인 서명 기한이 지났습니다" in strict.get("/review").text
