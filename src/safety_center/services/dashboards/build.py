"""A dashboard page from its declaration: one instant, one scope, one set of words."""

from collections.abc import Mapping
from dataclasses import replace

from safety_center.charts import Sentence
from safety_center.charts.sentences import (
    NOTHING,
    direction,
    number,
    particle,
    share,
    unit_of,
)
from safety_center.domain.access import Permission, require
from safety_center.domain.errors import NotFound
from safety_center.domain.statistics import Dimension
from safety_center.domain.vocabulary import CountUnit, Involvement
from safety_center.services.context import Context
from safety_center.services.dashboards.counter import Counter, Need
from safety_center.services.dashboards.declaration import Dashboard, Panel, load_dashboards
from safety_center.services.dashboards.fair import rate_basis
from safety_center.services.dashboards.filter_codes import check_filter_codes
from safety_center.services.dashboards.kinds import PanelKind, TileMeasure
from safety_center.services.dashboards.latest import latest_cases
from safety_center.services.dashboards.panels import build_panel, panel_needs
from safety_center.services.dashboards.parameters import (
    Parameters,
    make_choices,
    parse_parameters,
    parse_past,
)
from safety_center.services.dashboards.reasons import why_not
from safety_center.services.dashboards.recorded import find_records
from safety_center.services.dashboards.scope import PageScope
from safety_center.services.dashboards.tiles import work_tile
from safety_center.services.dashboards.view import DashboardView, ListAddress, PanelView, Tile
from safety_center.services.dashboards.words import (
    PERSONS_OF,
    make_basis,
    make_wording,
    place_name,
)
from safety_center.services.dashboards.work import Work
from safety_center.services.statistics import Audience, protect
from safety_center.settings import Settings

_LOADED: dict[str, dict[str, Dashboard]] = {}


def no_address(_filters: Mapping[str, str]) -> str | None:
    """For readers without lists, and for files."""
    return None


def check_dashboards(settings: Settings) -> None:
    """Read the folder at start; raises `DashboardError` with file, key and reason."""
    folder = settings.dashboards_folder
    found = load_dashboards(folder)
    check_filter_codes(found, settings.data_folder)
    _LOADED[str(folder)] = found


def declared_dashboards(ctx: Context) -> dict[str, Dashboard]:
    """Dashboards of the installation by name that the actor's role may open; read once a process."""
    folder = ctx.installation.settings.dashboards_folder
    found = _LOADED.get(str(folder))
    if found is None:
        found = _LOADED[str(folder)] = load_dashboards(folder)
    if ctx.actor is None:  # a job of the system's own
        return found
    require(ctx.actor, Permission.DASHBOARD_VIEW)
    role = ctx.actor.role
    return {name: one for name, one in found.items() if role in one.declaration.audience}


def build_dashboard(
    ctx: Context,
    name: str,
    values: Mapping[str, str],
    language: str = "ko",
    address: ListAddress = no_address,
    panels: tuple[str, ...] | None = None,
    audience: Audience = Audience.INTERNAL,
) -> DashboardView:
    """The page `name` under the choices in `values`; with `panels`, only those.

    All numbers of the cube stand for one instant (`as_of`). Raises `NotFound`, `InputRefused`,
    `Conflict` while no cube was built yet, and `Forbidden` for an audience that cannot be served.
    """
    dashboard = declared_dashboards(ctx).get(name)
    if dashboard is None:
        raise NotFound
    past = parse_past(ctx, values)
    if past is not None:
        # The page of that day: its periods, its regions, and no list, which shows what is known now.
        ctx, address = replace(ctx, now=past.at), no_address
    chosen = parse_parameters(ctx, dashboard, values, past)
    view = _Page(ctx, dashboard, chosen, language, address, panels).view()
    return protect(view, audience)


class _Page:
    """A page under its choices."""

    def __init__(
        self,
        ctx: Context,
        dashboard: Dashboard,
        chosen: Parameters,
        language: str,
        address: ListAddress,
        panels: tuple[str, ...] | None,
    ) -> None:
        self._ctx, self._dashboard, self._chosen, self._address = ctx, dashboard, chosen, address
        self._counter = Counter(ctx, chosen)
        self._wording = make_wording(ctx, chosen, language)
        self._scope = PageScope(ctx, chosen, self._counter, self._wording, address)
        self._work = Work(ctx, chosen, self._counter.countries(), address)
        every = dashboard.declaration.panels
        self._panels = [panel for panel in every if panels is None or panel.id in panels]

    def view(self) -> DashboardView:
        own = [self._need(), self._need(before=True)]
        self._counter.plan(
            own + [need for p in self._panels for need in panel_needs(self._scope, p)]
        )
        settings = self._ctx.installation.settings
        self._know_records()
        finding, lead = self._finding()
        panels = tuple(self._panel(panel) for panel in self._panels)
        titled = self._titled(panels)
        if titled is not None:
            finding, lead = titled, finding
        return DashboardView(
            name=self._dashboard.name,
            title=self._dashboard.declaration.title.sentence,
            finding=finding,
            lead=lead,
            as_of=self._counter.as_of,
            wording=self._wording,
            chosen=self._chosen,
            choices=make_choices(self._ctx, self._dashboard, self._chosen),
            panels=panels,
            notes=self._notes(),
            refresh_seconds=settings.refresh_seconds,
            demonstration=self._ctx.installation.holds_synthetic_data,
            style=self._dashboard.declaration.style,
            written=self._dashboard.declaration.file,
        )

    def _titled(self, panels: tuple[PanelView, ...]) -> Sentence | None:
        """The finding of the panel that the file names; None without one, or with nothing to show."""
        named = self._dashboard.declaration.finding
        chart = next((panel.chart for panel in panels if panel.panel.id == named), None)
        return chart.finding if chart else None

    def _know_records(self) -> None:
        """Nothing is said of the world from a time of which there are no records."""
        records = find_records(self._counter, self._chosen, self._ctx.today)
        reached = records.reach(self._chosen.period.before[1])
        self._wording = replace(self._wording, unrecorded=not reached)
        self._scope = replace(self._scope, wording=self._wording, records=records)

    def _panel(self, panel: Panel) -> PanelView:
        why = why_not(self._chosen, panel)
        if why is not None:
            return PanelView(panel, why=why)
        if panel.kind is PanelKind.TILES:
            made = (self._tile(measure) for measure in panel.tiles)
            tiles = tuple(replace(tile, unit=unit_of(tile.value, tile.unit)) for tile in made)
            return PanelView(panel, tiles=tiles, scope=self._work.scope_text())
        if panel.kind is PanelKind.LATEST:
            latest = latest_cases(self._work)
            return PanelView(panel, latest=latest, scope=self._work.scope_text())
        view = build_panel(self._scope, panel)
        if view.basis or view.why:
            return view  # rests on its sources, or on cases, and says so; or has nothing to show
        basis = make_basis(self._ctx, self._chosen, self._counter.as_of)
        if panel.kind is PanelKind.RATE:
            basis += rate_basis(panel)
        return PanelView(view.panel, view.chart, view.multiples, basis=tuple(basis))

    def _need(self, before: bool = False) -> Need:
        period = self._chosen.period
        by = () if self._chosen.unit is CountUnit.CASES else (Dimension.INVOLVEMENT.value,)
        return Need(period.before if before else (period.first, period.last), by)

    def _tile(self, measure: TileMeasure) -> Tile:
        if measure is not TileMeasure.PERSONS:
            return work_tile(self._work, measure)
        this, last = (self._counter.total(self._need(before)) for before in (False, True))
        filters = self._counter.filters_of(self._need(), {})
        begun = self._chosen.period.begun
        unit = self._wording.unit
        moved = self._wording.moved(this, last) if begun else NOTHING
        counted = begun and (last or not self._wording.unrecorded)
        base = Sentence(f"({number(last)}{unit.ko})", f"({number(last)})")
        return Tile(
            measure=measure,
            label=Sentence(self._wording.who.ko, _capital(self._wording.who.en)),
            value=this,
            unit=unit,
            compared=Sentence(moved.ko, _capital(moved.en)),
            base=base if counted else NOTHING,
            direction=direction(this, last) if counted else "",
            href=self._address(filters) if filters and this else None,
        )

    def _finding(self) -> tuple[Sentence, Sentence]:
        """The page's title, and the line below it: persons by involvement."""
        this, last = (self._counter.total(self._need(before)) for before in (False, True))
        return self._sentence(this, last), self._groups()

    def _sentence(self, this: int, last: int) -> Sentence:
        wording, place = self._wording, place_name(self._ctx, self._chosen)
        at = Sentence(f"{place.ko}에서 ", f" in {place.en}") if place else NOTHING
        if not self._chosen.period.begun:
            return Sentence(
                "아직 시작하지 않은 기간이라 집계할 것이 없다", "This period has not begun yet"
            )
        if not this:
            who = particle(wording.who.ko, "은", "는")
            return Sentence(
                f"{at.ko}{wording.this.ko} {who} 없다",
                f"No {wording.who.en}{at.en}, {wording.this.en}",
            )
        moved = wording.moved(this, last)
        part = self._part_of_world(this) if place else NOTHING
        who = particle(wording.who.ko, "은", "는")
        return Sentence(
            f"{at.ko}{wording.this.ko} {who} {number(this)}{wording.unit.ko}{part.ko}으로 {moved.ko}",
            f"{number(this)} {wording.who.en}{at.en}{part.en}, {wording.this.en}: {moved.en}",
        )

    def _part_of_world(self, this: int) -> Sentence:
        whole = self._counter.of_the_world().total(self._need())
        part = share(this, whole)
        if not part.ko:
            return NOTHING
        return Sentence(part.ko.replace("(", "(전체의 "), part.en.replace(")", " of all)"))

    def _groups(self) -> Sentence:
        if self._chosen.involvement is not None or self._chosen.unit is CountUnit.CASES:
            return NOTHING
        frame = self._counter.frame(self._need())
        counts = dict(zip(frame["involvement"], frame["count"], strict=True))
        if not counts:
            return NOTHING
        terms = [(PERSONS_OF[one], number(int(counts.get(one.value, 0)))) for one in Involvement]
        return Sentence(
            " · ".join(f"{term.ko} {count}명" for term, count in terms),
            " · ".join(f"{term.en} {count}" for term, count in terms),
        )

    def _notes(self) -> tuple[Sentence, ...]:
        undated = self._counter.undated
        notes = [self._scope.records.note(self._chosen.period)]
        if undated:
            count = number(undated)
            notes.append(
                Sentence(
                    f"발생일을 모르는 {count}{self._wording.unit.ko}은 이 화면의 기간에 들어 있지 않습니다.",
                    f"{count} {self._wording.unit.en} whose day of occurrence is not known are not in these figures.",
                )
            )
        return tuple(note for note in notes if note)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
