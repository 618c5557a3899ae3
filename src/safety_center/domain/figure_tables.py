"""A table of figures as it is asked for: what stands in its rows and columns, and the question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from safety_center.domain.errors import FieldError
from safety_center.domain.statistics import StatisticsQuery, read_query

ROWS, COLUMN = ("row", "row2", "row3"), "column"


@dataclass(frozen=True)
class TableQuestion:
    """`query.by` is `rows` and then `column`."""

    rows: tuple[str, ...]
    column: str | None
    query: StatisticsQuery


def read_table(
    values: Mapping[str, str | Sequence[str]],
) -> tuple[TableQuestion, list[FieldError]]:
    """A table from an address, as far as it can be read, and its errors.

    `values` are `row`, `row2`, `row3`, `column`, and what `parse_query` takes. What is wrong with a
    dimension is told at the place where it was chosen.
    """
    given = dict(values)
    places = {name: str(given.pop(name, "")).strip() for name in (*ROWS, COLUMN)}
    chosen = {place: name for place, name in places.items() if name}
    query, errors = read_query({**given, "by": ",".join(chosen.values())})
    rows = tuple(name for place, name in chosen.items() if place != COLUMN)
    question = TableQuestion(rows, chosen.get(COLUMN), query)
    return question, [_placed(error, chosen) for error in errors]


def _placed(error: FieldError, chosen: Mapping[str, str]) -> FieldError:
    """The error at the last place that has the dimension it is about."""
    if error.field != "by":
        return error
    named = error.params.get("code") or error.params.get("value")
    names = list(chosen.values())
    about = [
        place
        for place, name in chosen.items()
        if (name[:40] == named if named else names.count(name) > 1)
    ]
    return replace(error, field=about[-1] if about else ROWS[0])
