"""What is said about how long steps took: the finding, the key, what is left out."""

from collections.abc import Sequence
from dataclasses import dataclass

from safety_center.charts.durations import spell_minutes
from safety_center.charts.sentences import SMALL, Sentence, number, particle, share
from safety_center.charts.wording import Wording


@dataclass(frozen=True)
class Threshold:
    """`code` is the column of its numbers, `label` says it: `24시간 초과`."""

    code: str
    minutes: int
    label: Sentence

    @property
    def mark(self) -> Sentence:
        """What stands at its line: `24시간`."""
        return Sentence(self.label.ko.removesuffix(" 초과"), self.label.en.removeprefix("over "))


@dataclass(frozen=True)
class Step:
    """What is measured. `left_out` heads the column of cases without it, `remark` explains them with
    `{count}`; `running`: what is left out is not over yet, so that many of them bend the median.
    """

    label: Sentence
    thresholds: tuple[Threshold, ...]
    left_out: Sentence
    remark: Sentence
    running: bool = False


@dataclass(frozen=True)
class Spell:
    """A group: its cases, the median of those measured, how many over each threshold, and those left out."""

    code: str
    label: Sentence
    cases: int
    median: float | None
    over: tuple[int, ...]
    left_out: int

    @property
    def measured(self) -> int:
        """Cases whose step is known."""
        return self.cases - self.left_out


def tell_step(whole: Spell, step: Step, wording: Wording) -> Sentence:
    """`사건 발생 → 접수는 중앙값 5시간 20분, 24시간 초과 31%(2026. 1. 1.–11. 22. 접수)`."""
    if whole.median is None:
        return Sentence(
            f"{step.label.ko}: 이 기간에 잴 수 있는 건이 없다",
            f"{step.label.en}: nothing to measure in this period",
        )
    ko, en = (spell_minutes(whole.median, language) for language in ("ko", "en"))
    over = [_over(threshold, many, whole) for threshold, many in pair(step, whole)]
    return Sentence(
        f"{step.label.ko}: {wording.this.ko} 중앙값 {ko}, " + ", ".join(each.ko for each in over),
        f"{step.label.en}: median {en}, "
        + ", ".join(each.en for each in over)
        + f" ({wording.this.en})",
    )


def find_longest(spells: Sequence[Spell]) -> Spell | None:
    """The group with the longest median of those with enough cases; None where only one has."""
    sure = [spell for spell in spells if spell.measured >= SMALL]
    return max(sure, key=lambda spell: spell.median or 0) if len(sure) > 1 else None


def tell_longest(longest: Spell, whole: Spell, step: Step, heading: Sentence) -> Sentence:
    """`중앙값이 가장 긴 지역은 유럽으로 5시간 17분, 전체는 5시간 7분(24시간 초과 35%)`."""
    ko, en = (spell_minutes(longest.median or 0, language) for language in ("ko", "en"))
    all_ko, all_en = (spell_minutes(whole.median or 0, language) for language in ("ko", "en"))
    over = [_over(threshold, many, whole) for threshold, many in pair(step, whole)]
    most = particle(heading.ko, "은", "는")
    name = particle(longest.label.ko, "으로", "로")
    over_ko, over_en = (
        ", ".join(each.text(language) for each in over) for language in ("ko", "en")
    )
    if (ko, en) == (all_ko, all_en):
        return Sentence(
            f"중앙값이 가장 긴 {most} {name}, 전체와 같은 {ko}({over_ko})",
            f"Longest median: {longest.label.en}, {en}, the same as that of all ({over_en})",
        )
    return Sentence(
        f"중앙값이 가장 긴 {most} {name} {ko}, 전체는 {all_ko}({over_ko})",
        f"Longest median: {longest.label.en}, {en}; all: {all_en} ({over_en})",
    )


def _over(threshold: Threshold, many: int, whole: Spell) -> Sentence:
    part = share(many, whole.measured)
    if not part.ko:
        return Sentence(
            f"{threshold.label.ko} {number(many)}건", f"{number(many)} {threshold.label.en}"
        )
    percent = part.en.strip(" ()")
    return Sentence(f"{threshold.label.ko} {percent}", f"{percent} {threshold.label.en}")


def pair(step: Step, spell: Spell) -> list[tuple[Threshold, int]]:
    return list(zip(step.thresholds, spell.over, strict=True))


def tell_left_out(step: Step, whole: Spell) -> Sentence:
    count = number(whole.left_out)
    return Sentence(step.remark.ko.format(count=count), step.remark.en.format(count=count))


def tell_key(step: Step) -> Sentence:
    ko = "점은 중앙값(로그 축), 파선은 기준 시간, 빈 점은 20건 미만"
    en = "Dots: medians (log axis); dashed: thresholds; open dots: fewer than 20 cases"
    if step.running:
        return Sentence(f"{ko}이거나 처리 중인 건이 10% 초과", f"{en}, or more than 10% still open")
    return Sentence(ko, en)
