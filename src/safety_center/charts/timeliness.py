"""How long a step of handling took: a dot per group at its median, thresholds as lines, shares beside."""

from collections.abc import Sequence
from math import log10
from typing import Any

from safety_center.charts.breakdown import in_two_lines
from safety_center.charts.chart import Address, Chart, figure, marks
from safety_center.charts.durations import TICKS, spell_minutes
from safety_center.charts.month_axis import month_axis, month_cell, month_names
from safety_center.charts.palette import BLUE, SLATE
from safety_center.charts.sentences import NOTHING, SMALL, Sentence, bare_share
from safety_center.charts.table import Cell, ChartTable, Row, head_columns, linked
from safety_center.charts.timeliness_words import (
    Spell,
    Step,
    Threshold,
    find_longest,
    pair,
    tell_key,
    tell_left_out,
    tell_longest,
    tell_step,
)
from safety_center.charts.wording import Wording

CASES_COLUMN, LEFT_OUT = "cases", "unknown"
_HEADS = Sentence("건수", "Cases"), Sentence("중앙값", "Median")
_SHARE = Sentence("초과 비율", "Share over")
#: More than this share still running makes a median of what is closed look too short.
_MUCH_LEFT_OUT = 0.1
_ROOM = 0.25
_LETTER_PX = 9
_TIME = Sentence("걸린 시간", "time taken")
_DECADES_WITH_EVERY_TICK = 3


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
    longest = None if months else find_longest(drawn)
    shown = drawn if months else _choose(drawn, top, longest)
    picture = (
        _line(shown, step, wording, address) if months else _rows(shown, step, wording, address)
    )
    finding = tell_step(whole, step, wording)
    if longest is not None:
        finding = tell_longest(longest, whole, step, heading)
    notes = [tell_left_out(step, whole)] if whole.left_out else []
    if len(shown) < len(drawn):
        notes.append(_tell_shown(shown, drawn[:top]))
    return Chart(
        figure=picture if shown else None,
        table=_table(spells, whole, step, heading, wording, caption, address, not months),
        finding=finding,
        alternative=_alternative(shown, step, months),
        key=tell_key(step),
        size="tall" if not months and len(shown) > 6 else "",
        notes=tuple(notes),
        unit=_TIME,
    )


def _choose(drawn: Sequence[Spell], top: int | None, longest: Spell | None) -> Sequence[Spell]:
    """Those with most cases, and the longest, which the title names."""
    shown = drawn[:top]
    if longest is None or longest in shown:
        return shown
    return [*shown[:-1], longest]


def _tell_shown(shown: Sequence[Spell], most: Sequence[Spell]) -> Sentence:
    with_longest = list(shown) != list(most)
    many = len(shown) - with_longest
    ko, en = ("와 중앙값이 가장 긴 1개", " and the longest") if with_longest else ("", "")
    return Sentence(
        f"그림은 건수가 많은 {many}개{ko}, 표는 전부",
        f"The chart shows the {many} with most cases{en}, the table all",
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
    dots |= {"x": [_minutes(spell) for spell in spells], "y": names, "mode": "markers"}
    dots["hovertemplate"] = "%{y}<br>%{text}<extra></extra>"
    lines = [_threshold_line(one, "x") for one in step.thresholds]
    medians = [spell_minutes(spell.median or 0, wording.language) for spell in spells]
    axis = _log_axis(spells, step, wording, _ROOM)
    # A threshold is named above its line: once more below, it would run into its neighbour on a phone.
    named = {one.minutes for one in step.thresholds}
    kept = [place for place, tick in enumerate(axis["tickvals"]) if tick not in named]
    axis |= {key: [axis[key][place] for place in kept] for key in ("tickvals", "ticktext")}
    category = {"autorange": "reversed", "type": "category", "ticks": "", "showgrid": False}
    layout = {
        "showlegend": False,
        "hovermode": "closest",
        "xaxis": axis,
        "yaxis": category,
        "shapes": lines,
        "annotations": [
            *(_beside_row(name, text) for name, text in zip(names, medians, strict=True)),
            *_threshold_names(step, wording),
        ],
        "margin": {"t": 52, "r": 12 + _LETTER_PX * max(map(len, medians), default=0)},
    }
    return figure(wording, [dots] if spells else [], layout)


def _beside_row(name: str, text: str) -> dict[str, Any]:
    """A median in the margin, where no line of a threshold crosses it."""
    return {
        "x": 1,
        "xref": "paper",
        "xanchor": "left",
        "xshift": 8,
        "y": name,
        "text": text,
        "showarrow": False,
    }


def _threshold_names(step: Step, wording: Wording) -> list[dict[str, Any]]:
    """Above the lines, those of two lines on their outer sides, since they may be near."""
    sides = ["center"] if len(step.thresholds) == 1 else ["right", *["left"] * len(step.thresholds)]
    return [
        {
            "x": log10(one.minutes),
            "xanchor": side,
            "y": 1,
            "yref": "paper",
            **_threshold_name(one, wording),
        }
        for one, side in zip(step.thresholds, sides, strict=False)
    ]


def _threshold_name(threshold: Threshold, wording: Wording) -> dict[str, Any]:
    """What a line stands for, at its upper or right end."""
    text = {"text": wording.say(threshold.mark), "font": {"size": 12}}
    return {**text, "showarrow": False, "yanchor": "bottom"}


def _line(
    spells: Sequence[Spell], step: Step, wording: Wording, address: Address
) -> dict[str, Any]:
    dots = _dots(spells, step, wording, address)
    codes = [spell.code for spell in spells]
    dots |= {"x": month_names(codes, wording.language), "y": [_minutes(one) for one in spells]}
    dots |= {"mode": "lines+markers", "line": {"color": BLUE, "width": 1.5}}
    dots["hovertemplate"] = "%{x}<br>%{text}<extra></extra>"
    lines = [_threshold_line(one, "y") for one in step.thresholds]
    axis = month_axis(codes, wording.language)
    log = _log_axis(spells, step, wording, _ROOM)
    layout = {
        "showlegend": False,
        "hovermode": "closest",
        "xaxis": axis,
        "yaxis": log,
        "shapes": lines,
        "annotations": [
            {
                "x": 1,
                "xref": "paper",
                "xanchor": "right",
                "y": log10(one.minutes),
                **_threshold_name(one, wording),
            }
            for one in step.thresholds
        ],
    }
    return figure(wording, [dots] if spells else [], layout)


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
    if not with_total:  # months
        heads_of = (month_cell(spell.code, wording.language) for spell in spells)
        named = (Row((head, *row.cells[1:])) for head, row in zip(heads_of, rows, strict=True))
        rows = tuple(reversed(list(named)))  # the newest first, as in every table of months
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


def _alternative(spells: Sequence[Spell], step: Step, months: bool) -> Sentence:
    if not spells:
        return NOTHING
    mark = ":" if months else ""  # a month ends in a number, as its time begins with one
    ko, en = (
        ", ".join(
            f"{spell.label.text(language)}{mark} {spell_minutes(spell.median or 0, language)}"
            for spell in spells[:12]
        )
        for language in ("ko", "en")
    )
    return Sentence(
        f"점그래프. {step.label.ko}의 중앙값: {ko}.", f"Dot plot. {step.label.en}, medians: {en}."
    )
