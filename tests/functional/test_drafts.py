"""Drafts: what was typed is kept, encrypted, for its author only."""

import pytest
from sqlmodel import select

from safety_center.domain.access import Role
from safety_center.domain.errors import InputRefused, NotFound
from safety_center.services.context import writing
from safety_center.services.drafts import discard_draft, list_drafts, load_draft, save_draft
from safety_center.services.installation import Installation
from safety_center.store.tables import Draft
from tests.factories import BANGKOK, make_actor

TYPED = {"narrative": ["여권을 잃어버렸다고 함"], "caller_name": ["홍가상"]}


def test_a_draft_comes_back_as_typed_and_the_newest_wins(installation: Installation) -> None:
    officer = make_actor(installation, Role.OFFICER)
    with writing(installation, officer) as ctx:
        token = save_draft(ctx, "report", {"narrative": ["여권"]})
    with writing(installation, officer) as ctx:
        assert save_draft(ctx, "report", TYPED, token) == token
    with writing(installation, officer) as ctx:
        assert load_draft(ctx, token).values == TYPED
        assert len(list_drafts(ctx)) == 1


def test_somebody_elses_draft_does_not_exist(sqlite_installation: Installation) -> None:
    officer = make_actor(sqlite_installation, Role.OFFICER)
    other = make_actor(sqlite_installation, Role.OFFICER, unit_code=BANGKOK)
    with writing(sqlite_installation, officer) as ctx:
        token = save_draft(ctx, "report", TYPED)
    for step in (load_draft, discard_draft):
        with pytest.raises(NotFound), writing(sqlite_installation, other) as ctx:
            step(ctx, token)


def test_a_draft_is_stored_encrypted(sqlite_installation: Installation) -> None:
    with writing(sqlite_installation, make_actor(sqlite_installation, Role.OFFICER)) as ctx:
        save_draft(ctx, "report", TYPED)
    with sqlite_installation.database.reading() as session:
        content = session.exec(select(Draft.content)).one()
    assert "홍가상".encode() not in content


def test_a_draft_beyond_all_measure_is_refused(sqlite_installation: Installation) -> None:
    officer = make_actor(sqlite_installation, Role.OFFICER)
    with pytest.raises(InputRefused), writing(sqlite_installation, officer) as ctx:
        save_draft(ctx, "report", {"narrative": ["가" * 100_000]})
