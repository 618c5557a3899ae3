"""What a published series says: its finding, its notes, its text alternative."""

from safety_center.charts.not_stated import HATCHED
from safety_center.charts.published_series import (
    PLANNED,
    Disagreement,
    Line,
    Point,
    PublishedSeries,
    spell,
    with_unit,
)
from safety_center.charts.sentences import Sentence, particle, tell_course

_NOT_OURS = Sentence(
    "발표 자료를 모은 것으로, 이 시스템의 집계가 아닙니다",
    "Collected from what was published; not counted by this system",
)


def make_finding(series: PublishedSeries) -> Sentence:
    """How the main line went, without joining what a change of definition parts."""
    line = series.lines[0]
    points = _comparable(line, series)
    name = particle(line.label.ko, "은", "는")
    if len(points) < 2:
        return Sentence(f"{name} 견줄 만한 해가 없다", f"{line.label.en}: no years to compare")
    first, last = points[0], points[-1]
    start, end = with_unit(first.value, series.unit), with_unit(last.value, series.unit)
    went = tell_course(first.value, last.value, series.unit)
    until = _limits(line, series)
    return Sentence(
        f"{name} {first.when.ko} {start.ko}에서 {last.when.ko} {end.ko}으로 {went.ko}{until.ko}",
        f"{line.label.en}: from {spell(first.value, 'en')} in {first.when.en}"
        f" to {spell(last.value, 'en')} in {last.when.en}, {went.en}{until.en}",
    )


def _comparable(line: Line, series: PublishedSeries) -> list[Point]:
    """Points after the last change of definition, without plans and other values nobody counted."""
    since = max(series.breaks(), default=0)
    return [point for point in line.drawn() if point.year > since and point.remark.en != PLANNED]


def _limits(line: Line, series: PublishedSeries) -> Sentence:
    """What limits the comparison: a change of definition, or that nothing was stated for years."""
    if year := max(series.breaks(), default=0):
        return Sentence(
            f"({year}년에 정의가 바뀌어 그 뒤만 견줌)",
            f" (only since the definition changed in {year})",
        )
    stated = line.stated()
    last = max(stated, default=series.last_year)
    ko, en = ("그 뒤는 미기재", "not stated since") if series.last_year - last >= 2 else ("", "")
    if stated and stated[last].remark.en == PLANNED:
        plan = with_unit(stated[last].value, series.unit)
        ko = f"{stated[last].when.ko} {particle(plan.ko, '은', '는')} 계획{'이고, ' if ko else ''}{ko}"
        en = f"{plan.en} planned for {stated[last].when.en}{'; ' if en else ''}{en}"
    return Sentence(f"({ko})", f" ({en})") if ko else Sentence("", "")


def make_notes(series: PublishedSeries) -> tuple[Sentence, ...]:
    """That it is not ours, what each line counts, changes by year, and every disagreement."""
    notes = [_NOT_OURS]
    for line in series.lines:
        if line.definition.ko:
            notes.append(
                Sentence(
                    f"{line.label.ko}: {line.definition.ko}",
                    f"{line.label.en}: {line.definition.en}",
                )
            )
    for change in series.changes:
        notes.append(
            Sentence(f"{change.year}년: {change.text.ko}", f"{change.year}: {change.text.en}")
        )
    notes += [_disagreeing(one, series) for one in series.disagreements]
    return (*notes, *series.remarks)


def _disagreeing(one: Disagreement, series: PublishedSeries) -> Sentence:
    many = one.from_year != one.to_year
    label = series.label_of(one.line)

    def say(language: str) -> str:
        ko = language == "ko"
        years = f"{one.from_year}–{one.to_year}" if many else str(one.from_year)
        years += "년" if ko else ""
        unit = series.unit.ko
        sources = [source.text(language) for source in one.sources]
        values = [
            f"{value}{unit}{f'({source})' if source else ''}"
            if ko
            else f"{value}{f' ({source})' if source else ''}"
            for value, source in zip(one.values, sources, strict=True)
        ]
        about = " ".join(filter(None, (years, label.text(language))))
        heading = "출처마다 다름" if ko else "Sources disagree"
        note = one.note.text(language)
        told = f"{heading}, {about}: {', '.join(values)}"
        return told + (f"{'. ' if ko else '; '}{note}" if note else "")

    return Sentence(say("ko"), say("en"))


def make_alternative(series: PublishedSeries) -> Sentence:
    """Every line in words, then the years of which nothing is known."""

    def say(language: str) -> str:
        lines = []
        for line in series.lines:
            values = ", ".join(
                f"{point.when.text(language)} {spell(point.value, language)}"
                for point in line.drawn()
            )
            lines.append(f"{line.label.text(language)} {values}")
        return "; ".join(lines)

    silent = ", ".join(map(str, series.silent_years()))
    ko, en = (f" 미기재: {silent}.", f" Not stated: {silent}.") if silent else ("", "")
    return Sentence(
        f"연도별 그래프. {say('ko')}.{ko}",
        f"Chart by year. {say('en')}.{en}",
    )


def make_key(series: PublishedSeries, symbols: dict[str, Sentence]) -> Sentence:
    """How to read the marks; hue alone says nothing."""
    ko, en = [], []
    if len(series.lines) > 1:
        for line in series.lines:
            mark = symbols[line.code]
            ko.append(f"{mark.ko} {line.label.ko}")
            en.append(f"{mark.en} {line.label.en}")
    remarks = {point.remark for line in series.lines for point in line.drawn() if point.remark.ko}
    if remarks:
        names = sorted(remarks, key=lambda remark: remark.en)
        ko.append(f"빈 표식은 {'·'.join(name.ko for name in names)}")
        en.append(f"open marks: {', '.join(name.en for name in names)}")
    if series.silent_years():
        ko.append(HATCHED.ko)
        en.append(HATCHED.en)
    if series.breaks():
        ko.append("세로 점선은 정의가 바뀐 해")
        en.append("dotted line: the definition changed")
    return Sentence(", ".join(ko), ", ".join(en))
