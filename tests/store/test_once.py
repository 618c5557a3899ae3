"""A question is asked once where its answer cannot change, and each time where it can."""

from __future__ import annotations

from safety_center.store.once import once
from safety_center.store.session import Database


def test_a_unit_that_reads_asks_once_in_a_transaction(database_url: str) -> None:
    database, asked = Database(database_url), []
    with database.reading() as session:

        def ask() -> int:
            asked.append(session.connection())
            return len(asked)

        assert [once(session, "how many", ask) for _ in range(3)] == [1, 1, 1]
        assert once(session, "something else", ask) == 2
        session.rollback()  # what comes now sees another state
        assert once(session, "how many", ask) == 3
        assert once(session, "how many", ask) == 3
    database.close()


def test_a_question_may_need_the_answer_to_another(sqlite_database_url: str) -> None:
    database = Database(sqlite_database_url)
    with database.reading() as session:

        def outer() -> int:
            return 1 + once(session, "inner", lambda: bool(session.connection()))

        assert [once(session, "outer", outer) for _ in range(2)] == [2, 2]
    database.close()


def test_a_unit_that_writes_asks_each_time(database_url: str) -> None:
    database = Database(database_url)
    with database.writing() as session:
        answers = iter((1, 2))
        assert [once(session, "how many", lambda: next(answers)) for _ in range(2)] == [1, 2]
    database.close()


def test_what_needs_no_question_is_answered_too(sqlite_database_url: str) -> None:
    database = Database(sqlite_database_url)
    with database.reading() as session:
        assert once(session, "nothing", lambda: 1) == 1
    database.close()
