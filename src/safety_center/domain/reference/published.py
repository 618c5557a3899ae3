"""Row models of `data/published/`: what the ministry and other bodies have published."""

from typing import Literal

from safety_center.domain.reference.cells import (
    Alpha2,
    FigureCode,
    Name,
    Slug,
    Text,
    WholeNumber,
    Year,
)
from safety_center.domain.reference.rows import ReferenceRow
from safety_center.domain.reference.terms import Trust


class PublishedRow(ReferenceRow):
    """A row of `published/`; `source_date` as the source states it, sometimes only a month."""

    source: Text
    source_date: Text = ""
    trust: Trust
    note: Text = ""


class PublishedFigureRow(PublishedRow):
    """`published/published_figures.csv`; `year` stands only where the period is a full year."""

    code: FigureCode
    series: Name
    involvement: Literal["victim", "perpetrator", "other", "all"] | None = None
    period: Name
    year: Year | None = None
    type_ko: Text = ""
    place_ko: Text = ""
    country_code: Alpha2 | None = None
    value: WholeNumber
    unit: Slug
    basis: Slug


class FigureConflictRow(PublishedRow):
    """`published/conflicts.csv`: two published values that disagree; `source` printed the second.

    `series` and `line` name the series shown (`services.published`) that the conflict concerns, and
    the years are those of its points; empty where no such series is shown.
    """

    item: Name
    value_a: Name
    value_b: Name
    series: Text = ""
    line: Text = ""
    from_year: Year | None = None
    to_year: Year | None = None
    note_ko: Text = ""


class CategoryChangeRow(PublishedRow):
    """`published/category_changes.csv`: when the published types changed, and for which `series` shown."""

    period: Name
    category_ko: Name
    change: Name
    status: Slug
    series: Text = ""
    year: Year | None = None
    change_ko: Text = ""


class RegionTotalRow(PublishedRow):
    """`published/overseas_koreans_by_region.csv`: totals as published, subtotals included."""

    region_ko: Name
    year: Year
    total: WholeNumber
