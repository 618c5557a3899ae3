"""Codes of places that panels filter by: checked at the start against the reference files."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from safety_center.domain.reference.rows import CountryRow, MissionRow
from safety_center.domain.statistics import NO_MISSION, Dimension
from safety_center.services.dashboards.declaration import Dashboard, DashboardError
from safety_center.services.reference.files import read_reference_file

_FILES: Mapping[str, tuple[str, frozenset[str]]] = {
    Dimension.COUNTRY.value: ("countries.csv", frozenset()),
    Dimension.MISSION.value: ("missions.csv", frozenset({NO_MISSION})),
}


def check_filter_codes(found: Mapping[str, Dashboard], data_folder: Path) -> None:
    """Raises `DashboardError` with file, panel, key and codes where a country or mission does not exist."""
    faults = list(_faults(found, data_folder))
    if faults:
        raise DashboardError("\n".join(faults))


def _faults(found: Mapping[str, Dashboard], data_folder: Path) -> Iterator[str]:
    for name, (file, further) in _FILES.items():
        asked = [
            (dashboard.name, panel)
            for dashboard in found.values()
            for panel in dashboard.declaration.panels
            if name in panel.filters
        ]
        known = further | _codes(data_folder, file) if asked else further
        for dashboard, panel in asked:
            unknown = [code for code in panel.filters[name] if code not in known]
            if unknown:
                told = ", ".join(unknown)
                yield f"{dashboard}.toml: panels.{panel.id}.filters.{name}: unknown code {told}"


def _codes(data_folder: Path, file: str) -> frozenset[str]:
    rows = read_reference_file(data_folder, file)
    countries = {row.alpha2 for row in rows if isinstance(row, CountryRow)}
    return frozenset(countries | {row.code for row in rows if isinstance(row, MissionRow)})
