"""Drafts on the web: kept while one types, found again, also after the session has ended."""

import re
from datetime import timedelta

import pytest
from sqlmodel import select

from safety_center.domain.access import Role
from safety_center.services.context import writing
from safety_center.services.installation import Installation
from safety_center.store.tables import LoginSession
from tests.factories import BANGKOK, make_actor
from tests.functional.desk import Desk, all_cases, sit_down
from tests.visitor import PASSWORD


@pytest.fixture
def officer(sqlite_installation: Installation) -> Desk:
    return sit_down(sqlite_installation, Role.OFFICER)


@pytest.fixture
def officer_with_password(sqlite_installation: Installation) -> Desk:
    actor = make_actor(sqlite_installation, Role.OFFICER, password=PASSWORD)
    desk = Desk(sqlite_installation, actor)
    desk.sign_in(actor.username)
    return desk


def _let_the_session_end(desk: Desk) -> None:
    with writing(desk.installation, None) as ctx:
        for row in ctx.session.exec(select(LoginSession)).all():
            row.seen_at = row.started_at = ctx.now - timedelta(days=1)
            ctx.session.add(row)


def test_what_is_typed_is_kept_and_listed(officer: Desk) -> None:
    values = officer.open_form(narrative="여권 분실", draft_form="report")
    assert officer.post(f"/drafts/{values['draft_id']}", values).json == {"saved": True}
    assert f"/reports/new?draft={values['draft_id']}" in officer.text("/drafts")
    assert "여권 분실" in officer.text(f"/reports/new?draft={values['draft_id']}")


def test_an_opened_form_with_nothing_in_it_is_not_listed(officer: Desk) -> None:
    officer.post("/drafts/a-token", {"country_code": "캄보디아", "draft_form": "report"})
    assert "a-token" not in officer.text("/drafts")


def test_somebody_elses_draft_can_neither_be_read_nor_written(officer: Desk) -> None:
    officer.post("/drafts/a-token", {"narrative": "나만의 내용", "draft_form": "report"})
    other = sit_down(officer.installation, Role.OFFICER, unit_code=BANGKOK)
    assert "나만의 내용" not in other.text("/reports/new?draft=a-token")
    assert (
        other.post("/drafts/a-token", {"narrative": "x", "draft_form": "report"}).status_code == 404
    )


def test_a_draft_is_gone_once_its_form_is_stored_and_a_late_save_changes_nothing(
    officer: Desk,
) -> None:
    values = officer.open_form(draft_form="report")
    officer.post(f"/drafts/{values['draft_id']}", values)
    officer.post("/reports/new", values)
    officer.post(f"/drafts/{values['draft_id']}", values)
    assert values["draft_id"] not in officer.text("/drafts")
    officer.post("/reports/new", values)
    assert len(all_cases(officer.installation)) == 1


def test_a_draft_can_be_thrown_away(officer: Desk) -> None:
    officer.post("/drafts/a-token", {"narrative": "여권", "draft_form": "report"})
    officer.post("/drafts/a-token/discard")
    assert "a-token" not in officer.text("/drafts")


def test_a_form_sent_after_the_session_ended_survives_signing_in_again(
    officer_with_password: Desk,
) -> None:
    officer = officer_with_password
    values = officer.open_form(narrative="세션이 끝난 뒤에 보낸 내용")
    _let_the_session_end(officer)
    answer = officer.post("/reports/new", values)
    assert answer.status_code == 401
    assert "세션이 끝난 뒤에 보낸 내용" not in answer.text
    found = re.search(r'name="waiting" value="([^"]+)"', answer.text)
    assert found
    waiting = officer.sign_in(officer.actor.username, next="/reports/new", waiting=found[1])
    assert "세션이 끝난 뒤에 보낸 내용" in waiting.text
    officer.post("/reports/new", values)
    assert len(all_cases(officer.installation)) == 1


def test_what_was_kept_while_typing_survives_signing_in_again(
    officer_with_password: Desk,
) -> None:
    officer = officer_with_password
    values = officer.open_form(narrative="아직 보내지 않은 내용", draft_form="report")
    officer.post(f"/drafts/{values['draft_id']}", values)
    _let_the_session_end(officer)
    path = f"/reports/new?draft={values['draft_id']}"
    assert officer.get(path).status_code == 302
    officer.sign_in(officer.actor.username)
    assert "아직 보내지 않은 내용" in officer.text(path)
