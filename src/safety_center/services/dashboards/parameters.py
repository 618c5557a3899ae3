"""What the reader chose, from the address: checked, with a default for everything."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from safety_center.domain.errors import N_, FieldError, InputRefused
from safety_center.domain.reference import NO_REGION
from safety_center.domain.vocabulary import DateBasis, Involvement
from safety_center.services.context import Context
from safety_center.services.dashboards.declaration import Dashboard, Parameter
from safety_center.services.dashboards.period import PARTS, Period, make_period
from safety_center.services.reference import region_schemes, regions_of

#: Years that can be chosen: this one and the ten before.
_YEARS_BACK = 10


@dataclass(frozen=True)
class Parameters:
    """A page's choice. `region` and `involvement` are None where all are meant."""

    period: Period
    basis: DateBasis
    scheme: str
    region: str | None
    involvement: Involvement | None

    def values(self) -> dict[str, str]:
        """As they stand in the address."""
        return {
            "year": str(self.period.year),
            "part": self.period.part,
            "basis": self.basis.value,
            "scheme": self.scheme,
            "region": self.region or "",
            "involvement": self.involvement.value if self.involvement else "",
        }


@dataclass(frozen=True)
class Choice:
    """One parameter of the filter bar with its options (code, Korean, English)."""

    name: str
    value: str
    options: tuple[tuple[str, str, str], ...]


def parse_parameters(ctx: Context, dashboard: Dashboard, values: Mapping[str, str]) -> Parameters:
    """The choice of an address; what the dashboard does not take is fixed at its default.

    Raises `InputRefused` for an unknown code. A dashboard with the parameter `region` always has
    one: the first of the scheme, unless chosen.
    """
    given = {name.value: values.get(name.value, "").strip() for name in Parameter}
    taken = {name: value for name, value in given.items() if dashboard.takes(Parameter(name))}
    errors: list[FieldError] = []

    def pick(name: str, options: list[str], otherwise: str) -> str:
        value = taken.get(name) or otherwise
        if value not in options:
            message = N_("목록에 없는 값입니다: %(value)s")
            errors.append(FieldError(name, "unknown_code", message, {"value": value[:40]}))
            return otherwise
        return value

    scheme = pick("scheme", _schemes(ctx), ctx.installation.settings.default_scheme)
    regions = _regions(ctx, scheme)
    region = ""
    if dashboard.takes(Parameter.REGION):
        if _belongs_to_another_scheme(ctx, taken["region"], regions):
            taken["region"] = ""  # the scheme was changed in the filter bar
        region = pick("region", regions, regions[0])
    period = make_period(
        int(pick("year", [str(year) for year in years(ctx.today)], str(ctx.today.year))),
        pick("part", list(PARTS), "year"),
        ctx.today,
    )
    basis = pick("basis", list(DateBasis), DateBasis.REPORTED.value)
    involvement = pick("involvement", ["", *Involvement], "")
    if errors:
        raise InputRefused(errors)
    return Parameters(
        period=period,
        basis=DateBasis.of(basis),
        scheme=scheme,
        region=region or None,
        involvement=Involvement.of(involvement) if involvement else None,
    )


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
        "involvement": [
            ("", "전체", "All"),
            *((term.value, term.ko, term.en) for term in Involvement),
        ],
    }
    return tuple(
        Choice(name.value, values[name.value], tuple(options[name.value]))
        for name in dashboard.declaration.parameters
    )


def _schemes(ctx: Context) -> list[str]:
    return [scheme.code for scheme in region_schemes(ctx.session)]


def _regions(ctx: Context, scheme: str) -> list[str]:
    return [region.code for region in regions_of(ctx.session, scheme, ctx.today)]


def _belongs_to_another_scheme(ctx: Context, region: str, regions: list[str]) -> bool:
    if not region or region in regions:
        return False
    return any(region in _regions(ctx, scheme) for scheme in _schemes(ctx))
