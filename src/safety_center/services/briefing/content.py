"""What a briefing holds: the story of the session, its regions one by one, and what all of it rests on.

Everything is built from dashboards as a reader would open them, in one state of the database: so the
document, its tables and the session dashboard of that instant cannot differ.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from safety_center.charts import Sentence
from safety_center.domain.briefing import Wanted
from safety_center.domain.reference import NO_REGION
from safety_center.domain.statistics import Dimension
from safety_center.services.context import Context
from safety_center.services.dashboards import DashboardView, PanelView, build_dashboard
from safety_center.services.dashboards.build import declared_dashboards
from safety_center.services.dashboards.kinds import PanelKind, Style
from safety_center.services.dashboards.view import Terms
from safety_center.services.dashboards.words import make_basis
from safety_center.services.reference import regions_of
from safety_center.services.statistics import Audience, protect

SESSION, REGION = "session", "region"
#: Says how far it is: steps done, and what comes now.
Tell = Callable[[int, Sentence], None]
_NUMBERED = re.compile(r"^\d+\.\s*")
_REGIONS = Sentence("지역별 현황", "Regions")
_SESSION = Sentence("재외공관장회의 현황", "The session's figures")


@dataclass(frozen=True)
class Part:
    """A chapter (`number` 3) or a part of one (3.2) with its panels; their ids are unique in the briefing."""

    number: str
    title: Sentence
    view: DashboardView
    parts: tuple["Part", ...] = ()

    @property
    def anchor(self) -> str:
        """Its place in the document."""
        return f"part-{self.number.replace('.', '-')}"

    def all_panels(self) -> Iterator[PanelView]:
        """Its panels, then those of its parts."""
        yield from self.view.panels
        for part in self.parts:
            yield from part.view.panels


@dataclass(frozen=True)
class Briefing:
    """A briefing before it has a form. `as_of`: the instant of every number; `rules` and `sources`: the annex."""

    wanted: Wanted
    title: Sentence
    finding: Sentence
    lead: Sentence
    as_of: datetime
    chapters: tuple[Part, ...]
    rules: Terms
    sources: tuple[tuple[Sentence, Terms], ...]
    notes: tuple[Sentence, ...]
    demonstration: bool


@dataclass(frozen=True)
class _Region:
    code: str
    name: Sentence


def briefing_regions(ctx: Context) -> list[_Region]:
    """The regions that get a part: of the installation's scheme today; none where no dashboard shows them."""
    if REGION not in declared_dashboards(ctx):
        return []
    found = regions_of(ctx.session, ctx.installation.settings.default_scheme, ctx.today)
    named = (_Region(row.code, Sentence(row.name_ko, row.name_en)) for row in found)
    return [region for region in named if region.code != NO_REGION]


def build_briefing(ctx: Context, wanted: Wanted, tell: Tell) -> Briefing:
    """Everything for the actor of `ctx`, of the one state that a reading unit sees.

    Raises `InputRefused`, and `NotFound` where the session is not declared or not theirs to see.
    """
    values = {"year": str(wanted.year), "as_of": wanted.as_of}
    tell(0, _SESSION)
    session = build_dashboard(ctx, SESSION, values, wanted.language)
    regions = []
    for done, region in enumerate(briefing_regions(ctx), 1):
        tell(done, region.name)
        view = build_dashboard(ctx, REGION, {**values, "region": region.code}, wanted.language)
        regions.append((region.name, view))
    views = (session, *(view for _, view in regions))
    rules = tuple(make_basis(ctx, session.chosen, session.as_of))
    told_once = [(name, _without(view, rules)) for name, view in regions]
    chapters = _chapters(_without(session, rules), told_once)
    briefing = Briefing(
        wanted=wanted,
        title=Sentence(
            f"{wanted.year}년 재외공관장회의 안전 분야 회의자료",
            f"Briefing on safety for the session of heads of mission, {wanted.year}",
        ),
        finding=session.finding,
        lead=session.lead,
        as_of=session.as_of,
        chapters=chapters,
        rules=rules,
        sources=_sources(chapters),
        notes=tuple(dict.fromkeys(note for view in views for note in view.notes)),
        demonstration=session.demonstration,
    )
    return protect(briefing, Audience.INTERNAL)


def _chapters(
    session: DashboardView,
    regions: Sequence[tuple[Sentence, DashboardView]],
) -> tuple[Part, ...]:
    """A chapter per heading of the session; the regions follow the figures that compare them."""
    groups: list[tuple[Sentence, list[PanelView]]] = []
    for item in session.panels:
        heading = item.panel.heading
        if heading or not groups:
            groups.append((_plain(heading.sentence) if heading else session.title, []))
        if item.panel.kind is not PanelKind.LATEST:  # single cases stay inside
            groups[-1][1].append(item)
    place = next((at for at, (_, items) in enumerate(groups) if _compares_regions(items)), None)
    if place is None and regions:
        place = len(groups)
        groups.append((_REGIONS, []))
    return tuple(
        _chapter(str(at + 1), title, session, items, regions if at == place else ())
        for at, (title, items) in enumerate(groups)
    )


def _chapter(
    number: str,
    title: Sentence,
    session: DashboardView,
    items: Sequence[PanelView],
    regions: Sequence[tuple[Sentence, DashboardView]],
) -> Part:
    parts = tuple(
        Part(f"{number}.{at}", name, _view(view, f"{number}-{at}", view.panels))
        for at, (name, view) in enumerate(regions, 1)
    )
    return Part(number, title, _view(session, number, items), parts)


def _view(view: DashboardView, prefix: str, items: Sequence[PanelView]) -> DashboardView:
    named = tuple(_named(item, f"p{prefix}-{item.panel.id}") for item in items)
    return replace(view, panels=named, style=Style.WORK)


def _named(item: PanelView, panel_id: str) -> PanelView:
    """The panel under its id in the document, without a heading of its own; many small charts become their table."""
    changes = {"id": panel_id, "heading": None}
    if item.multiples:
        changes |= {"kind": PanelKind.TABLE, "top": None}
        chart = replace(item.chart, figure=None) if item.chart else None
        item = replace(item, multiples=(), chart=chart)
    return replace(item, panel=item.panel.model_copy(update=changes))


def _without(view: DashboardView, rules: Terms) -> DashboardView:
    """Panels that rest on the rules of the whole briefing do not repeat them: the annex has them."""
    panels = (replace(item, basis=()) if item.basis == rules else item for item in view.panels)
    return replace(view, panels=tuple(panels))


def _compares_regions(items: Sequence[PanelView]) -> bool:
    divided = (PanelKind.BREAKDOWN, PanelKind.TABLE)
    return any(
        item.panel.kind in divided and item.panel.breakdown is Dimension.REGION for item in items
    )


def _plain(heading: Sentence) -> Sentence:
    """Without its number: chapters are numbered here."""
    return Sentence(_NUMBERED.sub("", heading.ko), _NUMBERED.sub("", heading.en))


def _sources(chapters: Sequence[Part]) -> tuple[tuple[Sentence, Terms], ...]:
    """Published series by title, with what each rests on."""
    found = {
        item.panel.title.sentence: tuple(item.basis)
        for chapter in chapters
        for item in chapter.all_panels()
        if item.chart and item.chart.is_published
    }
    return tuple(found.items())
