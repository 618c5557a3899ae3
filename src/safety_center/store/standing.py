"""What is known of reports about to be written together: who sends each, and whether it came before."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Integer, column, text
from sqlmodel import Session

from safety_center.store.tables import Report
from safety_center.store.tokens import USE_COLUMNS

_REPORT: Any = Report.__table__
_ASKED = ("token_hash", "key", "source", "reference")
_COLUMNS = (*USE_COLUMNS, _REPORT.c.id.label("report_id"))
_NAMES = ", ".join(f"{getattr(each, 'element', each)} AS {each.name}" for each in _COLUMNS)
_FOUND = (
    f"SELECT place, {_NAMES} FROM asked"  # noqa: S608 - our own names
    " JOIN api_token ON api_token.token_hash = asked.token_hash"
    " JOIN account ON account.id = api_token.account_id"
    " LEFT JOIN stored_answer ON stored_answer.account_id = account.id"
    " AND stored_answer.key = asked.key"
    " LEFT JOIN report ON report.source = asked.source"
    " AND report.external_reference = asked.reference"
)


@dataclass(frozen=True)
class Asked:
    """A report as far as it is looked for; `reference` of None is never found."""

    token_hash: str
    key: str
    source: str
    reference: str | None


def fetch_standing(session: Session, asked: Sequence[Asked]) -> list[Any | None]:
    """For each the columns of `fetch_use`, and `report_id` where source and reference are stored; None
    for a token never given out. One trip for all."""
    given = {
        f"{name}_{place}": getattr(one, name) for place, one in enumerate(asked) for name in _ASKED
    }
    rows = session.connection().execute(_query(len(asked)), given)
    found = {row.place: row for row in rows}
    return [found.get(place) for place in range(len(asked))]


@cache
def _query(count: int) -> Any:
    """As text: the library would put a list of values together anew each time."""
    rows = ", ".join(
        f"({place}, {', '.join(f':{name}_{place}' for name in _ASKED)})" for place in range(count)
    )
    columns = [column("place", Integer), *(column(each.name, each.type) for each in _COLUMNS)]
    statement = text(f"WITH asked (place, {', '.join(_ASKED)}) AS (VALUES {rows}) {_FOUND}")
    return statement.columns(*columns)
