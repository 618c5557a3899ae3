"""A page asks the database as often for many rows as for one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event
from sqlmodel import col, select

from safety_center.domain.access import Role
from safety_center.services.cases.listing import list_cases
from safety_center.services.cases.merge import merge_case
from safety_center.services.cases.view import show_case
from safety_center.services.context import Context, viewing, writing
from safety_center.services.installation import Installation
from safety_center.services.jobs import JOBS, list_job_states
from safety_center.services.trail import TrailFilter, list_trail
from safety_center.store.tables import Case, Person
from tests.factories import make_actor, submit


@contextmanager
def questions(ctx: Context) -> Iterator[list[str]]:
    """The statements of a unit while it is within."""
    asked: list[str] = []

    def keep(*args: object) -> None:
        if str(args[2]).startswith("SELECT"):
            asked.append(str(args[2]))

    bind = ctx.session.get_bind()
    event.listen(bind, "before_cursor_execute", keep)
    yield asked
    event.remove(bind, "before_cursor_execute", keep)


def fetch_ids(installation: Installation, number: str) -> list[int]:
    """The persons of a case."""
    with installation.database.reading() as session:
        query = select(Person.id).join(Case, col(Case.id) == Person.case_id)
        return list(session.exec(query.where(Case.number == number)))


def test_a_page_of_the_trail_asks_once_for_the_cases_of_all_its_lists(
    installation: Installation,
) -> None:
    officer, auditor = (make_actor(installation, role) for role in (Role.OFFICER, Role.AUDITOR))
    numbers = []
    for _ in range(3):
        numbers.insert(0, submit(installation, officer).case_number)
        with viewing(installation, officer) as ctx:
            list_cases(ctx, {})
    counts = []
    for limit in (1, 3):
        with viewing(installation, auditor) as ctx, questions(ctx) as asked:
            lines = list_trail(ctx, TrailFilter(actions=("case.list",), limit=limit)).lines
            counts.append(len(asked))
        assert [line.cases for line in lines] == [
            tuple(sorted(map(str, numbers[place:]))) for place in range(limit)
        ]
    assert counts[0] == counts[1]


def test_the_board_of_jobs_asks_once_for_all_of_them(installation: Installation) -> None:
    manager = make_actor(installation, Role.CENTER_MANAGER)
    with viewing(installation, manager) as ctx, questions(ctx) as asked:
        assert len(list_job_states(ctx)) == len(JOBS)
        assert len(asked) <= 2


def test_a_case_with_many_merged_into_it_is_shown_by_as_many_questions(
    installation: Installation,
) -> None:
    officer = make_actor(installation, Role.OFFICER)
    kept, *others = [str(submit(installation, officer).case_number) for _ in range(4)]
    counts = []
    for number in others:
        persons = fetch_ids(installation, number)
        with writing(installation, officer) as ctx:
            merge_case(ctx, number, kept, dict.fromkeys(persons), "같은 사건을 두 번 신고함")
        with viewing(installation, officer) as ctx, questions(ctx) as asked:
            page = show_case(ctx, kept)
            counts.append(len(asked))
    assert len(page.reports) == len(others) + 1
    assert counts[0] == counts[-1]
