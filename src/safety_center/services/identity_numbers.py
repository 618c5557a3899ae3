"""Identity numbers typed into texts are settled before anything is stored, whatever the door.

A passport number goes to the field of the only person concerned when that is empty; every other number
is masked where it stands. Saving is never stopped by it; what was done is said as a warning.
"""

from collections.abc import Iterator
from functools import cache
from typing import TypeVar

from sqlmodel import SQLModel

from safety_center.domain.cases import CaseChange, PersonChange
from safety_center.domain.errors import FieldError
from safety_center.domain.identity_numbers import (
    EVERY_KIND,
    MASKED,
    MOVED,
    REGISTRATION,
    IdentityKind,
    IdentityNumber,
    find_identity_numbers,
    mask_identity_numbers,
)
from safety_center.domain.reports import PersonInput, ReportInput
from safety_center.domain.vocabulary import Disposition

Model = TypeVar("Model", bound=SQLModel)

_TEXTS = ("narrative", "summary", "next_action", "disposition_reason", "city", "place_detail")
_NAMES = ("caller_name", "name_hangul", "name_roman")
_NUMBERS = ("caller_telephone", "telephone", "passport_number")
#: What each text field may not hold. Fields for numbers hold numbers of every kind but these two.
_WATCHED: dict[str, frozenset[IdentityKind]] = {
    **dict.fromkeys(_TEXTS + _NAMES, EVERY_KIND),
    **dict.fromkeys(_NUMBERS, REGISTRATION),
}
Found = tuple[str, IdentityNumber]


def settle_report(report: ReportInput) -> tuple[ReportInput, list[FieldError]]:
    """The report as it may be stored, and what was masked or moved, field by field."""
    settled, found = _settle(report, "")
    persons = []
    for index, person in enumerate(report.persons):
        clean, more = _settle(person, f"persons.{index}.")
        persons.append(clean)
        found += more
    if not found:
        return report, []
    settled = settled.model_copy(update={"persons": persons})
    passport = sole_passport(found)
    moved = passport is not None and _give_to_sole_person(settled, passport)
    return settled, list(say_settled(found, moved))


def _give_to_sole_person(report: ReportInput, passport: str) -> bool:
    """Only a report that opens a case has persons; nobody told is one unnamed person."""
    if report.disposition is not Disposition.OPENED_CASE or len(report.persons) > 1:
        return False
    person = report.persons[0] if report.persons else PersonInput(approximate=True)
    if person.headcount > 1 or person.passport_number is not None:
        return False
    report.persons = [person.model_copy(update={"passport_number": passport})]
    return True


def settle_change(change: CaseChange) -> tuple[CaseChange, list[Found]]:
    """The change as it may be stored, and the numbers that stood in it."""
    settled, found = _settle(change, "")
    persons = []
    for index, person in enumerate(change.persons):
        clean, more = _settle(person, f"persons.{index}.")
        persons.append(clean)
        found += more
    if not found:
        return change, []
    if "persons" in change.model_fields_set:
        settled = settled.model_copy(update={"persons": persons})
    return settled, found


def sole_passport(found: list[Found]) -> str | None:
    """The one passport number told, in the form of its field; None for none or several."""
    plain = {number.plain for _, number in found if number.kind is IdentityKind.PASSPORT}
    return plain.pop() if len(plain) == 1 else None


def say_settled(found: list[Found], moved: bool) -> Iterator[FieldError]:
    """A warning for each number: `moved` says that the passport number is in its field now."""
    for field, number in found:
        params = {"kind": number.kind.value, "shown": number.masked}
        if moved and number.kind is IdentityKind.PASSPORT:
            yield FieldError(field, "identity_number_moved", MOVED, params)
        else:
            yield FieldError(field, "identity_number_masked", MASKED[number.kind], params)


@cache
def _watched(kind: type[SQLModel]) -> list[tuple[str, frozenset[IdentityKind]]]:
    """Watched fields of a model, in its order."""
    return [(name, _WATCHED[name]) for name in kind.model_fields if name in _WATCHED]


def _settle(model: Model, prefix: str) -> tuple[Model, list[Found]]:
    """One model with its texts masked; the same model where nothing stands in them."""
    masked: dict[str, str] = {}
    found: list[Found] = []
    values = model.__dict__  # many reports: the model's own look-up is slow
    for name, kinds in _watched(type(model)):
        text: str = values.get(name) or ""
        numbers = find_identity_numbers(text, kinds) if text else []
        if numbers:
            masked[name] = mask_identity_numbers(text, kinds)
            found += [(prefix + name, number) for number in numbers]
    return (model.model_copy(update=masked) if masked else model), found


def take_sole_person(
    change: CaseChange, stored: list[tuple[int, int, bool]], passport: str
) -> CaseChange | None:
    """The change with the passport number given to the only person left after it; None where there is
    not exactly one, or the person has a number. `stored`: `(id, headcount, has a number)` each."""
    told = {person.id: person for person in change.persons if person.id is not None}
    left = [one for one in stored if not (one[0] in told and told[one[0]].removed)]
    new = [person for person in change.persons if person.id is None and not person.removed]
    if len(left) + len(new) != 1:
        return None
    person = new[0] if new else told.get(left[0][0]) or PersonChange(id=left[0][0])
    given = person.model_fields_set
    headcount = person.headcount if new or "headcount" in given else left[0][1]
    numbered = bool(person.passport_number) if new or "passport_number" in given else left[0][2]
    if headcount > 1 or numbered:
        return None
    taking = person.model_copy(update={"passport_number": passport})
    others = [each for each in change.persons if each is not person]
    return change.model_copy(update={"persons": [*others, taking]})
