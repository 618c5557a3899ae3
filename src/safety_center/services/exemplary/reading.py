"""Reading published cards: the library, one card, cards like a new case, the session's ranking."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from safety_center.domain.access import Permission, require
from safety_center.domain.exemplary import FEWEST_REVIEWS, CardInput, ExemplaryState
from safety_center.domain.reference import NO_REGION
from safety_center.domain.situations import Situation
from safety_center.services.cases.reach import is_reachable
from safety_center.services.context import Context
from safety_center.services.cursors import read_cursor, write_cursor
from safety_center.services.exemplary.reach import CardDeeds, card_deeds, is_own, require_card
from safety_center.services.exemplary.views import (
    AdoptionLine,
    CardLine,
    ReviewLine,
    adoption_line,
    card_lines,
    read_card,
    review_line,
)
from safety_center.services.reference import country_region_map
from safety_center.store import exemplary as store
from safety_center.store.accounts import account_names
from safety_center.store.tables import Case, ExemplaryCase

_PAGE = 12
_MOST_SIMILAR = 3


@dataclass(frozen=True)
class Library:
    """One page of published cards, newest first. The counts are of all that the search finds: `situations`
    whatever situation is chosen, `regions` (codes of the default scheme) whatever region is."""

    cards: Sequence[CardLine]
    found: int
    situations: Mapping[Situation, int]
    regions: Mapping[str, int]
    next_cursor: str | None


@dataclass(frozen=True)
class StepLine:
    """What happened to a card."""

    state: ExemplaryState
    at: datetime
    by: str
    reason: str | None


@dataclass(frozen=True)
class CardPage:
    """A card with what heads think of it. `steps` and `case_number` are told to the nominating unit and the
    center; the number only to who may open the case. `card` is None while the text is being written."""

    line: CardLine
    version: int
    region_code: str
    card: CardInput | None
    case_number: str | None
    steps: Sequence[StepLine]
    reviews: Sequence[ReviewLine]
    adoptions: Sequence[AdoptionLine]
    own_review: ReviewLine | None
    own_adoption: AdoptionLine | None
    deeds: CardDeeds


@dataclass(frozen=True)
class Ranking:
    """Cards published in a year (Seoul), by the heads' reviews. `few`: fewer reviews than `fewest`, without
    a rank, most reviewed first. `years`: those in which anything was published, newest first."""

    year: int
    years: tuple[int, ...]
    ranked: Sequence[CardLine]
    few: Sequence[CardLine]
    fewest: int = FEWEST_REVIEWS


def library(
    ctx: Context,
    query: str = "",
    situation: str | None = None,
    region: str | None = None,
    cursor: str | None = None,
) -> Library:
    """Published cards: every term of `query` stands in the text (as in cases), of a situation and a region
    of the installation's default scheme; unknown codes find nothing."""
    require(ctx.require_actor(), Permission.EXEMPLARY_VIEW)
    regions = _regions(ctx)
    found = store.fetch_published(ctx.session, query)
    in_region = [row for row in found if not region or regions.get(row.country_code) == region]
    chosen = [row for row in in_region if not situation or row.situation == situation]
    of_situation = [row for row in found if not situation or row.situation == situation]
    place = read_cursor(cursor)
    rest = [row for row in chosen if place is None or _place(row) < place]
    page = rest[:_PAGE]
    return Library(
        cards=card_lines(ctx, page),
        found=len(chosen),
        situations=Counter(Situation.of(row.situation) for row in in_region),
        regions=Counter(regions.get(row.country_code, NO_REGION) for row in of_situation),
        next_cursor=write_cursor(*_place(page[-1])) if len(rest) > len(page) else None,
    )


def card(ctx: Context, card_id: int) -> CardPage:
    """One card within the actor's reach."""
    actor = ctx.require_actor()
    require(actor, Permission.EXEMPLARY_VIEW)
    row = require_card(ctx, card_id)
    reviews = [
        review_line(each, actor.account_id) for each in store.fetch_reviews(ctx.session, [card_id])
    ]
    adoptions = [
        adoption_line(each, actor.unit_code)
        for each in store.fetch_adoptions(ctx.session, [card_id])
    ]
    inside = is_own(actor, row) or actor.may(Permission.EXEMPLARY_PUBLISH)
    return CardPage(
        line=card_lines(ctx, [row])[0],
        version=row.version,
        region_code=_regions(ctx).get(row.country_code, NO_REGION),
        card=read_card(row),
        case_number=_case_number(ctx, row),
        steps=_steps(ctx, card_id) if inside else (),
        reviews=reviews,
        adoptions=adoptions,
        own_review=next((each for each in reviews if each.own), None),
        own_adoption=next((each for each in adoptions if each.own), None),
        deeds=card_deeds(ctx, row),
    )


def similar(
    ctx: Context,
    incident_type: str | None = None,
    country_code: str | None = None,
    situation: str | None = None,
    limit: int = _MOST_SIMILAR,
) -> list[CardLine]:
    """Published cards of the same situation or incident type; of the same country, then of its region,
    then the best judged first."""
    require(ctx.require_actor(), Permission.EXEMPLARY_VIEW)
    regions = _regions(ctx)
    wanted = regions.get(country_code or "")
    rows = [
        row
        for row in store.fetch_published(ctx.session)
        if (situation and row.situation == situation)
        or (incident_type and row.incident_type == incident_type)
    ]

    def order(line: CardLine) -> tuple[bool, bool, bool, float, int]:
        near = wanted not in (None, NO_REGION) and regions.get(line.country_code) == wanted
        both = bool(situation) and line.situation == situation
        mean = line.standing.mean or 0.0
        return (line.country_code != country_code, not near, not both, -mean, -line.id)

    return sorted(card_lines(ctx, rows), key=order)[:limit]


def ranked(ctx: Context, year: int | None = None) -> Ranking:
    """The session's list; no year: the newest in which anything was published."""
    if ctx.actor is not None:  # else a job of the system's own
        require(ctx.actor, Permission.EXEMPLARY_VIEW)
    every = store.fetch_published(ctx.session)
    years = sorted({row.published_on.year for row in every if row.published_on}, reverse=True)
    chosen = year if year is not None else (years[0] if years else ctx.today.year)
    rows = store.fetch_published_in(ctx.session, date(chosen, 1, 1), date(chosen + 1, 1, 1))
    lines = card_lines(ctx, rows, ranked=True)
    with_rank = [line for line in lines if line.standing.rank is not None]
    few = [line for line in lines if line.standing.rank is None]
    return Ranking(
        year=chosen,
        years=tuple(years),
        ranked=sorted(with_rank, key=lambda line: (line.standing.rank or 0, line.id)),
        few=sorted(few, key=lambda line: (-line.standing.reviews, line.id)),
    )


def _place(row: ExemplaryCase) -> tuple[datetime, int]:
    return row.published_at or row.changed_at, row.id


def _regions(ctx: Context) -> dict[str, str]:
    scheme = ctx.installation.settings.default_scheme
    return country_region_map(ctx.session, scheme, ctx.today)


def _case_number(ctx: Context, row: ExemplaryCase) -> str | None:
    """Told only to who may open the case."""
    case = ctx.session.get(Case, row.case_id) if row.case_id else None
    if case is None or not is_reachable(ctx, case):
        return None
    return case.number


def _steps(ctx: Context, card_id: int) -> list[StepLine]:
    rows = store.fetch_steps(ctx.session, card_id)
    names = account_names(ctx.session, [row.account_id for row in rows])
    return [
        StepLine(ExemplaryState.of(row.state), row.at, names.get(row.account_id, ""), row.reason)
        for row in rows
    ]
