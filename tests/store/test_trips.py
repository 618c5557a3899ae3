"""Several statements in one trip to PostgreSQL: order, transactions, errors, and what stays prepared."""

from __future__ import annotations

import json

import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError

from safety_center.services.installation import Installation
from safety_center.store.trips import Command, travel

_INSERT = "INSERT INTO number_counter (series, last) VALUES (%s::text, %s::int)"
_COUNT: Command = ("SELECT count(*), max(last) FROM number_counter", ())
_PREPARED: Command = ("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'trip_%'", ())


def _count(installation: Installation) -> int:
    with installation.database.reading() as session:
        return int(travel(session.connection(), _COUNT)[0][0][0])


def test_commands_run_in_their_order_and_each_gives_its_rows(
    postgres_installation: Installation,
) -> None:
    with postgres_installation.database.writing() as session:
        before, _, _, after = travel(
            session.connection(), _COUNT, (_INSERT, ("A", "3")), (_INSERT, ("B", "7")), _COUNT
        )
    assert (before, after) == ([(0, None)], [(2, 7)])
    assert _count(postgres_installation) == 2


def test_what_is_rolled_back_leaves_nothing_and_the_statements_stay_prepared(
    postgres_installation: Installation,
) -> None:
    database = postgres_installation.database
    with database.reading() as session:
        travel(session.connection(), (_INSERT, ("A", "1")), _PREPARED)
        held = id(session.connection().connection.driver_connection)
    with database.reading() as session:
        session.connection().exec_driver_sql("SELECT 1")
        ((counted,),) = travel(session.connection(), _PREPARED)[0]
        assert id(session.connection().connection.driver_connection) == held
    assert counted == 2  # the insertion and the question itself
    assert _count(postgres_installation) == 0


def test_a_broken_rule_is_told_by_its_kind_without_values_and_the_connection_goes_on(
    postgres_installation: Installation,
) -> None:
    twice: Command = (_INSERT, ("홍가상", "1"))
    with (
        pytest.raises(IntegrityError) as refused,
        postgres_installation.database.writing() as session,
    ):
        travel(session.connection(), _COUNT, twice, twice, ("COMMIT", ()))
    assert refused.value.hide_parameters
    for _ in range(3):
        assert _count(postgres_installation) == 0


def test_long_values_arrive_whole_both_ways(postgres_installation: Installation) -> None:
    text = "가" * 2_000_000
    with postgres_installation.database.reading() as session:
        asked: Command = (
            "SELECT value FROM json_array_elements_text(%s::json)",
            ([json.dumps([text])]),
        )
        assert travel(session.connection(), asked, asked) == [[(text,)], [(text,)]]


def test_a_connection_that_the_server_ended_is_told_and_replaced(
    postgres_installation: Installation,
) -> None:
    end: Command = ("SELECT pg_terminate_backend(pg_backend_pid())", ())
    with (
        pytest.raises(DBAPIError),
        postgres_installation.database.writing() as session,
    ):
        travel(session.connection(), end)
    assert _count(postgres_installation) == 0


def test_a_connection_that_was_ended_before_a_trip_is_told_and_replaced(
    postgres_installation: Installation,
) -> None:
    with pytest.raises(DBAPIError):
        _travel_on_an_ended_connection(postgres_installation)
    assert _count(postgres_installation) == 0


def _travel_on_an_ended_connection(installation: Installation) -> None:
    database = installation.database
    with database.reading() as session:
        pid = travel(session.connection(), ("SELECT pg_backend_pid()", ()))[0][0][0]
        end: Command = ("SELECT pg_terminate_backend(%s::int, 5000)", (str(pid),))
        with database.reading() as other:
            assert travel(other.connection(), end) == [[(True,)]]
        travel(session.connection(), _COUNT)
