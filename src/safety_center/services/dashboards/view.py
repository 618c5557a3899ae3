"""What a dashboard page shows, finished: doors and files only put it into their form."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from safety_center.charts import Chart, Sentence, Wording
from safety_center.charts.multiples import Multiple
from safety_center.charts.sentences import NOTHING
from safety_center.services.dashboards.declaration import Panel
from safety_center.services.dashboards.kinds import Style
from safety_center.services.dashboards.parameters import Choice, Parameters

#: Address of the list with these filters; None where the reader may not open one.
ListAddress = Callable[[Mapping[str, str]], str | None]
Terms = tuple[tuple[Sentence, Sentence], ...]


@dataclass(frozen=True)
class Tile:
    """One figure with what it is compared with. `direction`: up, down, same, or empty; no value: not known.

    `detail` says more about the figure itself.
    """

    measure: str
    label: Sentence
    value: int | None
    unit: Sentence
    compared: Sentence
    base: Sentence
    direction: str = ""
    href: str | None = None
    detail: Sentence = NOTHING


@dataclass(frozen=True)
class LatestCase:
    """A case as a line of the latest ones; `city` as it was typed."""

    number: str
    type: Sentence
    place: Sentence
    city: str
    received_on: date
    href: str | None


@dataclass(frozen=True)
class PanelView:
    """One panel; only what its kind has is filled. `basis` is what its numbers rest on.

    `why`: the reason for which there is nothing to show under the choices of the page; `empty`: what to do
    where nothing was written yet.
    """

    panel: Panel
    chart: Chart | None = None
    multiples: tuple[Multiple, ...] = ()
    tiles: tuple[Tile, ...] = ()
    latest: tuple[LatestCase, ...] = ()
    basis: Terms = ()
    scope: Sentence = NOTHING
    why: Sentence | None = None
    empty: Sentence = NOTHING


@dataclass(frozen=True)
class DashboardView:
    """A page. `finding` is its title, `as_of` the instant that all its numbers stand for; `written`: also as a file."""

    name: str
    title: Sentence
    finding: Sentence
    lead: Sentence
    as_of: datetime
    wording: Wording
    chosen: Parameters
    choices: tuple[Choice, ...]
    panels: tuple[PanelView, ...]
    notes: tuple[Sentence, ...]
    refresh_seconds: int
    demonstration: bool
    style: Style = Style.WORK
    written: bool = False

    def find_panel(self, panel_id: str) -> PanelView | None:
        """A panel by its id."""
        return next((view for view in self.panels if view.panel.id == panel_id), None)
