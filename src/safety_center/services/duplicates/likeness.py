"""What is said of a likely duplicate: in full within one's reach, beyond it only that it is there."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import product

from safety_center.domain.likeness import (
    CaseTraits,
    PersonTraits,
    Reason,
    likeness_of,
    may_be_the_same,
    total,
)
from safety_center.domain.likeness_names import NameLikeness
from safety_center.domain.names import mask_hangul, mask_roman
from safety_center.domain.periods import local_date
from safety_center.domain.vocabulary import AgeBand, CaseStatus, Sex
from safety_center.store.tables import Case


@dataclass(frozen=True)
class Compared:
    """One value on both sides; None where it is not known there.

    `field` is the field's name; codes are codes, names are masked, of birth dates only the year
    stands. `agrees` is None where one side is not known.
    """

    field: str
    here: str | None
    there: str | None
    agrees: bool | None


@dataclass(frozen=True)
class Likeness:
    """A case that may be the same.

    Outside one's reach there are number, mission, type and day of receipt, and no reasons.
    `merged_numbers`: cases merged into it, by one of which it was found.
    """

    case_number: str
    mission_code: str | None
    incident_type: str
    received_on: date
    reasons: tuple[Reason, ...]
    in_reach: bool
    weight: int = 0
    status: CaseStatus | None = None
    received_at: datetime | None = None
    zone: str | None = None
    owner_unit: str | None = None
    country_code: str | None = None
    city: str | None = None
    compared: tuple[Compared, ...] = ()
    merged_numbers: tuple[str, ...] = ()
    occurred_from: date | None = None

    @property
    def day(self) -> date:
        """The day that was compared: of the incident where it is known, else of the receipt there."""
        if self.occurred_from or self.received_at is None or self.zone is None:
            return self.occurred_from or self.received_on
        return local_date(self.received_at, self.zone)


def out_of_reach(case: Case, reasons: tuple[Reason, ...]) -> Likeness:
    """Only that the case is there; the weight orders it and is shown nowhere."""
    return Likeness(
        case_number=case.number,
        mission_code=case.mission_code,
        incident_type=case.incident_type,
        received_on=case.received_on,
        reasons=(),
        in_reach=False,
        weight=total(reasons),
    )


def within_reach(
    case: Case,
    reasons: tuple[Reason, ...],
    compared: tuple[Compared, ...],
    merged_numbers: tuple[str, ...] = (),
) -> Likeness:
    """Everything that helps to decide."""
    return Likeness(
        case_number=case.number,
        mission_code=case.mission_code,
        incident_type=case.incident_type,
        received_on=case.received_on,
        reasons=reasons,
        in_reach=True,
        weight=total(reasons),
        status=CaseStatus.of(case.status),
        received_at=case.received_at,
        zone=case.zone,
        owner_unit=case.owner_unit,
        country_code=case.country_code,
        city=case.city,
        occurred_from=case.occurred_from,
        compared=compared,
        merged_numbers=merged_numbers,
    )


def compare_persons(here: CaseTraits, there: CaseTraits) -> tuple[Compared, ...]:
    """The two persons who fit best, side by side."""
    pairs = list(product(here.persons, there.persons))
    if not pairs:
        return ()
    one, other = max(pairs, key=lambda pair: _fit(*pair))
    rows = (
        _row("name", _masked(one), _masked(other), _names_agree(one, other)),
        _row("birth_date", _year(one), _year(other), _equal(one.birth_date, other.birth_date)),
        _row("age_band", _known(one.age_band), _known(other.age_band)),
        _row("sex", _known(one.sex), _known(other.sex)),
        _row("outcome", one.outcome.value, other.outcome.value),
    )
    return tuple(row for row in rows if row.here or row.there)


def _fit(one: PersonTraits, other: PersonTraits) -> tuple[bool, int, bool, bool]:
    return (
        may_be_the_same(one, other),
        int(likeness_of(one, other)),
        one.sex is other.sex,
        one.age_band is other.age_band,
    )


def _row(field: str, here: str | None, there: str | None, agrees: bool | None = None) -> Compared:
    if not here or not there:
        return Compared(field, here, there, None)
    return Compared(field, here, there, here == there if agrees is None else agrees)


def _equal(one: object, other: object) -> bool | None:
    return None if one is None or other is None else one == other


def _names_agree(one: PersonTraits, other: PersonTraits) -> bool | None:
    likeness = likeness_of(one, other)
    return None if likeness is NameLikeness.UNKNOWN else likeness >= NameLikeness.SIMILAR


def _masked(person: PersonTraits) -> str | None:
    hangul, roman = person.name
    if hangul:
        return mask_hangul(hangul)
    return mask_roman(roman) if roman else None


def _year(person: PersonTraits) -> str | None:
    return str(person.birth_date.year) if person.birth_date else None


def _known(term: AgeBand | Sex) -> str | None:
    return None if term in (AgeBand.UNKNOWN, Sex.UNKNOWN) else term.value
