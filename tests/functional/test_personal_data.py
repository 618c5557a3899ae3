"""What somebody wrote about a person stands in its own table and nowhere else."""

import pytest
from sqlalchemy import inspect, select

from safety_center.domain.access import Actor, Role
from safety_center.domain.cases import parse_change, parse_note
from safety_center.services.cases.change import add_note, change_case
from safety_center.services.cases.merge import merge_case
from safety_center.services.cases.timeline import EventKind
from safety_center.services.cases.view import show_case
from safety_center.services.context import reading, writing
from safety_center.services.handovers import return_handover, send_handover
from safety_center.services.installation import Installation
from safety_center.services.statistics.refresh import rebuild_cube
from safety_center.store.tables import CaseFact, DataKey, PersonFact, TrailEntry
from tests.factories import BANGKOK, make_actor, submit
from tests.store.cubes import living_days

WORD = "비밀낱말"


@pytest.fixture
def officer(installation: Installation) -> Actor:
    return make_actor(installation, Role.OFFICER)


def _submit(installation: Installation, officer: Actor) -> str:
    told = {"narrative": WORD, "place_detail": WORD, "caller_name": f"홍{WORD}", "caller_none": ""}
    person = {"name_hangul": f"김{WORD}", "telephone": "+82 10 1234 5678"}
    number = submit(installation, officer, **told, persons=[person]).case_number
    assert number is not None
    return number


def _change(installation: Installation, officer: Actor, number: str) -> None:
    texts = {"summary": WORD, "next_action": WORD, "place_detail": f"{WORD} 앞"}
    with writing(installation, officer) as ctx:
        change_case(ctx, number, parse_change({"version": 1, **texts}))


def test_no_written_word_stands_in_the_trail_or_in_statistics(
    installation: Installation, officer: Actor
) -> None:
    number, other = _submit(installation, officer), _submit(installation, officer)
    _change(installation, officer, number)
    receiver = make_actor(installation, Role.OFFICER, BANGKOK)
    with writing(installation, officer) as ctx:
        add_note(ctx, number, parse_note({"text": WORD}))
        send_handover(ctx, number, BANGKOK, WORD)
    with writing(installation, receiver) as ctx:
        return_handover(ctx, number, WORD)
    with reading(installation, officer) as ctx:
        persons = show_case(ctx, number).persons
    with writing(installation, officer) as ctx:
        merge_case(ctx, number, other, {person.id: None for person in persons}, f"{WORD} 같은 사건")
    rebuild_cube(installation)
    with reading(installation, None) as ctx:
        models = (TrailEntry, PersonFact, CaseFact)
        cubes = (living_days(ctx.session, unit) for unit in ("persons", "cases"))
        for table in (*(inspect(model).local_table for model in models), *cubes):
            kept = [str(tuple(row)) for row in ctx.session.execute(table.select())]
            assert kept
            assert not [row for row in kept if WORD in row], table


def test_the_case_tells_what_was_written_until_its_key_is_destroyed(
    installation: Installation, officer: Actor
) -> None:
    number = _submit(installation, officer)
    _change(installation, officer, number)
    assert ("place_detail", WORD, f"{WORD} 앞", False) in _told(installation, officer, number)
    with writing(installation, None) as ctx:
        for key in ctx.session.execute(select(DataKey)).scalars():
            key.wrapped = None
    assert ("place_detail", None, None, True) in _told(installation, officer, number)


def _told(
    installation: Installation, officer: Actor, number: str
) -> list[tuple[str, object, object, bool]]:
    with reading(installation, officer) as ctx:
        events = show_case(ctx, number).timeline
    changed = next(event for event in events if event.kind is EventKind.CHANGED)
    return [(c.field, c.before, c.after, c.secret) for c in changed.changes]
