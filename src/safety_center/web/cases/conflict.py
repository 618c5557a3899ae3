"""What somebody is shown whose change, or step, came second: what happened, what overlaps, what to decide."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import render_template, request
from flask_babel import gettext

from safety_center.domain.errors import Conflict, Forbidden, NotFound
from safety_center.services.cases.since import changes_since
from safety_center.services.cases.timeline import Event
from safety_center.services.cases.view import show_case
from safety_center.web.cases import wording
from safety_center.web.cases.three_ways import Merged
from safety_center.web.field_labels import field_label
from safety_center.web.form_values import flat_values
from safety_center.web.request import reading_unit, viewing_unit
from safety_center.web.terms import message_text

_FLAGS = ("removed", "approximate")
_DUE = "next_action_due_at"
#: Fields of our own, which nobody typed.
OURS = ("version", "base", "asked", "to_unit", "moved_from")


@dataclass(frozen=True)
class Row:
    """A field with the other's value and one's own, in words. `picked`: `theirs`, `mine` or nothing yet."""

    field: str
    label: str
    theirs: str
    mine: str
    picked: str = ""


def unseen_changes(number: str, version: int | None) -> list[Event]:
    """What happened since the version that a page showed; nothing when it is not known or not ours."""
    if version is None:
        return []
    with reading_unit() as ctx:
        try:
            return changes_since(ctx, number, version)
        except NotFound:
            return []


def stale_step(number: str, version: int | None, refused: Conflict | Forbidden) -> str | None:
    """The page of a step from a stale page; None when nothing happened since it was opened."""
    events = unseen_changes(number, version)
    if not events:
        return None
    with viewing_unit() as ctx:
        page = show_case(ctx, number)
    typed = {name: value for name, value in flat_values(request.form).items() if value.strip()}
    return render_template(
        "cases/stale.html",
        case=page.case,
        events=events,
        message=message_text(refused.message, refused.params),
        again=isinstance(refused, Conflict),
        sent=typed,
        typed=[(field_label(name), value) for name, value in typed.items() if name not in OURS],
        wording=wording,
    )


def overlap_rows(
    merged: Merged, zone: str, officers: Iterable[tuple[str, str]], picked: Mapping[str, str]
) -> list[Row]:
    """The fields that both changed."""
    names = dict(officers)
    return [
        Row(
            overlap.field,
            field_label(overlap.field),
            value_in_words(overlap.field, overlap.theirs, zone, names),
            value_in_words(overlap.field, overlap.mine, zone, names, _due_clock(merged)),
            picked.get(overlap.field, ""),
        )
        for overlap in merged.overlaps
    ]


def own_rows(
    stored: Mapping[str, str],
    merged: Merged,
    zone: str,
    officers: Iterable[tuple[str, str]],
) -> list[Row]:
    """The fields that only the second changed: they are stored without asking."""
    names, asked = dict(officers), {overlap.field for overlap in merged.overlaps}
    return [
        Row(
            name,
            field_label(name),
            value_in_words(name, stored.get(name, ""), zone, names),
            value_in_words(name, value, zone, names, _due_clock(merged)),
        )
        for name, value in merged.values.items()
        if name not in asked
        and not name.endswith((".id", "_zone"))
        and stored.get(name, "").strip() != value.strip()
    ]


def _due_clock(merged: Merged) -> str:
    return merged.values.get(f"{_DUE}_zone", "place")


def value_in_words(
    field: str, value: str, zone: str, officers: Mapping[str, str], due_clock: str = "place"
) -> str:
    """A value of the form as people read it; a dash for none. `due_clock`: `place` or `seoul`."""
    name = field.rpartition(".")[2]
    if name in _FLAGS:
        return gettext("예") if value else gettext("아니요")
    if name == "officer":
        return officers.get(value, value) or "–"
    if name == _DUE:
        clock = gettext("한국시간") if due_clock == "seoul" else gettext("현지시간")
        return f"{value.replace('T', ' ')} ({clock})" if value else "–"
    try:
        return wording.value_text(name, value.strip(), zone)
    except ValueError:  # typed, and no day or instant: shown as it stands
        return value.strip()
