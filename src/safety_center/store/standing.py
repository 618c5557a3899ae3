"""What is known of reports about to be written together: who sends each, and whether it came before."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from sqlalchemy import Integer, column, text
from sqlmodel import Session

from safety_center.store.tokens import TOKEN_COLUMNS


@dataclass(frozen=True)
class Asked:
    """A report as far as it is looked for; `reference` of None is never found."""

    token_hash: str
    key: str
    source: str
    reference: str | None


#: The text is the same for any number of reports, so that driver and server keep it prepared.
_ASKED = {
    "postgresql": "json_to_recordset(CAST(:asked AS json)) AS asked"
    " (place int, token_hash text, key text, source text, reference text)",
    "sqlite": "(SELECT value ->> 'place' AS place, value ->> 'token_hash' AS token_hash,"
    " value ->> 'key' AS key, value ->> 'source' AS source, value ->> 'reference' AS reference"
    " FROM json_each(:asked)) AS asked",
}
_ANSWERED = (
    "(SELECT 1 FROM stored_answer WHERE stored_answer.account_id = account.id"
    " AND stored_answer.key = asked.key) AS answered"
)
_STORED = (
    "(SELECT 1 FROM report WHERE report.source = asked.source"
    " AND report.external_reference = asked.reference) AS stored"
)


def fetch_standing(session: Session, asked: Sequence[Asked]) -> list[Any | None]:
    """For each the columns of token and account as `fetch_use` gives them, and whether its key was
    `answered` and its reference `stored`; None for a token never given out. One trip for all."""
    connection = session.connection()
    rows = [{"place": place, **asdict(each)} for place, each in enumerate(asked)]
    found = connection.execute(_query(connection.dialect.name), {"asked": json.dumps(rows)})
    by_place = {row.place: row for row in found}
    return [by_place.get(place) for place in range(len(asked))]


@cache
def _query(dialect: str) -> Any:
    columns = [(getattr(each, "element", each), each.name, each.type) for each in TOKEN_COLUMNS]
    names = ", ".join(f"{source} AS {name}" for source, name, _ in columns)
    statement = text(
        f"SELECT asked.place, {names}, {_ANSWERED}, {_STORED} FROM {_ASKED[dialect]}"  # noqa: S608 - our own names
        " JOIN api_token ON api_token.token_hash = asked.token_hash"
        " JOIN account ON account.id = api_token.account_id"
    )
    typed = [column(name, type_) for _, name, type_ in columns]
    given = [column(name, Integer) for name in ("answered", "stored")]
    return statement.columns(column("place", Integer), *typed, *given)
