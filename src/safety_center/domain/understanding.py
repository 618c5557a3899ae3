"""Everything wrong with an input in one round: pydantic stops asking the rules of a whole model at the
first wrong field, so the wrong is taken out and the rest asked again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pydantic import ValidationError
from sqlmodel import SQLModel

from safety_center.domain.errors import N_, FieldError
from safety_center.domain.input_errors import faults
from safety_center.domain.input_types import with_names

Model = TypeVar("Model", bound=SQLModel)
#: Each round takes out at least one field or rule; nobody reads more than this.
_ROUNDS = 8


@dataclass
class Understood(Generic[Model]):
    """`model` holds stand-ins for the fields (dotted paths) in `doubtful`; None where nothing was readable."""

    model: Model | None = None
    errors: list[FieldError] = field(default_factory=list)
    doubtful: set[str] = field(default_factory=set)

    def knows(self, *fields: str) -> bool:
        """True when none of these fields is wrong or missing."""
        return self.doubtful.isdisjoint(fields)


def understand(
    kind: type[Model],
    values: object,
    stand_ins: Mapping[str, Any],
    falls_with: Mapping[str, tuple[str, ...]],
) -> Understood[Model]:
    """Validate as often as something new is found; errors come in the order of the model's fields."""
    known: Understood[Model] = Understood()
    if not isinstance(values, Mapping):
        message = N_("항목과 값의 묶음으로 적어 주십시오.")
        known.errors.append(FieldError("", "model_type", message))
        return known
    given = with_names(values)
    for _ in range(_ROUNDS):
        try:
            known.model = kind.model_validate(given)
            break
        except ValidationError as refused:
            _note(known, given, refused, stand_ins, falls_with)
    if known.errors:
        known.errors = in_model_order(kind, known.errors)
    return known


def _note(
    known: Understood[Any],
    given: dict[str, Any],
    refused: ValidationError,
    stand_ins: Mapping[str, Any],
    falls_with: Mapping[str, tuple[str, ...]],
) -> None:
    for (loc, _code), error in faults(refused).items():
        known.errors.append(error)
        path = list(loc)
        last = error.field.rpartition(".")[2]
        if not path or str(path[-1]) != last:  # a rule of a whole model, put at one of its fields
            path.append(last)
        if len(path) > 1:
            known.doubtful.add(error.field)
            _take_out_of_group(given, path)
            continue
        name = str(path[0])
        for each in {name, *falls_with.get(name, ())}:
            known.doubtful.add(each)
            given.pop(each, None)
            if each in stand_ins:
                given[each] = stand_ins[each]


def _take_out_of_group(given: dict[str, Any], path: list[Any]) -> None:
    """Take one answer out of one entry of a list; the entry itself where it is none."""
    group, index = str(path[0]), path[1]
    entries = list(given[group]) if isinstance(given.get(group), list | tuple) else []
    if not isinstance(index, int) or index >= len(entries):
        given.pop(group, None)
        return
    entry = entries[index]
    inside = len(path) > 2 and isinstance(entry, Mapping)
    entries[index] = {k: v for k, v in entry.items() if str(k) != str(path[2])} if inside else {}
    given[group] = entries


def in_model_order(kind: type[SQLModel], errors: list[FieldError]) -> list[FieldError]:
    """By the model's fields, entries of a list by their number; unknown names last. Stable."""
    order = {name: place for place, name in enumerate(kind.model_fields)}

    def place(error: FieldError) -> tuple[int, int]:
        name, _, rest = error.field.partition(".")
        index = rest.partition(".")[0]
        return order.get(name, len(order)), int(index) if index.isdecimal() else -1

    return sorted(errors, key=place)
