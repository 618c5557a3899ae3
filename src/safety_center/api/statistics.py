"""Figures, and why they differ: the question of `services.statistics`, answered with all definitions."""

from safety_center.api.gate import Answer, Call
from safety_center.api.query import read_arguments
from safety_center.domain.differences import parse_question
from safety_center.domain.statistics import COLUMNS, REGIONS, Dimension, parse_query
from safety_center.services.statistics import (
    Form,
    count,
    diff,
    write_differences,
    write_figures,
)

#: Names that the address may hold: the question, then the dimensions that can be filtered by.
QUESTION = ("by", "unit", "basis", "scheme", "from", "to", "as_of")
FILTERS = (*COLUMNS, *REGIONS, Dimension.DAY)
#: The same of differences: two instants, and the days of the figure by names of their own.
INSTANTS, FIGURE_DAYS = ("from", "to"), ("first_day", "last_day")
DIFFERENCE = (*INSTANTS, *FIGURE_DAYS, "by", "unit", "basis", "scheme")


def show(call: Call) -> Answer:
    """Persons or cases counted by the dimensions asked."""
    values = read_arguments((*QUESTION, *map(str, FILTERS)))
    figures = count(call.ctx, parse_query(values))
    return Answer(write_figures(call.ctx, figures, Form.JSON, call.language))


def show_differences(call: Call) -> Answer:
    """A figure as known at two instants, and the parts between by their reason."""
    values = read_arguments((*DIFFERENCE, *map(str, FILTERS)), days=FIGURE_DAYS)
    question = parse_question(values)
    found = diff(call.ctx, question.query, question.from_at, question.to_at)
    return Answer(write_differences(call.ctx, found, Form.JSON, call.language))
