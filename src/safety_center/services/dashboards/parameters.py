"""What the reader chose, from the address: checked, with a default for everything."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from safety_center.charts import Sentence
from safety_center.domain.choices import unknown_code
from safety_center.domain.errors import N_, FieldError, InputRefused
from safety_center.domain.reference import NO_REGION
from safety_center.domain.statistics import StatisticsQuery, parse_query
from safety_center.domain.vocabulary import CountUnit, DateBasis, Involvement
from safety_center.services.context import Context
from safety_center.services.dashboards.declaration import Dashboard
from safety_center.services.dashboards.kinds import Parameter
from safety_center.services.dashboards.period import PARTS, Period, make_period
from safety_center.services.reference import region_schemes, regions_of
from safety_center.services.statistics import count
from safety_center.services.statistics.as_of import settled_instant
from safety_center.stats.frames import COUNT

#: Years that can be chosen: this one and the ten before.
_YEARS_BACK = 10
NOT_OF_CASES = N_(
    "당사자 구분은 당사자마다 달라 건수와 함께 고를 수 없습니다. 단위를 명으로 바꾸거나 당사자 구분을 전체로 두십시오."
)


@dataclass(frozen=True)
class Parameters:
    """A page's choice. Places and `involvement` are None where all are meant.

    `as_of`: the page as it was known at that settled instant; `known_at`: as it stands in the address.
    """

    period: Period
    basis: DateBasis
    scheme: str
    region: str | None
    involvement: Involvement | None
    country: str | None = None
    mission: str | None = None
    unit: CountUnit = CountUnit.PERSONS
    as_of: datetime | None = None
    known_at: str = ""

    @property
    def of_one_place(self) -> bool:
        """True where the page is about a region, a country or a mission."""
        return bool(self.region or self.country or self.mission)

    def values(self) -> dict[str, str]:
        """As they stand in the address."""
        return {
            "year": str(self.period.year),
            "part": self.period.part,
            "basis": self.basis.value,
            "scheme": self.scheme,
            "region": self.region or "",
            "country": self.country or "",
            "mission": self.mission or "",
            "involvement": self.involvement.value if self.involvement else "",
            "unit": self.unit.value,
            "as_of": self.known_at,
        }


@dataclass(frozen=True)
class Choice:
    """One parameter of the filter bar with its options (code, Korean, English)."""

    name: str
    value: str
    options: tuple[tuple[str, str, str], ...]


def parse_parameters(
    ctx: Context,
    dashboard: Dashboard,
    values: Mapping[str, str],
    past: "Past | None" = None,
) -> Parameters:
    """The choice of an address; what the dashboard does not take is fixed at its default.

    Raises `InputRefused` for an unknown code. A dashboard about one place always has one: the first
    region of the scheme, the country or mission of the reader's unit or else that with most persons,
    unless chosen. `past`: the instant asked for, in whose day `ctx` stands then.
    """
    given = {name.value: values.get(name.value, "").strip() for name in Parameter}
    taken = {name: value for name, value in given.items() if dashboard.takes(Parameter(name))}
    errors: list[FieldError] = []

    def pick(name: str, options: Collection[str], otherwise: str) -> str:
        value = taken.get(name) or otherwise
        if value != otherwise and value not in options:
            errors.append(unknown_code(name, value, options))
            return otherwise
        return value

    scheme = pick("scheme", _schemes(ctx), ctx.installation.settings.default_scheme)
    regions = _regions(ctx, scheme)
    region = ""
    if dashboard.takes(Parameter.REGION):
        if _belongs_to_another_scheme(ctx, taken["region"], regions):
            taken["region"] = ""  # the scheme was changed in the filter bar
        region = pick("region", regions, next(iter(regions)))
    country, mission = "", ""
    if dashboard.takes(Parameter.COUNTRY):
        otherwise = "" if taken["country"] else _default_country(ctx)
        country = pick("country", ctx.places.countries, otherwise)
    if dashboard.takes(Parameter.MISSION):
        otherwise = "" if taken["mission"] else _default_mission(ctx)
        mission = pick("mission", ctx.places.missions, otherwise)
    if past and taken.get("year", "") > str(ctx.today.year):
        taken["year"] = ""  # not begun then
    period = make_period(
        int(pick("year", [str(year) for year in years(ctx.today)], str(ctx.today.year))),
        pick("part", _parts(), "year"),
        ctx.today,
    )
    basis = pick("basis", list(DateBasis), DateBasis.REPORTED.value)
    involvement = pick("involvement", list(Involvement), "")
    unit = CountUnit.of(pick("unit", list(CountUnit), dashboard.declaration.unit.value))
    if unit is CountUnit.CASES and involvement:
        errors.append(FieldError("involvement", "not_of_cases", NOT_OF_CASES))
    if errors:
        raise InputRefused(errors)
    return Parameters(
        period=period,
        basis=DateBasis.of(basis),
        scheme=scheme,
        region=region or None,
        involvement=Involvement.of(involvement) if involvement else None,
        country=country or None,
        mission=mission or None,
        unit=unit,
        as_of=past.at if past else None,
        known_at=past.asked if past else "",
    )


@dataclass(frozen=True)
class Past:
    """An instant asked for, and the settled one that answers."""

    asked: str
    at: datetime


def parse_past(ctx: Context, values: Mapping[str, str]) -> Past | None:
    """`as_of` of an address: a Seoul day (its end) or an instant; None for now. Raises `InputRefused`."""
    asked = values.get("as_of", "").strip()
    wanted = parse_query({"as_of": asked}).as_of
    return Past(asked, settled_instant(ctx, wanted)) if wanted else None


def years(today: date) -> list[int]:
    """Years that can be chosen, newest first."""
    return list(range(today.year, today.year - _YEARS_BACK - 1, -1))


def make_choices(ctx: Context, dashboard: Dashboard, chosen: Parameters) -> tuple[Choice, ...]:
    """The filter bar: a choice per parameter of the dashboard, in the order it declares them."""
    values = chosen.values()
    options = {
        "year": [(str(year), f"{year}년", str(year)) for year in years(ctx.today)],
        "part": [(code, ko, en) for code, (_, _, ko, en) in PARTS.items()],
        "basis": [(term.value, term.ko, term.en) for term in DateBasis],
        "scheme": [(s.code, s.name_ko, s.name_en) for s in region_schemes(ctx.session)],
        "region": [
            (region.code, region.name_ko, region.name_en)
            for region in regions_of(ctx.session, chosen.scheme, ctx.today)
            if region.code != NO_REGION or chosen.region == NO_REGION
        ],
        "country": _named(ctx.places.countries),
        "mission": _named(ctx.places.missions),
        "unit": [(term.value, term.ko, term.en) for term in CountUnit],
        "involvement": [
            ("", "전체", "All"),
            *((term.value, term.ko, term.en) for term in Involvement),
        ],
    }
    return tuple(
        Choice(name.value, values[name.value], tuple(options[name.value]))
        for name in dashboard.declaration.parameters
    )


def _named(places: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    found = [(code, place.ko, place.en) for code, place in places.items()]
    return sorted(found, key=lambda place: place[1])


def _default_mission(ctx: Context) -> str:
    """The reader's own, else the one with most persons."""
    unit = (ctx.actor.unit_code if ctx.actor else None) or ""
    return unit if unit in ctx.places.missions else _largest(ctx, "mission", ctx.places.missions)


def _default_country(ctx: Context) -> str:
    """That of the reader's mission, else the one with most persons."""
    mission = ctx.places.missions.get((ctx.actor.unit_code if ctx.actor else None) or "")
    own = mission.country_code if mission else ""
    return own if own in ctx.places.countries else _largest(ctx, "country", ctx.places.countries)


def _largest(ctx: Context, dimension: str, places: Mapping[str, Any]) -> str:
    """The place with most persons since the start of last year; the first of the list without any."""
    query = StatisticsQuery(by=(dimension,), from_day=date(ctx.today.year - 1, 1, 1))
    frame = count(ctx, query).frame
    known = frame[frame[dimension].isin(list(places))]
    if known.empty:
        return _named(places)[0][0]
    return str(known.sort_values(COUNT)[dimension].iloc[-1])


def _parts() -> dict[str, Sentence]:
    return {code: Sentence(ko, en) for code, (_, _, ko, en) in PARTS.items()}


def _schemes(ctx: Context) -> dict[str, Sentence]:
    return {row.code: Sentence(row.name_ko, row.name_en) for row in region_schemes(ctx.session)}


def _regions(ctx: Context, scheme: str) -> dict[str, Sentence]:
    rows = regions_of(ctx.session, scheme, ctx.today)
    return {row.code: Sentence(row.name_ko, row.name_en) for row in rows}


def _belongs_to_another_scheme(ctx: Context, region: str, regions: Collection[str]) -> bool:
    if not region or region in regions:
        return False
    return any(region in _regions(ctx, scheme) for scheme in _schemes(ctx))
