"""Questions to the numbers: read from words, refused at the word that is wrong."""

from datetime import date

import pytest

from safety_center.domain.errors import InputRefused
from safety_center.domain.periods import seoul_date
from safety_center.domain.statistics import StatisticsQuery, parse_query
from safety_center.domain.vocabulary import DateBasis


def refused(**values: str) -> set[tuple[str, str]]:
    with pytest.raises(InputRefused) as caught:
        parse_query(values)
    return {(error.field, error.code) for error in caught.value.errors}


def test_a_query_is_read_from_the_words_of_an_address_or_a_command() -> None:
    values = {"by": "year,region", "basis": "occurred", "from": "2016-01-01", "to": ""}
    query = parse_query({**values, "involvement": ["victim", "other"], "type": None})
    assert query == StatisticsQuery(
        by=("year", "region"),
        basis=DateBasis.OCCURRED,
        from_day=date(2016, 1, 1),
        filters={"involvement": ("victim", "other")},
    )


def test_nothing_given_asks_for_the_total_of_all_persons_reported() -> None:
    assert parse_query({}) == StatisticsQuery()


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"by": "year,continent"}, ("by", "unknown_code")),
        ({"by": "year,year"}, ("by", "repeated")),
        ({"by": "year,region,type,sex,mission,source"}, ("by", "too_many")),
        ({"unit": "heads"}, ("unit", "unknown_code")),
        ({"basis": "noticed"}, ("basis", "unknown_code")),
        ({"from": "2016-13-01"}, ("from", "date_parsing")),
        ({"from": "2017-01-01", "to": "2016-12-31"}, ("to", "before_from")),
        ({"involvement": "victim,witness"}, ("involvement", "unknown_code")),
        ({"type": "jaywalking"}, ("type", "unknown_code")),
        ({"day": "2016-01-01"}, ("day", "unknown_code")),
        ({"colour": "red"}, ("colour", "unknown_dimension")),
        ({"year": "2016"}, ("year", "unknown_dimension")),
    ],
)
def test_a_wrong_word_is_refused_where_it_stands(
    values: dict[str, str], error: tuple[str, str]
) -> None:
    assert refused(**values) == {error}


def test_every_error_is_told_at_once() -> None:
    assert len(refused(unit="heads", basis="noticed", to="soon")) == 3


@pytest.mark.parametrize(
    ("text", "year"),
    [("0001-01-01T00:00:00+14:00", 1970), ("2020-02-29t10:00:00z", 2020), ("9996-02-29", 8000)],
)
def test_every_instant_that_can_be_written_has_a_time_in_seoul(text: str, year: int) -> None:
    at = parse_query({"as_of": text}).as_of
    assert at is not None
    assert seoul_date(at).year == year
