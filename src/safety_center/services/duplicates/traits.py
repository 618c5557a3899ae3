"""What is compared of a report that was typed and of a case that is stored.

Names of stored persons are opened in memory only, for a bounded number of cases, and kept nowhere.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from safety_center.domain.lifecycle import age_band_on
from safety_center.domain.likeness import CaseTraits, PersonTraits
from safety_center.domain.names import identity_key, name_keys, telephone_key
from safety_center.domain.periods import local_date
from safety_center.domain.places import Places
from safety_center.domain.reports import PersonInput, ReportInput
from safety_center.domain.vocabulary import AgeBand, CallerRelation, PersonOutcome, Sex
from safety_center.services.intake.checks import incident_day, proposal_of
from safety_center.services.intake.rows import persons_of
from safety_center.services.personal_values import open_value
from safety_center.store.duplicates import Hit
from safety_center.store.tables import Case, Person
from safety_center.store.vault import Vault

Marks = Mapping[str, frozenset[bytes]]
_NO_MARKS: frozenset[bytes] = frozenset()
#: Kinds of keyed hashes by which a likeness is found.
TELEPHONE, IDENTITY, NAME = "telephone", "identity", "full"


def report_traits(report: ReportInput, vault: Vault, places: Places) -> CaseTraits:
    """A report as the case that it would open."""
    day = incident_day(report, places)
    persons = [_typed_person(person, day, vault) for person in _with_caller(report, places)]
    caller = _marks(vault, report.caller_name, None, report.caller_telephone, None)
    return CaseTraits(
        country_code=report.country_code,
        city=report.city,
        incident_type=report.incident_type or proposal_of(report, places).incident_type,
        situation=report.situation.value,
        first_on=day,
        last_on=report.occurred_until or day,
        persons=tuple(persons),
        caller_telephones=caller[TELEPHONE],
        caller_names=caller[NAME],
    )


def _with_caller(report: ReportInput, places: Places) -> list[PersonInput]:
    """The persons told; a caller who speaks for themselves is the one person without a name."""
    persons = persons_of(report, places)
    myself = report.caller_relation is CallerRelation.SELF and len(persons) == 1
    first = persons[0]
    if not myself or first.name_hangul or first.name_roman or first.headcount > 1:
        return persons
    told = {"name_hangul": report.caller_name, "telephone": report.caller_telephone}
    return [first.model_copy(update={name: value for name, value in told.items() if value})]


def _typed_person(person: PersonInput, day: date, vault: Vault) -> PersonTraits:
    born = person.birth_date
    marks = _marks(
        vault, person.name_hangul, person.name_roman, person.telephone, person.passport_number
    )
    return PersonTraits(
        name=(person.name_hangul, person.name_roman),
        name_marks=marks[NAME],
        birth_date=born,
        age_band=age_band_on(born, day) if born else person.age_band,
        sex=person.sex,
        outcome=person.outcome or PersonOutcome.UNKNOWN,
        headcount=person.headcount,
        telephones=marks[TELEPHONE],
        identities=marks[IDENTITY],
    )


def _marks(
    vault: Vault, hangul: str | None, roman: str | None, telephone: str | None, passport: str | None
) -> Marks:
    plain = {
        NAME: {key for kind, key in name_keys(hangul, roman) if kind == NAME},
        TELEPHONE: {telephone_key(telephone)} - {""} if telephone else set(),
        IDENTITY: {identity_key(passport)} - {""} if passport else set(),
    }
    return {
        kind: frozenset(vault.digest(kind, key) for key in keys) for kind, keys in plain.items()
    }


def wanted_digests(traits: Iterable[CaseTraits]) -> dict[str, set[bytes]]:
    """Every keyed hash of the given cases, by kind: what to look for in the store."""
    wanted: dict[str, set[bytes]] = {TELEPHONE: set(), IDENTITY: set(), NAME: set()}
    for case in traits:
        wanted[TELEPHONE] |= case.caller_telephones
        wanted[NAME] |= case.caller_names
        for person in case.persons:
            wanted[TELEPHONE] |= person.telephones
            wanted[IDENTITY] |= person.identities
            wanted[NAME] |= person.name_marks
    return wanted


def stored_traits(
    case: Case,
    persons: Sequence[Person],
    marks: Mapping[tuple[str, int], Marks],
    callers: Marks,
    key: bytes | None,
) -> CaseTraits:
    """A stored case; `key` opens names and birth dates, None leaves them sealed."""
    day = case.occurred_from or local_date(case.received_at, case.zone)
    return CaseTraits(
        country_code=case.country_code,
        city=case.city,
        incident_type=case.incident_type,
        situation=case.situation,
        first_on=day,
        last_on=case.occurred_to or day,
        persons=tuple(_stored_person(p, marks.get(("person", p.id), {}), key) for p in persons),
        caller_telephones=callers.get(TELEPHONE, _NO_MARKS),
        caller_names=callers.get(NAME, _NO_MARKS),
    )


def _stored_person(person: Person, marks: Marks, key: bytes | None) -> PersonTraits:
    hangul, roman, born = (
        open_value(key, name, getattr(person, name)) if key else None
        for name in ("name_hangul", "name_roman", "birth_date")
    )
    identities: frozenset[Any] = marks.get(IDENTITY, _NO_MARKS)
    if not identities and person.passport_number is not None:
        identities = frozenset({("another", person.id)})
    return PersonTraits(
        name=(hangul, roman),
        sealed_name=person.name_hangul is not None or person.name_roman is not None,
        name_marks=marks.get(NAME, _NO_MARKS),
        birth_date=date.fromisoformat(born) if born else None,
        age_band=AgeBand.of(person.age_band),
        sex=Sex.of(person.sex),
        outcome=PersonOutcome.of(person.outcome),
        headcount=person.headcount,
        telephones=marks.get(TELEPHONE, _NO_MARKS),
        identities=identities,
    )


def marks_of_hits(hits: Collection[Hit]) -> dict[tuple[str, int], Marks]:
    """`(subject, id)` → kind → digests; a caller's stand under `("callers", case id)`."""
    found: dict[tuple[str, int], dict[str, set[bytes]]] = defaultdict(lambda: defaultdict(set))
    for hit in hits:
        person = hit.subject == "person"
        owner = ("person", hit.subject_id) if person else ("callers", hit.case_id)
        found[owner][hit.kind].add(hit.digest)
    return {
        owner: {kind: frozenset(digests) for kind, digests in kinds.items()}
        for owner, kinds in found.items()
    }
