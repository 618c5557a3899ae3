"""An installation with something on every page in which nobody typed a Korean letter."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlmodel import select

from safety_center.domain.access import Actor, Role
from safety_center.domain.accounts import AccountInput
from safety_center.domain.jobs import RunMessage
from safety_center.domain.periods import utc_now
from safety_center.domain.vocabulary import CaseStatus
from safety_center.services.accounts import create_account, find_actor
from safety_center.services.context import reading, writing
from safety_center.services.dashboards import write_dashboard_files
from safety_center.services.installation import Installation
from safety_center.services.statistics import refresh_cube
from safety_center.store.tables import Account, Case, JobRun
from safety_center.web.request import LANGUAGE_COOKIE
from tests.factories import PHNOM_PENH, UNITS, submit
from tests.functional.desk import Desk

_PERSON = {"name_roman": "SAMPLE ONE", "sex": "male", "age_band": "20-29", "sojourn": "visitor"}
_SAID = {"narrative": "Bag stolen at the market.", "city": "Phnom Penh"}


def people_at_work(installation: Installation) -> dict[Role, Actor]:
    """One account of each role."""
    people = {}
    for role in Role:
        name = f"sample.{role.value.replace('_', '.')}"
        account = AccountInput(
            username=name, display_name=f"Sample {role.en}", role=role, unit_code=UNITS[role]
        )
        with writing(installation, None) as ctx:
            create_account(ctx, account, None)
        with reading(installation, None) as ctx:
            actor = find_actor(ctx, name)
        assert actor
        people[role] = actor
    return people


def sit_down_in_english(installation: Installation, actor: Actor) -> Desk:
    """Somebody signed in who chose English."""
    desk = Desk(installation, actor)
    desk.enter(actor)
    desk.client.set_cookie(LANGUAGE_COOKIE, "en")
    return desk


def live_in(installation: Installation, people: dict[Role, Actor]) -> None:
    """Reports of every kind, cases at every step, a draft, figures, jobs that failed, a locked account."""
    officer, counsellor = people[Role.OFFICER], people[Role.COUNSELLOR]
    _take_reports(installation, officer)
    _follow_a_case(sit_down_in_english(installation, officer))
    for answer in ("withdraw", "return", "accept", ""):
        _hand_over(installation, counsellor, officer, answer)
    _tell_exemplary_cases(installation, people)
    with installation.database.writing() as session:
        for case, hours in zip(session.exec(select(Case).limit(2)), (-30, 2), strict=True):
            case.next_action, case.next_action_due_at = "Call", utc_now() + timedelta(hours=hours)
        said = RunMessage("오류로 멈췄습니다: %(error)s", {"error": "OSError, x.py:1"}).encode()
        for state in ("done", "failed", "requested"):
            run = {"started_at": utc_now(), "state": state, "trigger": "schedule", "message": said}
            session.add(JobRun(job="purge", **run))
    _lock_an_account(installation)
    refresh_cube(installation)
    write_dashboard_files(installation)


def _submit(installation: Installation, actor: Actor, **changes: Any) -> str:
    return submit(installation, actor, **{**_SAID, **changes}).case_number or ""


def _take_reports(installation: Installation, officer: Actor) -> None:
    group = {"headcount": 3, "approximate": True}
    number = _submit(installation, officer, persons=[_PERSON, group])
    _submit(installation, officer, country_code="XZ", situation="detention")
    _submit(installation, officer, persons=[{"involvement": "perpetrator"}])
    _submit(installation, officer, disposition="refused", disposition_reason="Another authority")
    _submit(installation, officer, disposition="joined_case", join_case_number=number)


def _follow_a_case(desk: Desk) -> None:
    number = _submit(desk.installation, desk.actor, situation="fraud", persons=[_PERSON])
    desk.post(f"/cases/{number}/take-up")
    desk.post(f"/cases/{number}/notes", {"text": "Went to the police together."})
    desk.post(f"/cases/{number}/close")
    desk.post(f"/cases/{number}/reopen", {"reason": "More is known"})
    desk.post("/drafts/a-token", {"narrative": "Passport", "draft_form": "report"})


def _tell_exemplary_cases(installation: Installation, people: dict[Role, Actor]) -> None:
    """A published card, and one for each who is waited for."""
    officer, manager = (people[role] for role in (Role.OFFICER, Role.CENTER_MANAGER))
    writer, head, center = (
        sit_down_in_english(installation, actor)
        for actor in (officer, people[Role.MISSION_HEAD], manager)
    )
    card = {"title": "Home on the day", "situation": "A bag was stolen.", "result": "Home again."}
    card |= {"steps.0.what": "Went along.", "lessons": "Know the market.", "act_article": "12"}
    for steps in ("publish", "endorse", "submit", ""):
        number = _submit(installation, officer, situation="death")
        with installation.database.writing() as session:
            case = session.exec(select(Case).where(Case.number == number)).one()
            case.status = CaseStatus.CLOSED.value
        text = writer.post(f"/cases/{number}/nominate").headers["Location"]
        writer.post(text, {**card, "do": "submit" if steps else "save"})
        page = text.removesuffix("/text")
        if steps in ("endorse", "publish"):
            head.post(f"{page}/endorse")
        if steps == "publish":
            center.post(f"{page}/publish")


def _hand_over(installation: Installation, sender: Actor, receiver: Actor, answer: str) -> None:
    number = _submit(installation, sender, source="call_center", situation="kidnapping")
    desk = sit_down_in_english(installation, sender)
    desk.post(f"/cases/{number}/handover", {"to_unit": PHNOM_PENH, "message": "Urgent"})
    if answer == "withdraw":
        desk.post(f"/handovers/{number}/withdraw")
    elif answer:
        other = sit_down_in_english(installation, receiver)
        other.post(f"/handovers/{number}/{answer}", {"reason": "Not ours"})


def _lock_an_account(installation: Installation) -> None:
    account = AccountInput(
        username="sample.locked", display_name="Sample Locked", role=Role.AUDITOR, unit_code=None
    )
    with writing(installation, None) as ctx:
        create_account(ctx, account, "Visitor-2026")
    with installation.database.writing() as session:
        locked = session.exec(select(Account).where(Account.username == "sample.locked")).one()
        locked.locked_at = utc_now()
