"""Codes that reference data decide, as the document lists them."""

from collections.abc import Mapping
from dataclasses import dataclass

from safety_center.domain.access import CENTERS
from safety_center.domain.incident_types import SLUGS
from safety_center.domain.statistics import NO_MISSION, VOCABULARY, Dimension
from safety_center.services.context import Context
from safety_center.services.reference import region_schemes, regions_of

_BUREAU = "bureau"
_OF_FIGURES = ("count_persons", "compare_figures")


@dataclass(frozen=True)
class CodeLists:
    """Field or parameter → its codes, for bodies, lists of cases and figures."""

    body: Mapping[str, tuple[str, ...]]
    query: Mapping[str, tuple[str, ...]]

    def of(self, operation: str) -> Mapping[str, tuple[str, ...]]:
        """Codes of an operation's parameters; figures can also be asked for cases without a mission."""
        if operation not in _OF_FIGURES:
            return self.query
        return {**self.query, "mission": (*self.query["mission"], NO_MISSION)}


def read_code_lists(ctx: Context) -> CodeLists:
    """The lists of today."""
    countries = tuple(sorted(ctx.places.countries))
    missions = tuple(sorted(ctx.places.missions))
    schemes = tuple(scheme.code for scheme in region_schemes(ctx.session))
    regions = {
        scheme: [region.code for region in regions_of(ctx.session, scheme, ctx.today)]
        for scheme in schemes
    }
    every_region = dict.fromkeys(code for codes in regions.values() for code in codes)
    body = {"country_code": countries, "mission_code": missions, "incident_type": tuple(SLUGS)}
    query = {
        "scheme": schemes,
        "region": tuple(every_region),
        "bureau": tuple(regions.get(_BUREAU, ())),
        "country": countries,
        "mission": missions,
        "owner": (*missions, *CENTERS),
        **{str(name): VOCABULARY[name] for name in VOCABULARY if name != Dimension.DAY},
    }
    return CodeLists(body, query)
