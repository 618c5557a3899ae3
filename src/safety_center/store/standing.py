"""What is known of reports about to be written together: who sends each, and whether it came before."""

import json
from collections import namedtuple
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Integer, column, text
from sqlmodel import Session

from safety_center.store.tokens import TOKEN_COLUMNS
from safety_center.store.trips import travel


@dataclass(frozen=True)
class Asked:
    """A report as far as it is looked for; `reference` of None is never found."""

    token_hash: str
    key: str
    source: str
    reference: str | None


_POSTGRESQL = (
    "json_to_recordset(%s::json) AS asked"
    " (place int, token_hash text, key text, source text, reference text)"
)
_SQLITE = (
    "(SELECT json_extract(value, '$.place') AS place,"
    " json_extract(value, '$.token_hash') AS token_hash, json_extract(value, '$.key') AS key,"
    " json_extract(value, '$.source') AS source, json_extract(value, '$.reference') AS reference"
    " FROM json_each(:asked)) AS asked"
)
_NAMES = ", ".join(f"{getattr(each, 'element', each)} AS {each.name}" for each in TOKEN_COLUMNS)
_FOUND = (
    f"SELECT asked.place, {_NAMES},"  # noqa: S608 - our own names
    " (SELECT 1 FROM stored_answer WHERE stored_answer.account_id = account.id"
    " AND stored_answer.key = asked.key) AS answered,"
    " (SELECT 1 FROM report WHERE report.source = asked.source"
    " AND report.external_reference = asked.reference) AS stored"
    " FROM {asked} JOIN api_token ON api_token.token_hash = asked.token_hash"
    " JOIN account ON account.id = api_token.account_id"
)
_ON_POSTGRESQL = _FOUND.format(asked=_POSTGRESQL)
_ON_SQLITE = text(_FOUND.format(asked=_SQLITE)).columns(
    column("place", Integer),
    *(column(each.name, each.type) for each in TOKEN_COLUMNS),
    column("answered", Integer),
    column("stored", Integer),
)


_Row = namedtuple("_Row", ["place", *(each.name for each in TOKEN_COLUMNS), "answered", "stored"])


def fetch_standing(session: Session, asked: Sequence[Asked]) -> list[Any | None]:
    """For each the columns of token and account as `fetch_use` gives them, and whether its key was
    `answered` and its reference `stored`; None for a token never given out. One trip for all."""
    rows = [{"place": place, **asked_for.__dict__} for place, asked_for in enumerate(asked)]
    found = _fetch(session.connection(), json.dumps(rows))
    by_place = {row.place: row for row in found}
    return [by_place.get(place) for place in range(len(asked))]


def _fetch(connection: Connection, asked: str) -> Sequence[Any]:
    """The text is the same for any number of reports, so that the server keeps it prepared; on
    PostgreSQL the beginning of the transaction travels along."""
    if connection.dialect.name != "postgresql":
        return connection.execute(_ON_SQLITE, {"asked": asked}).all()
    (rows,) = travel(connection, (_ON_POSTGRESQL, (asked,)))
    return [_Row(*row) for row in rows]
