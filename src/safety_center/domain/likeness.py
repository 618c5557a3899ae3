"""How alike two cases are: reasons in words with a weight each. Nothing is ever joined by a name alone.

Everything here is pure and symmetric: what one case finds in another, the other finds in it.
"""

import dataclasses
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any

from safety_center.domain.errors import N_
from safety_center.domain.incident_types import OTHER_SLUG
from safety_center.domain.likeness_names import Name, NameLikeness, compare_names
from safety_center.domain.vocabulary import AgeBand, PersonOutcome, Sex

#: Cases of the same country this many days apart are compared.
WINDOW_DAYS = 14
#: From this weight on a case is shown as a likely duplicate.
SHOWN_FROM = 20

#: Weight of the same type on the same day; the country alone needs something else beside it.
_SAME_CITY, _SAME_COUNTRY = 32, 16

_BANDS: list[AgeBand] = [band for band in AgeBand if band is not AgeBand.UNKNOWN]
#: Somebody without a name who is one of these may be the person that others miss.
_FOUND_SOMEWHERE = frozenset(
    {
        PersonOutcome.INJURED,
        PersonOutcome.DEAD,
        PersonOutcome.DETAINED,
        PersonOutcome.FOUND,
        PersonOutcome.UNKNOWN,
    }
)


@dataclass(frozen=True)
class Reason:
    """One thing two cases have in common.

    `message` is a Korean msgid with `%(name)s` places filled from `params` (codes and numbers only,
    never a personal value). `code` is stable. `weight` adds up.
    """

    code: str
    message: str
    weight: int
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class PersonTraits:
    """What is compared of a person. `telephones`, `identities`, `name_marks`: keyed hashes.

    `sealed_name`: a name is held that was not opened for this comparison.
    """

    name: Name = (None, None)
    sealed_name: bool = False
    name_marks: frozenset[Any] = frozenset()
    birth_date: date | None = None
    age_band: AgeBand = AgeBand.UNKNOWN
    sex: Sex = Sex.UNKNOWN
    outcome: PersonOutcome = PersonOutcome.UNKNOWN
    headcount: int = 1
    telephones: frozenset[Any] = frozenset()
    identities: frozenset[Any] = frozenset()

    @property
    def is_named(self) -> bool:
        """True when a name is known in either script."""
        return self.sealed_name or any(self.name)


@dataclass(frozen=True)
class CaseTraits:
    """What is compared of a case or of a report that would open one; days are local, both ends included."""

    country_code: str
    city: str | None
    incident_type: str
    situation: str
    first_on: date
    last_on: date
    persons: tuple[PersonTraits, ...] = ()
    caller_telephones: frozenset[Any] = frozenset()
    caller_names: frozenset[Any] = frozenset()

    @property
    def kind(self) -> str:
        """The type; where it is only 기타, the situation says more."""
        return self.situation if self.incident_type == OTHER_SLUG else self.incident_type


def find_reasons(one: CaseTraits, other: CaseTraits) -> tuple[Reason, ...]:
    """What speaks for the two being one, the weightiest first; empty below `SHOWN_FROM` together."""
    pairs = list(product(one.persons, other.persons))
    near = is_near(one, other)
    reasons = [*_by_numbers(one, other, pairs), *_by_names(pairs, near)]
    if near:
        reasons += _by_caller(one, other, reasons)
        reasons += [*_by_unidentified(one, other, pairs), *_by_place(one, other, pairs)]
    reasons.sort(key=lambda reason: (-reason.weight, reason.code))
    return tuple(reasons) if total(reasons) >= SHOWN_FROM else ()


def total(reasons: tuple[Reason, ...] | list[Reason]) -> int:
    """Weight of all reasons together."""
    return sum(reason.weight for reason in reasons)


def is_near(one: CaseTraits, other: CaseTraits) -> bool:
    """Same country, not more than `WINDOW_DAYS` apart."""
    return one.country_code == other.country_code and days_apart(one, other) <= WINDOW_DAYS


def days_apart(one: CaseTraits, other: CaseTraits) -> int:
    """Days between the two spans; 0 where they touch."""
    return max(0, (other.first_on - one.last_on).days, (one.first_on - other.last_on).days)


def may_be_the_same(one: PersonTraits, other: PersonTraits) -> bool:
    """True unless something that is known of both contradicts."""
    if one.headcount != 1 or other.headcount != 1:
        return True
    if one.identities & other.identities:
        return True
    if Sex.UNKNOWN not in (one.sex, other.sex) and one.sex is not other.sex:
        return False
    if one.birth_date and other.birth_date and one.birth_date != other.birth_date:
        return False
    if one.identities and other.identities:
        return False
    if likeness_of(one, other) is NameLikeness.DIFFERENT:
        return False
    return _bands_fit(one.age_band, other.age_band)


def likeness_of(one: PersonTraits, other: PersonTraits) -> NameLikeness:
    """Likeness of two persons' names; equal keyed hashes are the same name without opening it."""
    if one.name_marks & other.name_marks:
        return NameLikeness.SAME
    return compare_names(one.name, other.name)


def is_surely_the_same(one: PersonTraits, other: PersonTraits) -> bool:
    """Proposed as the same person when merging: by a number or a birth date, never by a name alone."""
    if not may_be_the_same(one, other):
        return False
    if one.identities & other.identities:
        return True
    likeness = likeness_of(one, other)
    same_birth = one.birth_date is not None and one.birth_date == other.birth_date
    known = same_birth or bool(one.telephones & other.telephones)
    return likeness >= NameLikeness.SIMILAR and known


_Pairs = list[tuple[PersonTraits, PersonTraits]]


def _by_numbers(one: CaseTraits, other: CaseTraits, pairs: _Pairs) -> Iterator[Reason]:
    if any(p.identities & q.identities for p, q in pairs):
        yield Reason("same_identity", N_("같은 여권번호"), 100)
    ours, theirs = _telephones(one), _telephones(other)
    if ours & theirs or ours & other.caller_telephones or theirs & one.caller_telephones:
        yield Reason("same_telephone", N_("같은 전화번호"), 60)
    elif one.caller_telephones & other.caller_telephones:
        yield Reason("same_caller", N_("같은 신고인 전화번호"), 50)


def _telephones(case: CaseTraits) -> frozenset[Any]:
    return frozenset().union(*(person.telephones for person in case.persons))


def _by_names(pairs: _Pairs, near: bool) -> Iterator[Reason]:
    """The best pair only. A name far away counts with the same birth date, never by itself."""
    fitting = [(p, q) for p, q in pairs if may_be_the_same(p, q)]
    likeness = {pair: likeness_of(*pair) for pair in fitting}
    alike = [pair for pair in fitting if likeness[pair] >= NameLikeness.SIMILAR]
    if any(p.birth_date and p.birth_date == q.birth_date for p, q in alike):
        yield Reason("same_name_and_birth", N_("비슷한 성명, 같은 생년월일"), 90)
    elif near and any(likeness[pair] is NameLikeness.SAME for pair in alike):
        yield Reason("same_name", N_("같은 성명(동명이인일 수 있음)"), 45)
    elif near and alike:
        yield Reason("similar_name", N_("비슷한 성명(동명이인일 수 있음)"), 30)
    elif near and any(p.birth_date and p.birth_date == q.birth_date for p, q in fitting):
        yield Reason("same_birth", N_("같은 생년월일"), 25)


def _by_caller(one: CaseTraits, other: CaseTraits, found: list[Reason]) -> list[Reason]:
    """The caller of one is named as caller or person of the other, where nothing else named them."""
    names = [frozenset().union(*(p.name_marks for p in case.persons)) for case in (one, other)]
    shared = one.caller_names & (other.caller_names | names[1]) or other.caller_names & names[0]
    if not shared or found:
        return []
    return [Reason("same_caller_name", N_("같은 신고인 성명(동명이인일 수 있음)"), 25)]


_UNIDENTIFIED = {
    55: N_("신원 미상자와 실종 신고: 같은 도시, 성별·연령대가 맞음"),
    35: N_("신원 미상자와 실종 신고: 같은 도시, 같은 성별"),
    30: N_("신원 미상자와 실종 신고: 성별·연령대가 맞음"),
    22: N_("신원 미상자와 실종 신고: 같은 도시"),
}


def _by_unidentified(one: CaseTraits, other: CaseTraits, pairs: _Pairs) -> Iterator[Reason]:
    """Somebody missed and somebody unnamed who was found, injured, dead or held: across types."""
    if not _places_fit(one, other):
        return
    same_city = _same_city(one, other)
    weight = max((_unidentified_weight(p, q, same_city) for p, q in pairs), default=0)
    if weight:
        yield Reason("unidentified_and_missing", _UNIDENTIFIED[weight], weight)


def _unidentified_weight(one: PersonTraits, other: PersonTraits, same_city: bool) -> int:
    missed = [p for p in (one, other) if p.outcome is PersonOutcome.MISSING]
    found = [p for p in (one, other) if p.outcome in _FOUND_SOMEWHERE and not p.is_named]
    if len(missed) != 1 or len(found) != 1 or not may_be_the_same(one, other):
        return 0
    same_sex = one.sex is other.sex and one.sex is not Sex.UNKNOWN
    both = same_sex and AgeBand.UNKNOWN not in (one.age_band, other.age_band)
    if both:
        return 55 if same_city else 30
    if not same_city or found[0].outcome is PersonOutcome.UNKNOWN:
        return 0
    if same_sex:
        return 35
    return 22 if found[0].outcome is not PersonOutcome.FOUND else 0


def _by_place(one: CaseTraits, other: CaseTraits, pairs: _Pairs) -> Iterator[Reason]:
    """Same type nearby; less with every day between, much less where the persons cannot be the same.

    Without a city it is never enough by itself: a busy mission has several of a type every day.
    """
    if one.kind != other.kind or not _places_fit(one, other):
        return
    days, same_city = days_apart(one, other), _same_city(one, other)
    weight = (_SAME_CITY if same_city else _SAME_COUNTRY) - days
    if any(_sex_and_age_agree(p, q) for p, q in pairs):
        weight += 6
    if pairs and not any(may_be_the_same(p, q) for p, q in pairs):
        weight -= 20
    if weight <= 0:
        return
    messages = {
        (True, True): N_("같은 도시·같은 유형·같은 날"),
        (True, False): N_("같은 도시·같은 유형·%(days)s일 차이"),
        (False, True): N_("같은 국가·같은 유형·같은 날"),
        (False, False): N_("같은 국가·같은 유형·%(days)s일 차이"),
    }
    yield Reason("same_place_and_type", messages[same_city, days == 0], weight, {"days": days})


def _sex_and_age_agree(one: PersonTraits, other: PersonTraits) -> bool:
    same_sex = one.sex is other.sex and one.sex is not Sex.UNKNOWN
    return same_sex and one.age_band is other.age_band and one.age_band is not AgeBand.UNKNOWN


def _bands_fit(one: AgeBand, other: AgeBand) -> bool:
    """Unknown fits every band; estimated ages are off by a band."""
    if AgeBand.UNKNOWN in (one, other):
        return True
    return abs(_BANDS.index(one) - _BANDS.index(other)) <= 1


def _same_city(one: CaseTraits, other: CaseTraits) -> bool:
    return bool(one.city and other.city) and _plain(one.city) == _plain(other.city)


def _places_fit(one: CaseTraits, other: CaseTraits) -> bool:
    """Same country, and not two cities."""
    unknown = not one.city or not other.city
    return one.country_code == other.country_code and (unknown or _same_city(one, other))


def _plain(city: str | None) -> str:
    return re.sub(r"[\W_]+|시$", "", unicodedata.normalize("NFKC", city or "").casefold())
