"""Tiles of work beside last year, and cases per officer: what is counted, divided, and not known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from sqlmodel import select

from safety_center.domain.access import Actor, Role
from safety_center.domain.periods import seoul_date, utc_now
from safety_center.services.cases.listing import list_cases
from safety_center.services.context import reading, viewing, writing
from safety_center.services.dashboards import build_dashboard
from safety_center.services.handovers import accept_handover, send_handover
from safety_center.services.installation import Installation
from safety_center.services.statistics import refresh_cube
from safety_center.store.tables import Account
from tests.factories import BANGKOK, PHNOM_PENH, make_actor, submit

DAY = timedelta(days=1)
NONE = [{"outcome": "none"}]


def ago(days: int) -> datetime:
    return utc_now() - days * DAY


@pytest.fixture
def worked(installation: Installation) -> Iterator[Installation]:
    """A year ago two cases of Phnom Penh were open and one of them waited for Bangkok; today three are."""
    officer = make_actor(installation, Role.OFFICER)
    bangkok = make_actor(installation, Role.OFFICER, BANGKOK)

    def case(days: int, **values: Any) -> str:
        made = submit(installation, officer, received_at=ago(days).isoformat(), **values)
        assert made.case_number, made
        return made.case_number

    case(500, closed_at=ago(100).isoformat(), persons=NONE)
    waited = case(400)
    case(3)
    case(2)
    with writing(installation, officer, now=ago(380)) as ctx:
        send_handover(ctx, waited, BANGKOK)
    with writing(installation, bangkok, now=ago(300)) as ctx:
        accept_handover(ctx, waited)
    refresh_cube(installation)
    return installation


def tiles(installation: Installation, actor: Actor | None, **values: str) -> dict[str, Any]:
    with reading(installation, actor) as ctx:
        view = build_dashboard(ctx, "overview", values)
    panel = view.find_panel("now")
    assert panel
    return {tile.measure.value: tile for tile in panel.tiles}


def test_tiles_of_work_stand_beside_the_same_day_of_last_year(worked: Installation) -> None:
    for role in (Role.ANALYST, Role.MISSION_HEAD):  # the cube, and the cases within reach
        found = tiles(worked, make_actor(worked, role))
        assert found["open_cases"].value == 3
        assert found["open_cases"].compared.ko == "전년 같은 날보다 1건 많다"
        assert found["open_cases"].base.ko == "(2건)"
        assert found["handovers_waiting"].value == 0
        assert found["handovers_waiting"].compared.en == "1 fewer than on the same day of last year"
        assert found["overdue_actions"].direction == ""
        assert "전년과 비교할 수 없음" in found["overdue_actions"].compared.ko


def test_as_of_an_instant_only_open_cases_are_compared(worked: Installation) -> None:
    day = seoul_date(utc_now()).isoformat()
    found = tiles(worked, make_actor(worked, Role.ANALYST), as_of=day)
    assert found["open_cases"].compared.ko == "전년 같은 날보다 1건 많다"
    assert found["handovers_waiting"].value is None


def load_table(
    installation: Installation, analyst: Actor, name: str, **values: str
) -> dict[str, list[Any]]:
    with reading(installation, analyst) as ctx:
        view = build_dashboard(ctx, name, values, "ko", urlencode)
    panel = view.find_panel("load")
    assert panel
    assert panel.chart
    assert any("담당영사 계정" in text.ko for _, text in panel.basis)
    return {row.cells[0].text: list(row.cells[1:]) for row in panel.chart.table.rows}


def test_cases_are_divided_among_accounts_in_use_and_open_their_lists(worked: Installation) -> None:
    second = {"username": "second", "display_name": "둘째 영사", "created_at": utc_now()}
    with worked.database.writing() as session:
        session.add(Account(role=Role.OFFICER.value, unit_code=PHNOM_PENH, **second))
    year = str(seoul_date(ago(2)).year)
    analyst = make_actor(worked, Role.ANALYST)
    found = load_table(worked, analyst, "timeliness", year=year)["주캄보디아대사관"]
    officers, opened, _, still_open, per = (cell.text for cell in found)
    assert (officers, still_open, per) == ("2", "2", "1.0")
    for cell, number in ((found[1], opened), (found[3], still_open)):
        with viewing(worked, analyst) as ctx:
            assert list_cases(ctx, dict(parse_qsl(cell.href))).cases == int(number)


def test_a_mission_without_an_account_is_not_divided(worked: Installation) -> None:
    with worked.database.writing() as session:
        for account in session.exec(select(Account).where(Account.unit_code == PHNOM_PENH)):
            account.active = False
    rows = load_table(worked, make_actor(worked, Role.ANALYST), "session")
    assert rows["아시아·태평양 (계정 없는 공관)"][0].text == "계정 없음"
    assert rows["아시아·태평양"][0].text == "1"


def test_as_of_an_earlier_instant_nothing_is_divided(worked: Installation) -> None:
    day = (seoul_date(utc_now()) - DAY).isoformat()
    with reading(worked, make_actor(worked, Role.ANALYST)) as ctx:
        panel = build_dashboard(ctx, "timeliness", {"as_of": day}).find_panel("load")
    assert panel
    assert panel.why
    assert panel.chart is None
