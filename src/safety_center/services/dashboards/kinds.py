"""The words of a declared dashboard: kinds of panel, measures, parameters, styles, and what fits which kind."""

from collections.abc import Mapping
from enum import StrEnum

from safety_center.domain.statistics import OF_PERSONS, TIMES, Dimension


class PanelKind(StrEnum):
    """What a panel shows; see `docs/dashboards.md`."""

    TILES = "tiles"
    BREAKDOWN = "breakdown"
    TREND = "trend"
    MONTHS = "months"
    MAP = "map"
    MULTIPLES = "multiples"
    TABLE = "table"
    CHANGES = "changes"
    LATEST = "latest"
    PUBLISHED = "published"
    RATE = "rate"
    TIMELINESS = "timeliness"
    STOCK = "stock"
    REPORTS = "reports"
    HANDOVERS = "handovers"
    HANDOVER_HOURS = "handover_hours"
    LOAD = "load"
    AWARENESS = "awareness"
    EXEMPLARY = "exemplary"
    PROMISES = "promises"


#: Panels that always count cases, whatever the unit of the page.
OF_CASES = (PanelKind.TIMELINESS, PanelKind.STOCK, PanelKind.LOAD)
#: Panels of which no earlier state is known.
ONLY_NOW = (
    PanelKind.REPORTS,
    PanelKind.HANDOVERS,
    PanelKind.HANDOVER_HOURS,
    PanelKind.LOAD,
    PanelKind.LATEST,
    PanelKind.EXEMPLARY,
    PanelKind.PROMISES,
)
#: Panels of several numbers, none of which is their finding.
WITHOUT_FINDING = (PanelKind.TILES, PanelKind.LATEST)
#: What the filters of panels may name that are not of the cube.
FILTERS: Mapping[PanelKind, tuple[Dimension, ...]] = {
    PanelKind.REPORTS: (Dimension.SOURCE,),
    PanelKind.HANDOVERS: (),
    PanelKind.HANDOVER_HOURS: (),
    PanelKind.LOAD: (),
    PanelKind.AWARENESS: (),
    PanelKind.EXEMPLARY: (),
    PanelKind.PROMISES: (),
}
#: By what a panel of that kind may be divided; those not named are not divided.
BREAKDOWNS: Mapping[PanelKind, tuple[Dimension, ...]] = {
    PanelKind.BREAKDOWN: tuple(name for name in Dimension if name not in TIMES),
    PanelKind.TABLE: tuple(name for name in Dimension if name not in TIMES),
    PanelKind.CHANGES: tuple(name for name in Dimension if name not in TIMES),
    PanelKind.TIMELINESS: (
        Dimension.MONTH,
        *(name for name in Dimension if name not in (*TIMES, *OF_PERSONS)),
    ),
    PanelKind.LOAD: (Dimension.MISSION, Dimension.REGION),
}


class PublishedName(StrEnum):
    """Series of `services.published`; see `docs/statistics.md`."""

    PERSONS_BY_YEAR = "persons_by_year"
    DEPARTURES = "departures"
    CALL_CENTER = "call_center"
    INCIDENT_CONSULS = "incident_consuls"
    PRISONERS = "prisoners"


class TileMeasure(StrEnum):
    """What a tile counts."""

    PERSONS = "persons"
    OPEN_CASES = "open_cases"
    OVERDUE_ACTIONS = "overdue_actions"
    HANDOVERS_WAITING = "handovers_waiting"


class Parameter(StrEnum):
    """What the reader may choose; each stands in the address."""

    YEAR = "year"
    PART = "part"
    BASIS = "basis"
    SCHEME = "scheme"
    REGION = "region"
    COUNTRY = "country"
    MISSION = "mission"
    INVOLVEMENT = "involvement"
    UNIT = "unit"


#: A dashboard about one place has one of them.
PLACES = (Parameter.REGION, Parameter.COUNTRY, Parameter.MISSION)


class Style(StrEnum):
    """How a dashboard is set: for a screen at work, or large for a room and for paper."""

    WORK = "work"
    SESSION = "session"


class Width(StrEnum):
    """How much of the page a panel takes on a wide screen."""

    THIRD = "third"
    HALF = "half"
    TWO_THIRDS = "two_thirds"
    FULL = "full"
