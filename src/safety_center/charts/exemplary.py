"""Exemplary cases in the order of the heads' reviews, as a list: ties share a rank, few reviews give none."""

from collections.abc import Sequence
from dataclasses import dataclass

from safety_center.charts.chart import Chart
from safety_center.charts.sentences import NOTHING, Sentence, number
from safety_center.charts.table import Cell, ChartTable, Column, Row
from safety_center.charts.wording import Wording

CARDS = Sentence("건", "cards")
_HEADS = (
    (Sentence("순위", "Rank"), False),
    (Sentence("우수사례", "Exemplary case"), False),
    (Sentence("추천 공관", "Nominated by"), False),
    (Sentence("국가·지역", "Country or area"), False),
    (Sentence("상황", "Situation"), False),
    (Sentence("평균(5점)", "Mean (of 5)"), True),
    (Sentence("평가", "Reviews"), True),
    (Sentence("세션에서 공유", "To be shared"), True),
    (Sentence("적용 공관", "Taken over"), True),
)


@dataclass(frozen=True)
class RankedCard:
    """A card as the session reads it; `rank` is None with too few reviews, `mean` without any."""

    title: str
    unit: Sentence
    country: Sentence
    situation: Sentence
    rank: int | None
    tied: bool
    mean: float | None
    reviews: int
    shares: int
    adoptions: int
    href: str | None = None


def build_ranking(
    cards: Sequence[RankedCard], year: int, fewest: int, wording: Wording, title: Sentence
) -> Chart:
    """`cards`: ranked ones first; `fewest`: reviews that a rank asks for; `year` of publishing."""
    ranked = [card for card in cards if card.rank is not None]
    few = len(cards) - len(ranked)
    columns = tuple(
        Column(wording.say(head), numeric, whole=not place)
        for place, (head, numeric) in enumerate(_HEADS)
    )
    rows = tuple(_row(card, wording) for card in cards)
    return Chart(
        figure=None,
        table=ChartTable(wording.say(title), columns, rows),
        finding=_finding(ranked, few, year),
        alternative=NOTHING,
        notes=_notes(ranked, few, fewest),
        unit=CARDS,
    )


def _row(card: RankedCard, wording: Wording) -> Row:
    mean = f"{card.mean:.2f}" if card.rank is not None and card.mean is not None else "–"
    return Row(
        (
            Cell(wording.say(_rank(card))),
            Cell(card.title, href=card.href, written=True),
            *(Cell(wording.say(name)) for name in (card.unit, card.country, card.situation)),
            Cell(mean),
            *(Cell(number(each), each) for each in (card.reviews, card.shares, card.adoptions)),
        )
    )


def _rank(card: RankedCard) -> Sentence:
    if card.rank is None:
        return Sentence("평가 적음", "few reviews")
    if card.tied:
        return Sentence(f"공동 {card.rank}위", f"{card.rank} (tied)")
    return Sentence(f"{card.rank}위", str(card.rank))


def _finding(ranked: Sequence[RankedCard], few: int, year: int) -> Sentence:
    if not ranked and not few:
        return Sentence(
            f"{year}년에 게재한 우수사례가 아직 없다", f"No exemplary case published in {year} yet"
        )
    if not ranked:
        return Sentence(
            f"{year}년에 게재한 우수사례 {few}건은 평가가 아직 적어 순위가 없다",
            f"{_cards(few)} published in {year}; too few reviews for a rank yet",
        )
    first = [card for card in ranked if card.rank == 1]
    apart = Sentence(
        f". 평가가 적은 {few}건은 순위 없음" if few else "",
        f"; {few} with few reviews not ranked" if few else "",
    )
    if len(first) > 1:
        return Sentence(
            f"공관장 평가로 {len(ranked)}건에 순위가 있고 {len(first)}건이 공동 1위이다{apart.ko}",
            f"Mission heads ranked {_cards(len(ranked))}; {len(first)} share the first rank{apart.en}",
        )
    best, mean = first[0], f"{first[0].mean:.2f}"
    return Sentence(
        f"공관장 평가 {len(ranked)}건 가운데 1위는 {best.unit.ko}의 사례로 평균 {mean}점이다{apart.ko}",
        f"Ranked first of {len(ranked)} by mission heads: a case of the {best.unit.en}, mean {mean}{apart.en}",
    )


def _cards(count: int) -> str:
    return f"{count} exemplary case{'' if count == 1 else 's'}"


def _notes(ranked: Sequence[RankedCard], few: int, fewest: int) -> tuple[Sentence, ...]:
    notes = []
    if ranked:
        notes.append(
            Sentence(
                "평균이 같으면 순위를 함께 가짐. 자기 공관의 사례는 평가하지 않음",
                "Equal means share a rank. No head reviews a case of their own mission",
            )
        )
    if few:
        notes.append(
            Sentence(
                f"평가가 {fewest}건 미만인 {few}건은 순위와 평균 없이 끝에 둠",
                f"{few} with fewer than {fewest} reviews stand last, without rank or mean",
            )
        )
    return tuple(notes)
