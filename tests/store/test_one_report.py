"""What writing one report in two trips must keep: numbers, chain, order, and errors as ever."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from safety_center.domain.access import Actor, Role
from safety_center.services.context import reading, writing
from safety_center.services.installation import Installation
from safety_center.services.intake import submit_report
from safety_center.store.numbers import reserve_ids
from safety_center.store.rows import Insert, insert_and_commit
from safety_center.store.tables import Case, NumberCounter, Report
from safety_center.store.trail_chain import find_faults
from tests.factories import make_actor, make_report


@pytest.fixture
def officer(installation: Installation) -> Actor:
    return make_actor(installation, Role.OFFICER)


def _submit(installation: Installation, officer: Actor) -> str:
    with writing(installation, officer) as ctx:
        return submit_report(ctx, make_report(), last=True).receipt_number or ""


def test_many_at_a_time_leave_no_gap_and_a_whole_chain(
    installation: Installation, officer: Actor
) -> None:
    with ThreadPoolExecutor(6) as pool:
        receipts = list(pool.map(lambda _n: _submit(installation, officer), range(24)))
    assert sorted(int(receipt[-7:]) for receipt in receipts) == list(range(1, 25))
    with reading(installation, None) as ctx:
        assert list(find_faults(ctx.session)) == []
        assert len(ctx.session.execute(select(Report.id)).all()) == 24


def test_what_fails_after_its_numbers_leaves_no_gap(
    installation: Installation, officer: Actor
) -> None:
    def submit_and_fail() -> None:
        with writing(installation, officer) as ctx:
            submit_report(ctx, make_report(), last=True)
            raise ZeroDivisionError

    first = _submit(installation, officer)
    with pytest.raises(ZeroDivisionError):
        submit_and_fail()
    assert int(_submit(installation, officer)[-7:]) == int(first[-7:]) + 1


def test_a_broken_rule_of_the_last_rows_is_told_by_its_kind_and_nothing_stands(
    installation: Installation,
) -> None:
    rows = [{"series": "X", "last": 1}, {"series": "X", "last": 2}]
    with pytest.raises(IntegrityError), installation.database.writing() as session:
        insert_and_commit(session, [Insert(NumberCounter, rows)])
    with reading(installation, None) as ctx:
        assert ctx.session.get(NumberCounter, "X") is None


def test_ids_are_given_out_once(postgres_installation: Installation) -> None:
    installation = postgres_installation

    def take(_number: int) -> list[int]:
        with installation.database.writing() as session:
            return list(reserve_ids(session, {Case: 30})[Case])

    with ThreadPoolExecutor(4) as pool:
        taken = [each for ids in pool.map(take, range(8)) for each in ids]
    assert len(set(taken)) == len(taken) == 240
