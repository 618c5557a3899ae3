"""Reference data: loading the files of `data/` and asking them."""

from safety_center.services.reference.loading import LoadResult, load_reference
from safety_center.services.reference.lookups import (
    countries_without_mission,
    country_codes,
    country_region_map,
    fetch_countries,
    fetch_missions,
    region_schemes,
    regions_of,
    responsible_missions,
)

__all__ = [
    "LoadResult",
    "countries_without_mission",
    "country_codes",
    "country_region_map",
    "fetch_countries",
    "fetch_missions",
    "load_reference",
    "region_schemes",
    "regions_of",
    "responsible_missions",
]
