"""How long a step of handling took: a dot per group at its median, thresholds as lines, shares beside."""

from collections.abc import Sequence
from math import log10
from typing import Any

from safety_center.charts.breakdown import in_two_lines
from safety_center.charts.chart import Address, Chart, figure, marks
from safety_center.charts.durations import TICKS, spell_minutes
from safety_center.charts.month_axis import month_axis
from safety_center.charts.palette import BLUE, SLATE
from safety_center.charts.sentences import CASES, SMALL, Sentence, bare_share
from safety_center.charts.table import Cell, ChartTable, Row, head_columns, linked
from safety_center.charts.timeliness_words import (
    Spell,
    Step,
    Threshold,
    add_longest,
    pair,
    tell_key,
    tell_left_out,
    tell_step,
)
from safety_center.charts.wording import Wording

CASES_COLUMN, LEFT_OUT = "cases", "unknown"
_HEADS = Sentence("건수", "Cases"), Sentence("중앙값", "Median")
_SHARE = Sentence("초과 비율", "Share over")
#: More than this share still running makes a median of what is closed look too short.
_MUCH_LEFT_OUT = 0.1
_ROOM_FOR_WORDS, _ROOM = 1.4, 0.25
_DECADES_WITH_EVERY_TICK = 3
_GAP = "\u00a0\u00a0"


def build_timeliness(
    spells: Sequence[Spell],
    whole: Spell,
    step: Step,
    heading: Sentence,
    wording: Wording,
    caption: Sentence,
    address: Address,
    top: int | None = None,
    months: bool = False,
) -> Chart:
    """Groups in the order given; `months` draws them as a line, else the `top` groups as rows of dots.

    `whole` is the period of the page; months reach further back, so that it is not their total.
    """
    drawn = [spell for spell in spells if spell.median is not None]
    shown = drawn if months else drawn[:top]
    picture = (
        _line(shown, step, wording, address) if months else _rows(shown, step, wording, address)
    )
    finding = tell_step(whole, step, wording)
    if not months:
        finding = add_longest(finding, spells, heading)
    notes = [tell_left_out(step, whole)] if whole.left_out else []
    if len(shown) < len(drawn):
        notes.append(
            Sentence(
                f"그림은 건수가 많은 {len(shown)}개, 표는 전부",
                f"The chart shows the {len(shown)} with most cases, the table all",
            )
        )
    return Chart(
        figure=picture if shown else None,
        table=_table(spells, whole, step, heading, wording, caption, address, not months),
        finding=finding,
        alternative=_alternative(shown, step),
        key=tell_key(step),
        size="tall" if not months and len(shown) > 6 else "",
        notes=tuple(notes),
        unit=CASES,
    )


def _is_weak(spell: Spell, step: Step) -> bool:
    bent = step.running and spell.left_out > _MUCH_LEFT_OUT * spell.cases
    return spell.measured < SMALL or bent


def _minutes(spell: Spell) -> float:
    """On a logarithmic axis nothing is less than a minute."""
    return max(spell.median or 0.0, 1.0)


def _beside(spell: Spell, step: Step, wording: Wording) -> str:
    """`5시간 20분 · 31%`: the median and the share over the first threshold."""
    text = spell_minutes(spell.median or 0, wording.language)
    percent = bare_share(spell.over[0], spell.measured)
    return f"{text} · {step.thresholds[0].label.text(wording.language)} {percent}"


def _dots(
    spells: Sequence[Spell], step: Step, wording: Wording, address: Address
) -> dict[str, Any]:
    texts = [_beside(spell, step, wording) for spell in spells]
    weak = ["circle-open" if _is_weak(spell, step) else "circle" for spell in spells]
    return {
        "type": "scatter",
        "name": wording.say(step.label),
        "text": texts,
        "marker": {"color": BLUE, "size": 11, "symbol": weak},
        "customdata": marks([address(spell.code, CASES_COLUMN) for spell in spells]),
        "cliponaxis": False,
    }


def _log_axis(spells: Sequence[Spell], step: Step, wording: Wording, room: float) -> dict[str, Any]:
    every = [_minutes(spell) for spell in spells] + [one.minutes for one in step.thresholds]
    low, high = log10(min(every)) - _ROOM, log10(max(every)) + room
    ticks = TICKS if high - low <= _DECADES_WITH_EVERY_TICK else TICKS[1::2]
    return {
        "type": "log",
        "range": [low, high],
        "tickvals": list(ticks),
        "ticktext": [spell_minutes(tick, wording.language) for tick in ticks],
        "tickangle": 0,
    }


def _rows(
    spells: Sequence[Spell], step: Step, wording: Wording, address: Address
) -> dict[str, Any]:
    names = [in_two_lines(wording.say(spell.label)) for spell in spells]
    dots = _dots(spells, step, wording, address)
    dots |= {"x": [_minutes(spell) for spell in spells], "y": names, "mode": "markers+text"}
    dots |= {"text": [_GAP + spell_minutes(s.median or 0, wording.language) for s in spells]}
    dots |= {
        "textposition": "middle right",
        "hovertext": [_beside(s, step, wording) for s in spells],
    }
    dots["hovertemplate"] = "%{y}<br>%{hovertext}<extra></extra>"
    lines = [_threshold_line(one, "x") for one in step.thresholds]
    axis = _log_axis(spells, step, wording, _ROOM_FOR_WORDS)
    category = {"autorange": "reversed", "type": "category", "ticks": "", "showgrid": False}
    layout = {"showlegend": False, "hovermode": "closest", "xaxis": axis, "yaxis": category}
    return figure(wording, [dots] if spells else [], {**layout, "shapes": lines})


def _line(
    spells: Sequence[Spell], step: Step, wording: Wording, address: Address
) -> dict[str, Any]:
    dots = _dots(spells, step, wording, address)
    dots |= {"x": [spell.code for spell in spells], "y": [_minutes(spell) for spell in spells]}
    dots |= {"mode": "lines+markers", "line": {"color": BLUE, "width": 1.5}}
    dots["hovertemplate"] = "%{x}<br>%{text}<extra></extra>"
    lines = [_threshold_line(one, "y") for one in step.thresholds]
    axis = month_axis([spell.code for spell in spells], wording.language)
    log = _log_axis(spells, step, wording, _ROOM)
    layout = {"showlegend": False, "hovermode": "closest", "xaxis": axis, "yaxis": log}
    return figure(wording, [dots] if spells else [], {**layout, "shapes": lines})


def _threshold_line(threshold: Threshold, axis: str) -> dict[str, Any]:
    other = "y" if axis == "x" else "x"
    return {
        "type": "line",
        f"{axis}0": threshold.minutes,
        f"{axis}1": threshold.minutes,
        f"{axis}ref": axis,
        f"{other}0": 0,
        f"{other}1": 1,
        f"{other}ref": "paper",
        "line": {"color": SLATE, "width": 1.5, "dash": "dash"},
    }


def _table(
    spells: Sequence[Spell],
    whole: Spell,
    step: Step,
    heading: Sentence,
    wording: Wording,
    caption: Sentence,
    address: Address,
    with_total: bool,
) -> ChartTable:
    heads = [*_HEADS]
    for threshold in step.thresholds:
        heads += [threshold.label, _SHARE]
    columns = head_columns(wording, heading, *heads, step.left_out)
    rows = tuple(_row(spell, step, wording, address) for spell in spells)
    total = _row(whole, step, wording, address) if spells and with_total else None
    return ChartTable(wording.say(caption), columns, rows, total)


def _row(spell: Spell, step: Step, wording: Wording, address: Address) -> Row:
    median = "–" if spell.median is None else spell_minutes(spell.median, wording.language)
    cells = [
        Cell(wording.say(spell.label)),
        linked(spell.cases, address(spell.code, CASES_COLUMN)),
        Cell(median, None if spell.median is None else round(spell.median)),
    ]
    for threshold, many in pair(step, spell):
        cells.append(linked(many, address(spell.code, threshold.code)))
        cells.append(Cell(bare_share(many, spell.measured)))
    cells.append(linked(spell.left_out, address(spell.code, LEFT_OUT)))
    return Row(tuple(cells))


def _alternative(spells: Sequence[Spell], step: Step) -> Sentence:
    ko, en = (
        ", ".join(
            f"{spell.label.text(language)} {spell_minutes(spell.median or 0, language)}"
            for spell in spells[:12]
        )
        for language in ("ko", "en")
    )
    return Sentence(
        f"점그래프. {step.label.ko}의 중앙값: {ko}.", f"Dot plot. {step.label.en}, medians: {en}."
    )
