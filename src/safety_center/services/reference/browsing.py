"""Reading the reference tables: what is in them, where it comes from, how far to trust it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import SQLModel

from safety_center.domain.access import Permission, require
from safety_center.domain.errors import NotFound
from safety_center.domain.reference.terms import NameStatus
from safety_center.services.context import Context
from safety_center.services.reference.lookups import (
    country_region_map,
    region_schemes,
    regions_of,
)
from safety_center.store import reference_pages as store
from safety_center.store.tables.reference import (
    Country,
    Exposure,
    Mission,
    PublishedFigure,
    Region,
    RegionScheme,
    TravelAlert,
)

_PAGE_ROWS = 50


@dataclass(frozen=True)
class ReferenceTable:
    """A table, the columns searched in, and the order of its rows."""

    table: type[SQLModel]
    searched: tuple[str, ...]
    order: tuple[str, ...]


TABLES: dict[str, ReferenceTable] = {
    "countries": ReferenceTable(Country, ("name_ko", "name_en", "alpha2", "alpha3"), ("alpha3",)),
    "missions": ReferenceTable(
        Mission, ("name_ko", "name_en", "short_ko", "city", "code", "country_code"), ("code",)
    ),
    "travel-alerts": ReferenceTable(
        TravelAlert, ("country_code", "name_ko", "name_en", "area_ko"), ("country_code", "level")
    ),
    "published-figures": ReferenceTable(
        PublishedFigure, ("series", "period", "type_ko", "place_ko", "source"), ("code",)
    ),
    "exposure": ReferenceTable(
        Exposure, ("measure", "place_code", "basis"), ("measure", "year", "place_code")
    ),
}


@dataclass(frozen=True)
class ReferencePage:
    """One page of rows; `found` counts all that the search finds, `page` begins at 1."""

    rows: Sequence[Any]
    found: int
    page: int
    pages: int


@dataclass(frozen=True)
class SchemeView:
    """A region scheme with its regions and how many countries and areas each has today."""

    scheme: RegionScheme
    regions: Sequence[tuple[Region, int]]


@dataclass(frozen=True)
class ReferenceSummary:
    """Rows per table; `unapproved` names wait for the ministry's approval."""

    rows: dict[str, int]
    schemes: int
    unapproved: int


def browse_reference(ctx: Context, name: str, search: str = "", page: int = 1) -> ReferencePage:
    """A page of a table by the name in its address; raises `NotFound` for an unknown one."""
    require(ctx.require_actor(), Permission.REFERENCE_VIEW)
    wanted = TABLES.get(name)
    if wanted is None:
        raise NotFound()
    text = search.strip()
    conditions = [store.contains(wanted.table, wanted.searched, text)] if text else []
    found = store.count_rows(ctx.session, wanted.table, conditions)
    pages = max(1, -(-found // _PAGE_ROWS))
    page = min(max(1, page), pages)
    rows = store.fetch_page(
        ctx.session, wanted.table, wanted.order, conditions, (page - 1) * _PAGE_ROWS, _PAGE_ROWS
    )
    return ReferencePage(rows, found, page, pages)


def list_schemes(ctx: Context) -> list[SchemeView]:
    """Every region scheme with its regions in their order."""
    require(ctx.require_actor(), Permission.REFERENCE_VIEW)
    return [_scheme(ctx, scheme) for scheme in region_schemes(ctx.session)]


def summarise_reference(ctx: Context) -> ReferenceSummary:
    """How much there is, and what is not approved yet."""
    require(ctx.require_actor(), Permission.REFERENCE_VIEW)
    rows = {name: store.count_rows(ctx.session, each.table) for name, each in TABLES.items()}
    unapproved: Any = Country.status == NameStatus.UNAPPROVED.value
    return ReferenceSummary(
        rows=rows,
        schemes=store.count_rows(ctx.session, RegionScheme),
        unapproved=store.count_rows(ctx.session, Country, [unapproved]),
    )


def _scheme(ctx: Context, scheme: RegionScheme) -> SchemeView:
    assigned = list(country_region_map(ctx.session, scheme.code, ctx.today).values())
    regions = regions_of(ctx.session, scheme.code, ctx.today)
    return SchemeView(scheme, [(region, assigned.count(region.code)) for region in regions])
