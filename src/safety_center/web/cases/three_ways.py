"""Three versions of one form: as it was opened, as somebody else stored it meanwhile, as it was typed.

Persons are matched by their id, not by their place, since the other may have added or taken off one.
"""

from collections.abc import Mapping
from dataclasses import dataclass

_IGNORED = frozenset({"version", "base", "asked", "moved_from", "next_action_due_at_zone"})
_REMOVED = "removed"
_DUE, _DUE_ZONE = "next_action_due_at", "next_action_due_at_zone"


@dataclass(frozen=True)
class Overlap:
    """A field that both changed; `field` is its name in the merged form."""

    field: str
    theirs: str
    mine: str


@dataclass(frozen=True)
class Merged:
    """The form with both changes; where they overlap it holds what was typed."""

    values: dict[str, str]
    overlaps: list[Overlap]


def merge_three_ways(
    base: Mapping[str, str], theirs: Mapping[str, str], mine: Mapping[str, str]
) -> Merged:
    """Fields that were not touched follow the other's change; fields both changed are overlaps."""
    was, now, typed = _by_person(base), _by_person(theirs), _by_person(mine)
    now |= _taken_off(was, now)
    merged, overlaps = {**now}, []
    for name, value in typed.items():
        if _same(value, was.get(name, "")) and name in now:
            continue
        merged[name] = value
        if name in now and not _same(now[name], was.get(name, "")) and not _same(now[name], value):
            overlaps.append(name)
    overlaps += _removals(was, now, typed, overlaps)
    names = _numbered(merged)
    merged |= {name: typed.get(name, merged.get(name, "")) for name in overlaps}
    return Merged(
        values=_with_zone(mine, {names[name]: value for name, value in merged.items()}),
        overlaps=[Overlap(names[n], now.get(n, ""), typed.get(n, "")) for n in overlaps],
    )


@dataclass(frozen=True)
class Carried:
    """The form of another case with one's own changes: `fields` are those, `left` what had no place there."""

    values: dict[str, str]
    fields: list[str]
    left: dict[str, str]


def carry_over(
    base: Mapping[str, str], there: Mapping[str, str], mine: Mapping[str, str]
) -> Carried:
    """What was changed in a form (`base` → `mine`) put into the form of the case it was merged into.

    Persons who are not in that case, being the same as one there, have no place.
    """
    was, now, typed = _by_person(base), _by_person(there), _by_person(mine)
    asked = dict(zip(typed, (name for name in mine if name not in _IGNORED), strict=True))
    changed = {n: value for n, value in typed.items() if not _same(value, was.get(n, ""))}
    known = {_block(name) for name in now}
    left = [n for n in changed if "#" in _block(n) and _block(n) not in known]
    merged = now | {n: value for n, value in changed.items() if n not in left}
    names = _numbered(merged)
    return Carried(
        values=_with_zone(mine, {names[n]: value for n, value in merged.items()}),
        fields=[names[n] for n in changed if n not in left],
        left={asked[n]: changed[n] for n in left},
    )


def pick(values: Mapping[str, str], theirs: Mapping[str, str]) -> dict[str, str]:
    """The form with the other's values where they were picked."""
    picked = {**values, **theirs}
    if _DUE in theirs:
        picked[_DUE_ZONE] = "place"
    return picked


def _same(one: str, other: str) -> bool:
    return one.strip() == other.strip()


def _by_person(values: Mapping[str, str]) -> dict[str, str]:
    """`persons.0.sex` → `persons.#17.sex` for the person 17; new persons keep their place."""
    ids = {
        name.removesuffix(".id"): value
        for name, value in values.items()
        if name.startswith("persons.") and name.endswith(".id") and value
    }
    named = {}
    for name, value in values.items():
        if name in _IGNORED:
            continue
        block, _, last = name.rpartition(".")
        named[f"persons.#{ids[block]}.{last}" if block in ids else name] = value
    return named


def _block(name: str) -> str:
    return name.rpartition(".")[0]


def _taken_off(was: Mapping[str, str], now: Mapping[str, str]) -> dict[str, str]:
    """Persons that the other took off: as they were, marked so."""
    gone = {_block(n) for n in was if n.endswith(".id")} - {_block(n) for n in now}
    kept = {name: value for name, value in was.items() if _block(name) in gone}
    return kept | {f"{block}.{_REMOVED}": "true" for block in gone}


def _removals(
    was: Mapping[str, str], now: Mapping[str, str], typed: Mapping[str, str], known: list[str]
) -> list[str]:
    """Persons that one took off while the other changed something about them."""
    found = []
    for name in sorted(n for n in {*now, *typed} if n.endswith(f".{_REMOVED}")):
        theirs, mine = now.get(name, ""), typed.get(name, "")
        changed = typed if theirs else now
        touched = any(
            not _same(value, was.get(other, ""))
            for other, value in changed.items()
            if _block(other) == _block(name) and other != name
        )
        if name not in known and not _same(theirs, mine) and touched:
            found.append(name)
    return found


def _numbered(values: Mapping[str, str]) -> dict[str, str]:
    """Back to places: known persons first, in their order, then the new ones."""
    blocks = list(dict.fromkeys(_block(name) for name in values if name.startswith("persons.")))
    blocks.sort(key=lambda block: "#" not in block)
    place = {block: f"persons.{index}" for index, block in enumerate(blocks)}
    return {
        name: f"{place[_block(name)]}.{name.rpartition('.')[2]}" if _block(name) else name
        for name in values
    }


def _with_zone(mine: Mapping[str, str], values: dict[str, str]) -> dict[str, str]:
    """A due time that was typed is read on the clock it was typed for."""
    typed = _same(values.get(_DUE, ""), mine.get(_DUE, ""))
    return values | {_DUE_ZONE: mine.get(_DUE_ZONE, "place") if typed else "place"}
