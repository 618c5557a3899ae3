"""Texts of cases and their bigram index: an FTS5 table on SQLite, a GIN index of numbers on PostgreSQL.

The index gives where to look, the text decides, so that the rows are those of `LIKE`.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Connection, bindparam, exists, select, text
from sqlmodel import Session

from safety_center.domain.search import bigrams, join_text
from safety_center.store.rows import Insert, insert_few
from safety_center.store.tables.case_text import CaseText

_TEXTS: Any = CaseText.__table__
_FILL_CASES = 2_000
#: From so many texts on, COPY costs less than statements (PostgreSQL).
_MANY = 20
#: Every piece of a case's text in a fixed order; raw, since the migration runs it on older models.
_PIECES = (
    "SELECT id, summary, city, place_detail, next_action FROM incident_case WHERE id {wanted}",
    "SELECT case_id, narrative FROM report WHERE case_id {wanted} ORDER BY id",
    "SELECT case_id, text FROM case_note WHERE case_id {wanted} ORDER BY id",
)
#: Where the index is asked, how, and the sign of a parameter.
_ASKED = {
    "sqlite": (
        "case_search JOIN case_text ON case_text.case_id = case_search.rowid",
        "case_search MATCH ?",
        "?",
    ),
    "postgresql": ("case_text", "grams @> %s::int[]", "%s"),
}
_ESCAPE = "/"
_USUAL_WORD = 20
_REPLACE = "ON CONFLICT (case_id) DO UPDATE SET text = excluded.text, grams = excluded.grams"
_SAVE_SQLITE = (
    "INSERT INTO case_text (case_id, text) VALUES (?, ?)"
    " ON CONFLICT (case_id) DO UPDATE SET text = excluded.text"
)
_INDEX_SQLITE = "INSERT INTO case_search (rowid, grams) VALUES (?, ?)"
_UNINDEX_SQLITE = "INSERT INTO case_search (case_search, rowid, grams) VALUES ('delete', ?, ?)"


def find_text_ids(session: Session, terms: Sequence[str], limit: int) -> list[int]:
    """Ids of at most `limit` cases whose text holds every (folded) term, in no order.

    Uses the index where a term has two neighbouring letters; else reads the texts until `limit`.
    """
    connection, wanted = session.connection(), frozenset().union(*map(bigrams, terms))
    sqlite = _is_sqlite(connection)
    sql = _finding(connection.dialect.name, bool(wanted), len(terms))
    index = [_tokens(wanted) if sqlite else _array(wanted)] if wanted else []
    values = (*index, *map(_pattern, terms), limit)
    return [case_id for (case_id,) in connection.exec_driver_sql(sql, values).all()]


@cache
def _finding(dialect: str, indexed: bool, terms: int) -> str:
    """As a finished sentence, since building and reading an expression takes longer than a rare word."""
    source, ask, mark = _ASKED[dialect]
    conditions = [ask] * indexed + [f"text LIKE {mark} ESCAPE '{_ESCAPE}'"] * terms
    return (
        f"SELECT case_text.case_id FROM {source if indexed else 'case_text'}"  # noqa: S608 - no value
        f" WHERE {' AND '.join(conditions)} LIMIT {mark}"
    )


def _pattern(term: str) -> str:
    for sign in (_ESCAPE, "%", "_"):
        term = term.replace(sign, _ESCAPE + sign)
    return f"%{term}%"


def holds_terms(case_id: Any, terms: Sequence[str]) -> Any:
    """Condition that the case's text holds every term: for lists that are walked in their order."""
    holding = (_TEXTS.c.text.like(_pattern(term), escape=_ESCAPE) for term in terms)
    return exists().where(_TEXTS.c.case_id == case_id, *holding)


def insert_texts(session: Session, texts: Mapping[int, str]) -> None:
    """Texts of cases that have none yet."""
    connection = session.connection()
    if len(texts) < _MANY or _is_sqlite(connection):
        _write(connection, texts, {})
        return
    with (
        connection.connection.cursor() as cursor,
        cursor.copy("COPY case_text (case_id, text, grams) FROM STDIN") as copy,
    ):
        for case_id, new in texts.items():
            copy.write_row((case_id, new, _array(bigrams(new))))


def goes_with_rows(session: Session, texts: Mapping[int, str]) -> bool:
    """Whether `rows_of_texts` may write these: a few, on PostgreSQL."""
    return 0 < len(texts) < _MANY and not _is_sqlite(session.connection())


def rows_of_texts(texts: Mapping[int, str]) -> Insert:
    """The same as rows to be written together with others (PostgreSQL only)."""
    rows = [
        {"case_id": case_id, "text": new, "grams": _array(bigrams(new))}
        for case_id, new in texts.items()
    ]
    return Insert(CaseText, rows, _REPLACE)


def refresh_texts(session: Session, case_ids: Collection[int]) -> None:
    """Bring texts and index up to date with the rows; nothing is written where nothing changed."""
    if not case_ids:
        return
    connection, wanted = session.connection(), sorted(case_ids)
    now = _build(connection, "IN :ids", {"ids": wanted}, bindparam("ids", expanding=True))
    query = select(_TEXTS.c.case_id, _TEXTS.c.text).where(_TEXTS.c.case_id.in_(wanted))
    before = dict(session.execute(query).all())
    changed = {case_id: new for case_id, new in now.items() if before.get(case_id) != new}
    _write(connection, changed, {id_: before[id_] for id_ in changed if id_ in before})


def fill_texts(connection: Connection) -> int:
    """Write the texts of every case that has none: for a migration and the demonstration."""
    written = 0
    for first, last in _stretches(connection):
        texts = _build(connection, "BETWEEN :first AND :last", {"first": first, "last": last})
        found = connection.execute(
            select(_TEXTS.c.case_id).where(_TEXTS.c.case_id.between(first, last))
        )
        for case_id in found.scalars():
            texts.pop(case_id, None)
        _write(connection, texts, {})
        written += len(texts)
    return written


def _stretches(connection: Connection) -> Iterator[tuple[int, int]]:
    last = connection.execute(text("SELECT max(id) FROM incident_case")).scalar() or 0
    for first in range(1, last + 1, _FILL_CASES):
        yield first, min(last, first + _FILL_CASES - 1)


def _build(
    connection: Connection, wanted: str, values: Mapping[str, Any], *binds: Any
) -> dict[int, str]:
    pieces: dict[int, list[str | None]] = {}
    for sql in _PIECES:
        statement = text(sql.format(wanted=wanted)).bindparams(*binds)
        for case_id, *found in connection.execute(statement, dict(values)):
            pieces.setdefault(case_id, []).extend(found)
    return {case_id: join_text(found) for case_id, found in pieces.items()}


def _write(connection: Connection, texts: Mapping[int, str], before: Mapping[int, str]) -> None:
    """`before`: the texts that the index still holds for these cases."""
    if not texts:
        return
    if not _is_sqlite(connection):
        insert_few(connection, [rows_of_texts(texts)])
        return
    run = connection.exec_driver_sql
    if before:
        run(_UNINDEX_SQLITE, [(id_, _tokens_of(old)) for id_, old in before.items()])
    run(_SAVE_SQLITE, list(texts.items()))
    run(_INDEX_SQLITE, [(id_, _tokens_of(new)) for id_, new in texts.items()])


def _is_sqlite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"


def _tokens(pairs: Iterable[str]) -> str:
    """Bigrams as words that FTS5's plainest tokenizer takes as they are; all of them must be found."""
    return " ".join(map(_token, pairs))


def _tokens_of(text: str) -> str:
    """The same of a whole text, word by word: the index takes a pair once, however often it is told."""
    return " ".join(map(_tokens_of_word, set(text.split())))


def _tokens_of_word(word: str) -> str:
    usual = len(word) <= _USUAL_WORD
    return _known_tokens(word) if usual else _tokens(bigrams(word))


@lru_cache(maxsize=1 << 15)
def _known_tokens(word: str) -> str:
    return _tokens(bigrams(word))


def _array(pairs: Iterable[str]) -> str:
    """Bigrams as PostgreSQL writes an array: far cheaper than a list through the driver."""
    return "{" + ",".join(map(_number, pairs)) + "}"


@lru_cache(maxsize=1 << 16)
def _token(pair: str) -> str:
    return f"{ord(pair[0]):x}z{ord(pair[1]):x}"


@lru_cache(maxsize=1 << 16)
def _number(pair: str) -> str:
    """32 bits, signed: of its own for two characters of the basic plane. Others may share a number,
    which gives one more text to look at."""
    number = ((ord(pair[0]) << 16) ^ ord(pair[1])) & 0xFFFFFFFF
    return str(number - (1 << 32) if number >= 1 << 31 else number)
