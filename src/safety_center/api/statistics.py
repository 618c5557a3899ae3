"""Figures: the question of `services.statistics`, the answer with every word that says what it counts."""

from safety_center.api.gate import Answer, Call
from safety_center.api.query import read_arguments
from safety_center.domain.statistics import COLUMNS, REGIONS, Dimension, parse_query
from safety_center.services.statistics import Form, count, write_figures

#: Names that the address may hold: the question, then the dimensions that can be filtered by.
QUESTION = ("by", "unit", "basis", "scheme", "from", "to", "as_of")
FILTERS = (*COLUMNS, *REGIONS, Dimension.DAY)


def show(call: Call) -> Answer:
    """Persons or cases counted by the dimensions asked."""
    values = read_arguments((*QUESTION, *map(str, FILTERS)))
    figures = count(call.ctx, parse_query(values))
    return Answer(write_figures(call.ctx, figures, Form.JSON, call.language))
