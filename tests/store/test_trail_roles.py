"""The role that serves on PostgreSQL, made by the shipped file, cannot change the trail."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from safety_center.domain.access import Role
from safety_center.services.installation import Installation
from tests.factories import make_actor
from tests.store.serving import make_roles, serve


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE trail_entry SET detail = '{}'",
        "DELETE FROM trail_entry",
        "TRUNCATE trail_entry",
        "DROP TRIGGER trail_entry_no_delete ON trail_entry",
        "ALTER TABLE trail_entry DISABLE TRIGGER ALL",
    ],
)
def test_the_serving_role_writes_and_reads_the_trail_and_nothing_else(
    postgres_installation: Installation, damage: str
) -> None:
    make_actor(postgres_installation, Role.OFFICER)
    with postgres_installation.database.writing() as session:
        make_roles(session)
    with postgres_installation.database.reading() as session:
        serve(session)
        assert session.execute(text("SELECT count(*) FROM trail_entry")).scalar_one() > 0
        with pytest.raises(DBAPIError):
            session.execute(text(damage))
