"""Exemplary cases (우수사례): states of a card, what stands on it, how mission heads judge it, and ranks.

A card is written without anything that could identify (`domain.leaks`), endorsed by the head of the
mission that nominated it, checked and published by a center, and then read by the other heads.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Any

from pydantic import AfterValidator, ValidationError
from sqlmodel import Field

from safety_center.domain.errors import N_, FieldError, InputRefused
from safety_center.domain.input_errors import field_errors
from safety_center.domain.input_types import Day, Line, legible, with_names
from safety_center.domain.reports import Input
from safety_center.domain.situations import Situation
from safety_center.domain.vocabulary import Term

MOST_STEPS = 12
#: With fewer reviews than this a mean says more about the reader than about the card: listed apart.
FEWEST_REVIEWS = 3
LOWEST, HIGHEST = 1, 5


class ExemplaryState(Term):
    """작성 중 → 공관장 확인 대기 → 센터 검토 대기 → 게재; 보완 요청 goes back to writing."""

    NOMINATED = "nominated", "작성 중", "Being written"
    DEIDENTIFIED = "deidentified", "공관장 확인 대기", "Awaiting the mission head"
    ENDORSED = "endorsed", "센터 검토 대기", "Awaiting the center"
    PUBLISHED = "published", "게재", "Published"
    RETURNED = "returned", "보완 요청", "Returned for revision"
    WITHDRAWN = "withdrawn", "철회", "Withdrawn"


_S = ExemplaryState
_NEXT: Mapping[ExemplaryState, frozenset[ExemplaryState]] = {
    # A center's own case has no mission head: its text goes straight to the center's check.
    _S.NOMINATED: frozenset({_S.DEIDENTIFIED, _S.ENDORSED, _S.WITHDRAWN}),
    _S.DEIDENTIFIED: frozenset({_S.ENDORSED, _S.RETURNED, _S.WITHDRAWN}),
    _S.ENDORSED: frozenset({_S.PUBLISHED, _S.RETURNED, _S.WITHDRAWN}),
    _S.PUBLISHED: frozenset({_S.WITHDRAWN}),
    _S.RETURNED: frozenset({_S.DEIDENTIFIED, _S.ENDORSED, _S.WITHDRAWN}),
    _S.WITHDRAWN: frozenset(),
}
#: States in which the unit that nominated writes.
WRITTEN_IN = frozenset({_S.NOMINATED, _S.RETURNED})


def may_become(now: ExemplaryState, then: ExemplaryState) -> bool:
    """True when a card may go from `now` to `then`."""
    return then in _NEXT[now]


class Criterion(Term):
    """What mission heads score, 1 to 5 each."""

    EFFECT = "effect", "효과", "Effect"
    SPEED = "speed", "신속성", "Speed"
    TRANSFER = "transfer", "적용 가능성", "Can be taken over"
    CARE = "care", "당사자 배려", "Care for the person"


class ActArticle(Term):
    """Articles of the Act on Consular Assistance (재외국민보호를 위한 영사조력법) that a card may name."""

    PRINCIPLES = "10", "제10조 영사조력의 기본원칙", "Article 10: principles of assistance"
    CRIMINAL = "11", "제11조 형사절차상의 영사조력", "Article 11: criminal proceedings"
    VICTIM = "12", "제12조 재외국민 범죄피해 시의 영사조력", "Article 12: victims of crime"
    DEATH = "13", "제13조 재외국민 사망 시의 영사조력", "Article 13: deaths"
    MINOR = (
        "14",
        "제14조 미성년자·환자인 재외국민에 대한 영사조력",
        "Article 14: minors and patients",
    )
    MISSING = "15", "제15조 재외국민 실종 시의 영사조력", "Article 15: missing persons"
    CRISIS = "16", "제16조 해외위난상황 발생 시의 영사조력", "Article 16: overseas crises"


#: The article that a situation proposes.
ARTICLE_OF: Mapping[Situation, ActArticle] = {
    **dict.fromkeys(
        (
            Situation.THEFT,
            Situation.THEFT_LOSS,
            Situation.FRAUD,
            Situation.ASSAULT,
            Situation.ROBBERY,
            Situation.SEXUAL_VIOLENCE,
            Situation.KIDNAPPING,
        ),
        ActArticle.VICTIM,
    ),
    Situation.MISSING: ActArticle.MISSING,
    Situation.DETENTION: ActArticle.CRIMINAL,
    Situation.ACCIDENT: ActArticle.MINOR,
    Situation.DEATH: ActArticle.DEATH,
    Situation.DISASTER: ActArticle.CRISIS,
}

_Title = Annotated[Line, Field(max_length=80)]
_Text = Annotated[str, Field(max_length=1_500), AfterValidator(legible)]
_Brief = Annotated[str, Field(max_length=400), AfterValidator(legible)]
_Comment = Annotated[str, Field(max_length=1_000), AfterValidator(legible)]


class StepText(Input):
    """One step: what was done, and how long after what came in (`접수 40분 뒤`): never a date."""

    what: _Brief = ""
    after: Annotated[Line, Field(max_length=60)] = ""


class CardInput(Input):
    """The text of a card, also half written: `check_complete` says what is missing for handing it in."""

    title: _Title = ""
    situation: _Text = ""
    steps: list[StepText] = Field(default_factory=list, max_length=MOST_STEPS)
    partners: _Brief = ""
    result: _Text = ""
    lessons: _Text = ""
    act_article: ActArticle | None = None


class ReviewInput(Input):
    """A mission head's review. `comment` may be empty; `share_in_session`: 세션에서 공유."""

    effect: int = Field(ge=LOWEST, le=HIGHEST)
    speed: int = Field(ge=LOWEST, le=HIGHEST)
    transfer: int = Field(ge=LOWEST, le=HIGHEST)
    care: int = Field(ge=LOWEST, le=HIGHEST)
    comment: _Comment = ""
    share_in_session: bool = False

    @property
    def scores(self) -> Mapping[Criterion, int]:
        """Score by criterion."""
        return {criterion: getattr(self, criterion.value) for criterion in Criterion}


class AdoptionInput(Input):
    """우리 공관에 적용: what is done there, and since when."""

    note: _Comment
    adopted_on: Day


def parse_card(values: Mapping[str, Any]) -> CardInput:
    """Validate a card's form; empty steps are dropped. Raises `InputRefused` with every error."""
    card: CardInput = _parse(CardInput, values)
    card.steps = [step for step in card.steps if step.what or step.after]
    return card


def parse_review(values: Mapping[str, Any]) -> ReviewInput:
    """Validate a review; raises `InputRefused`."""
    review: ReviewInput = _parse(ReviewInput, values)
    return review


def parse_adoption(values: Mapping[str, Any]) -> AdoptionInput:
    """Validate an adoption; raises `InputRefused`."""
    adoption: AdoptionInput = _parse(AdoptionInput, values)
    return adoption


def _parse(model: type[Input], values: Mapping[str, Any]) -> Any:
    try:
        return model.model_validate(with_names(values))
    except ValidationError as refused:
        raise InputRefused(field_errors(refused)) from None


_ASKED = {
    "title": N_("제목을 적어 주십시오."),
    "situation": N_("어떤 상황이었는지 적어 주십시오."),
    "steps": N_("무엇을 어떤 순서로 했는지 한 가지 이상 적어 주십시오."),
    "result": N_("결과를 적어 주십시오."),
    "lessons": N_("다른 공관이 참고할 점을 적어 주십시오."),
    "act_article": N_("영사조력법의 관련 조문을 골라 주십시오."),
}


def check_complete(card: CardInput) -> list[FieldError]:
    """One error per part that a card must have before it is handed in."""
    return [
        FieldError(name, "missing", ask) for name, ask in _ASKED.items() if not getattr(card, name)
    ]


def card_texts(card: CardInput) -> dict[str, str]:
    """Every text of a card by its dotted path (`steps.0.what`), in the order of the form; none empty."""
    texts = {"title": card.title, "situation": card.situation}
    for place, step in enumerate(card.steps):
        texts |= {f"steps.{place}.what": step.what, f"steps.{place}.after": step.after}
    texts |= {"partners": card.partners, "result": card.result, "lessons": card.lessons}
    return {path: text for path, text in texts.items() if text}


@dataclass(frozen=True)
class Standing:
    """Where a card stands: `mean` over all reviews and criteria to two decimals, None without any.

    `rank` is None with fewer than `FEWEST_REVIEWS`; cards whose mean reads the same share a rank
    (`tied`), and the next rank counts them all: 1, 1, 3.
    """

    card_id: int
    reviews: int
    mean: float | None
    by_criterion: Mapping[Criterion, float]
    rank: int | None = None
    tied: bool = False


def rank_cards(scores: Mapping[int, Sequence[Mapping[Criterion, int]]]) -> list[Standing]:
    """`scores`: each card's reviews. Ranked ones first; then those with few reviews, most reviewed first."""
    stands = stand_all(scores)
    enough = [stand for stand in stands if stand.reviews >= FEWEST_REVIEWS]
    few = [stand for stand in stands if stand.reviews < FEWEST_REVIEWS]
    enough.sort(key=lambda stand: (-(stand.mean or 0), stand.card_id))
    means = [stand.mean for stand in enough]
    ranked = [
        Standing(
            stand.card_id,
            stand.reviews,
            stand.mean,
            stand.by_criterion,
            rank=means.index(stand.mean) + 1,
            tied=means.count(stand.mean) > 1,
        )
        for stand in enough
    ]
    return ranked + sorted(few, key=lambda stand: (-stand.reviews, stand.card_id))


def stand_all(scores: Mapping[int, Sequence[Mapping[Criterion, int]]]) -> list[Standing]:
    """Where each card stands by itself, without a rank."""
    return [_stand(card_id, given) for card_id, given in scores.items()]


def _stand(card_id: int, given: Sequence[Mapping[Criterion, int]]) -> Standing:
    by_criterion = {
        criterion: mean
        for criterion in Criterion
        if (mean := _mean(review[criterion] for review in given)) is not None
    }
    every = _mean(review[criterion] for review in given for criterion in Criterion)
    return Standing(card_id, len(given), every, by_criterion)


def _mean(values: Iterable[int]) -> float | None:
    """To two decimals, half up, counted exactly: what reads the same ranks the same."""
    known = list(values)
    if not known:
        return None
    hundredths = Fraction(100 * sum(known), len(known))
    return int(hundredths + Fraction(1, 2)) / 100
