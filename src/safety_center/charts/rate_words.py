"""What rates say: how they went, what they rest on, where there are none."""

from dataclasses import dataclass

from safety_center.charts.sentences import NOTHING, Sentence, particle
from safety_center.charts.wording import Wording
from safety_center.stats.rates import PER, Rate, RateRatio

NO_RATE = Sentence("비율 없음", "no rate")
UNSTABLE = Sentence("불안정(20명 미만)", "unstable (fewer than 20)")
PERSONS = Sentence("인원(명)", "Persons")
DENOMINATOR = Sentence("분모(명)", "Denominator")
PER_100K = Sentence("10만 명당", "Per 100,000")
INTERVAL = Sentence("95% 구간", "95% interval")
SOURCE = Sentence("분모의 출처", "Source of the denominator")
AS_OF = Sentence("분모 기준일", "Denominator as of")
REMARK = Sentence("비고", "Remark")


@dataclass(frozen=True)
class RatedPoint:
    """A year or a country with its rate, or why it has none.

    `as_of` and `age` say of which day the denominator is and how many years older than the count;
    `body` who counted it, `source` also where that was read.
    """

    label: Sentence
    count: int
    rate: Rate | None
    why: Sentence = NOTHING
    source: Sentence = NOTHING
    body: Sentence = NOTHING
    as_of: Sentence = NOTHING
    age: int = 0


@dataclass(frozen=True)
class Compared:
    """The first and the last point with a rate, and the ratio of the last by the first."""

    first: RatedPoint
    last: RatedPoint
    ratio: RateRatio


def make_finding(
    rated: list[RatedPoint], denominator: Sentence, wording: Wording, compared: Compared | None
) -> Sentence:
    """How the rate went from the first to the last point, no further than its interval bears out."""
    found = _find(rated, denominator, wording, compared)
    return Sentence(found.ko, found.en[:1].upper() + found.en[1:])


def _find(
    rated: list[RatedPoint], denominator: Sentence, wording: Wording, compared: Compared | None
) -> Sentence:
    per = Sentence(f"{denominator.ko} 10만 명당", f"per 100,000 {denominator.en}")
    who = wording.who
    if compared is not None and compared.first.rate and compared.last.rate:
        first, last = compared.first, compared.last
        start, end = spell_rate(compared.first.rate.value), spell_rate(compared.last.rate.value)
        went = _went(compared.ratio)
        return Sentence(
            f"{per.ko} {particle(who.ko, '은', '는')} {first.label.ko} {start}명에서"
            f" {last.label.ko} {end}명으로 {went.ko}",
            f"{who.en} {per.en}: {start} in {first.label.en}, {end} in {last.label.en}, {went.en}",
        )
    if rated and rated[0].rate and len(rated) == 1:
        value, span = spell_rate(rated[0].rate.value), spell_interval(rated[0].rate)
        return Sentence(
            f"{rated[0].label.ko} {per.ko} {who.ko} {value}명(95% 구간 {span})",
            f"{rated[0].label.en}: {value} {who.en} {per.en} (95% interval {span})",
        )
    if rated:
        return Sentence(
            f"{per.ko} {who.ko}: 재외국민 수가 발표된 {len(rated)}곳만 비율을 낸다",
            f"{who.en} {per.en}: rates for the {len(rated)} places whose nationals are published",
        )
    return Sentence("비율을 낼 수 있는 곳이 없다", "Nothing here has a rate")


def _went(ratio: RateRatio) -> Sentence:
    """In per cent with its interval; a change that its interval does not bear out is not claimed."""
    value, low, high = ratio.change
    if ratio.unstable:
        return Sentence("견주기에는 너무 적다(20명 미만)", "too few to compare (fewer than 20)")
    if not ratio.is_clear:
        return Sentence("뚜렷한 차이가 없다", "no clear difference")
    span = f"{_signed(low)}~{_signed(high)}%"
    en_span = f"95% interval {_signed(low)} to {_signed(high)}%"
    percent = f"{abs(value):,.0f}%"
    if value > 0:
        return Sentence(f"{percent} 높아졌다(95% 구간 {span})", f"{percent} higher ({en_span})")
    return Sentence(f"{percent} 낮아졌다(95% 구간 {span})", f"{percent} lower ({en_span})")


def _signed(percent: float) -> str:
    rounded = round(percent)
    return f"{'+' if rounded > 0 else '−' if rounded < 0 else ''}{abs(rounded):,}"


def tell_reading(denominator: Sentence) -> Sentence:
    return Sentence(
        f"인원을 {denominator.ko} 수로 나누어 {PER:,}을 곱한 값, 95% 구간은 정확(Garwood) 구간",
        f"Persons by {denominator.en}, times {PER:,}; 95% intervals are exact (Garwood)",
    )


def tell_denominators(points: list[RatedPoint]) -> list[Sentence]:
    """Who counted the denominators, of which days, and how old they were at most."""
    rated = [point for point in points if point.rate is not None]
    if not rated:
        return []
    oldest = max(rated, key=lambda point: point.age)
    bodies = dict.fromkeys(point.body for point in rated if point.body.ko)
    ko, en = (", ".join(body.text(language) for body in bodies) for language in ("ko", "en"))
    if oldest.age == 0:
        return [
            Sentence(f"분모: {ko}, 모두 그해의 수", f"Denominators: {en}, all of the same year")
        ]
    years = f"{oldest.age} year{'s' if oldest.age > 1 else ''}"
    return [
        Sentence(
            f"분모: {ko}, 가장 오래된 것은 {oldest.as_of.ko} 기준({oldest.age}년 전)",
            f"Denominators: {en}; the oldest is of {oldest.as_of.en} ({years} before)",
        )
    ]


def tell_reasons(points: list[RatedPoint]) -> list[Sentence]:
    """Each reason once, with the years or places that it holds for."""
    found: dict[Sentence, list[Sentence]] = {}
    for point in points:
        if point.rate is None and point.why.ko:
            found.setdefault(point.why, []).append(point.label)

    def names(labels: list[Sentence], language: str) -> str:
        shown = ", ".join(label.text(language) for label in labels[:6])
        rest = len(labels) - 6
        if rest <= 0:
            return shown
        return f"{shown} 외 {rest}곳" if language == "ko" else f"{shown} and {rest} more"

    return [
        Sentence(f"{names(labels, 'ko')}: {why.ko}", f"{names(labels, 'en')}: {why.en}")
        for why, labels in found.items()
    ]


def make_alternative(points: list[RatedPoint], denominator: Sentence) -> Sentence:
    def say(language: str) -> str:
        parts = []
        for point in points:
            told = (
                f"{spell_rate(point.rate.value)} ({spell_interval(point.rate)})"
                if point.rate
                else NO_RATE.text(language)
            )
            parts.append(f"{point.label.text(language)} {told}")
        return ", ".join(parts)

    return Sentence(
        f"{denominator.ko} 10만 명당 비율과 95% 구간. {say('ko')}.",
        f"Rates per 100,000 {denominator.en} with 95% intervals. {say('en')}.",
    )


def spell_day(point: RatedPoint) -> Sentence:
    """The day of the denominator, and how old it was when the persons were counted."""
    if point.age == 0:
        return point.as_of
    years = f"{point.age} year{'s' if point.age > 1 else ''} before"
    return Sentence(f"{point.as_of.ko} ({point.age}년 전)", f"{point.as_of.en} ({years})")


def spell_rate(value: float) -> str:
    """One decimal; two below one, so that a small rate is not 0."""
    return f"{value:,.2f}" if value < 1 else f"{value:,.1f}"


def spell_interval(rate: Rate) -> str:
    return f"{spell_rate(rate.low)}–{spell_rate(rate.high)}"
