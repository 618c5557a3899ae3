"""Declared dashboards: one TOML file each, checked before the service starts.

What a file may say is in `docs/dashboards.md`; a mistake is told with file, key and reason.
"""

import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails

from safety_center.charts import Sentence
from safety_center.domain.access import ROLE_PERMISSIONS, Permission, Role
from safety_center.domain.rates import RateScope
from safety_center.domain.statistics import (
    OF_PERSONS,
    REGIONS,
    TIMES,
    VOCABULARY,
    Dimension,
    Measure,
)
from safety_center.domain.vocabulary import CountUnit
from safety_center.services.dashboards.kinds import (
    BREAKDOWNS,
    FILTERS,
    OF_CASES,
    PLACES,
    WITHOUT_FINDING,
    PanelKind,
    Parameter,
    PublishedName,
    Style,
    TileMeasure,
    Width,
)

_Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
_Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
_BARS_AT_MOST = 30


class DashboardError(Exception):
    """A file of the dashboards' folder is wrong; the message names file, key and reason."""


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(_Strict):
    """The same words in both languages."""

    ko: _Words
    en: _Words

    @property
    def sentence(self) -> Sentence:
        """As charts take it."""
        return Sentence(self.ko, self.en)


class Panel(_Strict):
    """One panel. `filters` maps a dimension to the codes counted; empty counts all.

    `heading` opens a chapter of the page above it.
    """

    id: _Code
    kind: PanelKind
    title: Text
    heading: Text | None = None
    width: Width = Width.HALF
    measure: Literal["persons"] = "persons"
    tiles: tuple[TileMeasure, ...] = ()
    breakdown: Dimension | None = None
    top: int | None = Field(default=None, ge=1, le=_BARS_AT_MOST)
    filters: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    published: Literal["persons_by_year"] | None = None
    series: PublishedName | None = None
    denominator: RateScope | None = None
    step: Measure | None = None

    @model_validator(mode="after")
    def _divides_as_its_kind_does(self) -> Self:
        fitting = BREAKDOWNS.get(self.kind)
        if fitting is None and self.breakdown is not None:
            raise ValueError(f"breakdown: a panel of kind {self.kind} has none")
        if fitting is not None and self.breakdown not in fitting:
            names = ", ".join(name.value for name in fitting)
            raise ValueError(f"breakdown: a panel of kind {self.kind} needs one of {names}")
        if (self.kind is PanelKind.TIMELINESS) != bool(self.step):
            raise ValueError("step: a panel of kind timeliness names one, no other does")
        if self.kind in OF_CASES and set(self.filters) & set(OF_PERSONS):
            raise ValueError(f"filters: a panel of kind {self.kind} counts cases")
        return self

    @model_validator(mode="after")
    def _names_what_its_kind_shows(self) -> Self:
        if (self.kind is PanelKind.TILES) != bool(self.tiles):
            raise ValueError("tiles: a panel of kind tiles lists them, no other does")
        if self.published and self.kind is not PanelKind.TREND:
            raise ValueError("published: only a panel of kind trend has a published series")
        if self.kind is PanelKind.PUBLISHED and not self.series:
            raise ValueError("series: a panel of kind published names one")
        if self.series and not (self.kind is PanelKind.PUBLISHED or self._rates_published_persons):
            raise ValueError("series: only kind published, or persons_by_year by departures")
        if (self.kind is PanelKind.RATE) != bool(self.denominator):
            raise ValueError("denominator: a panel of kind rate names one, no other does")
        if self.series and self.filters:
            raise ValueError("filters: a published series cannot be filtered")
        return self

    @property
    def _rates_published_persons(self) -> bool:
        """True for rates whose counts were published, too."""
        world = self.kind is PanelKind.RATE and self.denominator is RateScope.WORLD
        return world and self.series is PublishedName.PERSONS_BY_YEAR

    @model_validator(mode="after")
    def _filters_exist(self) -> Self:
        for name, codes in self.filters.items():
            if name not in list(Dimension) or name in TIMES or name in REGIONS:
                raise ValueError(f"filters.{name}: not a filter of a panel")
            if name not in FILTERS.get(self.kind, (name,)):
                raise ValueError(f"filters.{name}: not a filter of kind {self.kind}")
            unknown = [code for code in codes if code not in VOCABULARY.get(name, codes)]
            if unknown or not codes:
                raise ValueError(f"filters.{name}: unknown code {', '.join(unknown) or '(none)'}")
        return self


class Declaration(_Strict):
    """One dashboard. `audience`: the roles that may open it; `unit`: counted unless the reader chooses;
    `file`: the job writes it as a file; `finding`: the panel whose finding is the page's title.
    """

    title: Text
    audience: tuple[Role, ...] = Field(min_length=1)
    parameters: tuple[Parameter, ...] = ()
    unit: CountUnit = CountUnit.PERSONS
    style: Style = Style.WORK
    file: bool = False
    finding: str | None = None
    panels: tuple[Panel, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _audience_may_see(self) -> Self:
        for role in self.audience:
            if Permission.DASHBOARD_VIEW not in ROLE_PERMISSIONS[role]:
                raise ValueError(f"audience: {role.value} may not see dashboards")
        if len(set(self.parameters)) < len(self.parameters):
            raise ValueError("parameters: one is named twice")
        places = [name.value for name in self.parameters if name in PLACES]
        if len(places) > 1:
            raise ValueError(f"parameters: only one of {', '.join(places)}")
        if self.file and not set(places) <= {Parameter.REGION.value}:
            raise ValueError(
                f"file: one with {places[0]} is not written, there are too many of them"
            )
        names = [panel.id for panel in self.panels]
        twice = {name for name in names if names.count(name) > 1}
        if twice:
            raise ValueError(f"panels: the id {', '.join(sorted(twice))} is used twice")
        return self

    @model_validator(mode="after")
    def _counts_what_its_panels_divide(self) -> Self:
        """Of cases alone, without a choice of the unit, nothing is said that only persons have."""
        if self.unit is CountUnit.PERSONS or Parameter.UNIT in self.parameters:
            return self
        if Parameter.INVOLVEMENT in self.parameters:
            raise ValueError("parameters: involvement is of persons, and unit is cases")
        for panel in self.panels:
            names = {str(panel.breakdown), *panel.filters} & set(OF_PERSONS)
            if names and panel.kind not in OF_CASES:
                told = ", ".join(sorted(names))
                raise ValueError(f"panels.{panel.id}: {told} is of persons, and unit is cases")
        return self

    @model_validator(mode="after")
    def _is_titled_by_a_finding(self) -> Self:
        finding = {p.id for p in self.panels if p.kind not in WITHOUT_FINDING}
        if self.finding is not None and self.finding not in finding:
            raise ValueError(f"finding: {self.finding} is no panel with a finding")
        return self


class Dashboard(_Strict):
    """A declaration under the name of its file."""

    name: _Code
    declaration: Declaration

    def panel(self, panel_id: str) -> Panel | None:
        """A panel by its id."""
        return next((panel for panel in self.declaration.panels if panel.id == panel_id), None)

    def takes(self, parameter: Parameter) -> bool:
        """True when the reader may choose it."""
        return parameter in self.declaration.parameters


def load_dashboards(folder: Path) -> dict[str, Dashboard]:
    """Every dashboard of the folder by name; raises `DashboardError` with all mistakes at once."""
    if not folder.is_dir():
        raise DashboardError(f"{folder}: the folder of the dashboards does not exist")
    found: dict[str, Dashboard] = {}
    faults: list[str] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            found[path.stem] = _read(path)
        except DashboardError as error:
            faults.append(str(error))
    if faults:
        raise DashboardError("\n".join(faults))
    return found


def _read(path: Path) -> Dashboard:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DashboardError(f"{path.name}: not TOML: {error}") from None
    try:
        return Dashboard.model_validate({"name": path.stem, "declaration": content})
    except ValidationError as error:
        told = [fault for fault in error.errors() if not _follows(fault, content)]
        lines = (_fault(path.name, fault["loc"], fault["msg"], content) for fault in told)
        raise DashboardError("\n".join(lines)) from None


def _follows(fault: ErrorDetails, content: dict[str, Any]) -> bool:
    """True where panels are said to be missing only because of the faults in them."""
    missing = fault["type"] == "too_short" and fault["loc"] == ("declaration", "panels")
    return missing and bool(content["panels"])


def _fault(file: str, place: tuple[int | str, ...], reason: str, content: dict[str, Any]) -> str:
    """A panel is named by its id, as it is found in the file; without one by its number from 1."""
    parts = [str(part) for part in place if part != "declaration"]
    if len(place) > 2 and place[1] == "panels" and isinstance(place[2], int):
        panel = content["panels"][place[2]]
        told = panel.get("id") if isinstance(panel, dict) else None
        parts[1] = f"{place[2] + 1}" if told is None else f"{told}"
    key = ".".join(parts)
    return f"{file}: {key + ': ' if key else ''}{reason.removeprefix('Value error, ')}"
