"""Cards as pages and panels show them."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from safety_center.domain.exemplary import (
    CardInput,
    Criterion,
    ExemplaryState,
    Standing,
    rank_cards,
    stand_all,
)
from safety_center.domain.situations import Situation
from safety_center.services.context import Context
from safety_center.store import exemplary as store
from safety_center.store.tables import ExemplaryAdoption, ExemplaryCase, ExemplaryReview


@dataclass(frozen=True)
class CardLine:
    """A card as one line of a list; `title`, `done` (its first step) and `result` are empty in a draft.

    `shares`: heads who marked 세션에서 공유; `adoptions`: units that took it over.
    """

    id: int
    state: ExemplaryState
    title: str
    done: str
    result: str
    situation: Situation
    incident_type: str
    country_code: str
    unit_code: str
    published_on: date | None
    changed_at: datetime
    standing: Standing
    shares: int = 0
    adoptions: int = 0


@dataclass(frozen=True)
class ReviewLine:
    """A mission head's review; `own` is the reader's."""

    unit_code: str
    scores: Mapping[Criterion, int]
    comment: str
    share_in_session: bool
    reviewed_at: datetime
    own: bool


@dataclass(frozen=True)
class AdoptionLine:
    """우리 공관에 적용."""

    unit_code: str
    note: str
    adopted_on: date
    own: bool


def read_card(row: ExemplaryCase) -> CardInput | None:
    """The text once nothing in it identified anybody; None before."""
    return CardInput.model_validate_json(row.card) if row.card else None


def card_lines(ctx: Context, rows: Sequence[ExemplaryCase], ranked: bool = False) -> list[CardLine]:
    """Lines in the order of the rows; `ranked`: with their ranks among one another."""
    ids = [row.id for row in rows]
    reviews: dict[int, list[ExemplaryReview]] = defaultdict(list)
    adoptions: Counter[int] = Counter()
    for review in store.fetch_reviews(ctx.session, ids):
        reviews[review.card_id].append(review)
    for adoption in store.fetch_adoptions(ctx.session, ids):
        adoptions[adoption.card_id] += 1
    scores = {card_id: [read_scores(each) for each in reviews[card_id]] for card_id in ids}
    stands = {
        stand.card_id: stand for stand in (rank_cards(scores) if ranked else stand_all(scores))
    }
    return [
        _line(
            row,
            stands[row.id],
            sum(each.share_in_session for each in reviews[row.id]),
            adoptions[row.id],
        )
        for row in rows
    ]


def _line(row: ExemplaryCase, standing: Standing, shares: int, adoptions: int) -> CardLine:
    card = read_card(row) or CardInput()
    return CardLine(
        id=row.id,
        state=ExemplaryState.of(row.state),
        title=card.title,
        done=card.steps[0].what if card.steps else "",
        result=card.result,
        situation=Situation.of(row.situation),
        incident_type=row.incident_type,
        country_code=row.country_code,
        unit_code=row.unit_code,
        published_on=row.published_on,
        changed_at=row.changed_at,
        standing=standing,
        shares=shares,
        adoptions=adoptions,
    )


def read_scores(row: ExemplaryReview) -> dict[Criterion, int]:
    """Score by criterion."""
    return {criterion: getattr(row, criterion.value) for criterion in Criterion}


def review_line(row: ExemplaryReview, account_id: int) -> ReviewLine:
    """A review as the account reads it."""
    return ReviewLine(
        unit_code=row.unit_code,
        scores=read_scores(row),
        comment=row.comment,
        share_in_session=row.share_in_session,
        reviewed_at=row.reviewed_at,
        own=row.account_id == account_id,
    )


def adoption_line(row: ExemplaryAdoption, unit_code: str | None) -> AdoptionLine:
    """An adoption as somebody of the unit reads it."""
    return AdoptionLine(row.unit_code, row.note, row.adopted_on, row.unit_code == unit_code)
