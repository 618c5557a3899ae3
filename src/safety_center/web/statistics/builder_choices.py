"""What can be chosen in the table builder, in plain words, and tables to begin with."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from flask_babel import gettext

from safety_center.domain.errors import N_
from safety_center.domain.statistics import UNKNOWN, Dimension, StatisticsQuery
from safety_center.domain.vocabulary import CountUnit, DateBasis
from safety_center.services.context import Context
from safety_center.services.reference import region_schemes
from safety_center.services.statistics.labels import labels_of
from safety_center.web.request import current_language

#: Filters with few codes are ticked, those with many chosen from a list.
TICKED = (
    Dimension.INVOLVEMENT,
    Dimension.TYPE,
    Dimension.REGION,
    Dimension.BUREAU,
    Dimension.SEVERITY,
    Dimension.SOURCE,
    Dimension.SOJOURN,
    Dimension.OUTCOME,
    Dimension.SEX,
    Dimension.AGE_BAND,
)
LISTED = (Dimension.COUNTRY, Dimension.MISSION)
_PRESETS: tuple[tuple[str, Mapping[str, str]], ...] = (
    (N_("연도별·당사자 구분별"), {"row": "year", "column": "involvement"}),
    (N_("연도별·지역별"), {"row": "year", "column": "region"}),
    (
        N_("유형별 피해자"),
        {"row": "type", "column": "year", "involvement": "victim"},
    ),
    (N_("공관별 올해 건수"), {"row": "mission", "unit": "cases", "from": "{year}-01-01"}),
    (
        N_("국가별 올해 당사자"),
        {"row": "country", "column": "involvement", "from": "{year}-01-01"},
    ),
    (N_("월별 올해 건수"), {"row": "month", "unit": "cases", "from": "{year}-01-01"}),
    (N_("연령대·성별"), {"row": "age_band", "column": "sex"}),
)

Option = tuple[str, str]


@dataclass(frozen=True)
class Group:
    """One filter: its name, heading, and codes with their labels."""

    name: str
    heading: str
    options: list[Option]


@dataclass(frozen=True)
class Choices:
    """Options of every field of the form."""

    dimensions: list[Option]
    units: list[Option]
    bases: list[Option]
    schemes: list[Option]
    ticked: list[Group]
    listed: list[Group]


def read_choices(ctx: Context, values: Mapping[str, str]) -> Choices:
    """The options of today; regions are those of the scheme chosen."""
    language = current_language()
    rows = region_schemes(ctx.session)
    schemes = [(row.code, row.name_en if language == "en" else row.name_ko) for row in rows]
    wanted = values.get("scheme", "")
    query = StatisticsQuery(scheme=wanted) if wanted in dict(schemes) else StatisticsQuery()

    def group(name: Dimension) -> Group:
        labels = labels_of(ctx, query, name, language)
        options = list(labels.items())
        if name in LISTED:
            options.sort(key=lambda option: option[1])
        return Group(name.value, name.label(language), _with_chosen(options, values.get(name, "")))

    day = Group("day", gettext("날짜"), [(UNKNOWN, gettext("날짜 미상만"))])
    return Choices(
        [(name.value, name.label(language)) for name in Dimension],
        [(term.value, term.label(language)) for term in CountUnit],
        [(term.value, term.label(language)) for term in DateBasis],
        schemes,
        [*map(group, TICKED), day],
        [*map(group, LISTED)],
    )


def presets(year: int) -> list[Option]:
    """Address and name of each table to begin with."""
    return [
        (f"?{urlencode({k: v.format(year=year) for k, v in asked.items()})}", gettext(name))
        for name, asked in _PRESETS
    ]


def _with_chosen(options: list[Option], chosen: str) -> list[Option]:
    """Several codes of a list that takes one stay chosen as they are."""
    if "," not in chosen:
        return options
    labels = dict(options)
    text = ", ".join(labels.get(code, code) for code in chosen.split(","))
    return [(chosen, text), *options]
