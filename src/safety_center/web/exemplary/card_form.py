"""A card's form: what stands in it, what is read from it, and what two people made of it at once."""

from collections.abc import Mapping
from typing import Any

from safety_center.domain.errors import InputRefused
from safety_center.domain.exemplary import CardInput, parse_card
from safety_center.services.exemplary import CASE_FIELD
from safety_center.web.form_values import close_gaps, count_blocks, flat_values, nest

FIELDS = ("title", "situation", "steps", "partners", "result", "lessons", "act_article")
_OURS = ("version", "base", CASE_FIELD)
_FIRST_STEPS = 3


def form_values(card: CardInput) -> dict[str, str]:
    """The form as the card stands."""
    values = {name: str(getattr(card, name) or "") for name in FIELDS if name != "steps"}
    for place, step in enumerate(card.steps):
        values |= {f"steps.{place}.what": step.what, f"steps.{place}.after": step.after}
    return values


def typed_values(form: Any) -> dict[str, str]:
    """What was typed, empty steps left out, the others numbered anew."""
    return without_ours(flat_values(form))


def without_ours(values: Mapping[str, str]) -> dict[str, str]:
    """The same from a form's values by their names."""
    typed = {name: value for name, value in values.items() if name not in _OURS}
    return close_gaps(typed, "steps")


def read_card(values: Mapping[str, str]) -> CardInput:
    """The checked card; raises `InputRefused` with every error at its field."""
    return parse_card({"steps": [], **nest(values, ("steps",))})


def readable_card(values: Mapping[str, str]) -> CardInput:
    """The card without what is wrong so far: for looking at what in it identifies."""
    try:
        return read_card(values)
    except InputRefused as refused:
        wrong = {error.field for error in refused.errors}
        left = {name: "" if name in wrong else value for name, value in values.items()}
        known = {n: v for n, v in left.items() if n.partition(".")[0] in FIELDS}
    try:
        return read_card(known)
    except InputRefused:
        return CardInput()


def count_steps(values: Mapping[str, str]) -> int:
    """How many steps the form shows: never none."""
    return count_blocks(values, "steps") or _FIRST_STEPS


def move_up(values: Mapping[str, str], place: int) -> dict[str, str]:
    """The steps with this one before the one above it."""
    places = {str(place): str(place - 1), str(place - 1): str(place)}
    if place < 1 or place >= count_blocks(values, "steps"):
        return dict(values)
    return {_moved(name, places): value for name, value in values.items()}


def _moved(name: str, places: Mapping[str, str]) -> str:
    key, _, rest = name.partition(".")
    number, _, last = rest.partition(".")
    return f"steps.{places[number]}.{last}" if key == "steps" and number in places else name


def in_parts(values: Mapping[str, str]) -> dict[str, str]:
    """The form by its parts: the steps are one, since one added above moves all below."""
    parts = {name: (values.get(name) or "").strip() for name in FIELDS if name != "steps"}
    steps = [
        " · ".join(
            filter(None, (values.get(f"steps.{n}.{w}", "").strip() for w in ("what", "after")))
        )
        for n in range(count_blocks(values, "steps"))
    ]
    return parts | {"steps": "\n".join(f"{n}. {step}" for n, step in enumerate(steps, 1))}


def take_part(values: Mapping[str, str], stored: Mapping[str, str], part: str) -> dict[str, str]:
    """The form with one part as somebody else stored it."""
    others = {n: v for n, v in values.items() if n.partition(".")[0] != part}
    return others | {n: v for n, v in stored.items() if n.partition(".")[0] == part}


def merge(
    base: Mapping[str, str], stored: Mapping[str, str], typed: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """The form with both changes, and by its part what somebody else stored where both changed it.

    `base` is the form as it was opened. Parts that only the other changed follow theirs; of those that
    both changed one's own stays, and theirs is shown beside it.
    """
    was, now, mine = in_parts(base), in_parts(stored), in_parts(typed)
    values, theirs = dict(typed), {}
    for part in FIELDS:
        if now[part] in (was[part], mine[part]):
            continue
        if mine[part] == was[part]:
            values = take_part(values, stored, part)
        else:
            theirs[part] = now[part]
    return values, theirs
