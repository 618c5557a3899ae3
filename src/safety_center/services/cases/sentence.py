"""The sentence that says a case, in Korean and English: when, where, who, what, whose, what next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from safety_center.domain.incident_types import OTHER_SLUG, find_incident_type
from safety_center.domain.periods import format_date, local_date, zone_named
from safety_center.domain.situations import Situation
from safety_center.domain.vocabulary import AgeBand, CaseStatus, Involvement, Sex
from safety_center.services.personal_views import PersonView
from safety_center.store.tables import Case

_WORDS = {
    "ko": {
        "case": "{day} {place}에서 {persons} {what}, {owner} {status}",
        "unknown_day": "발생일 미상,",
        "next": ", 다음 조치 {due}(현지)",
        "overdue": ", 기한 지난 조치 {due}(현지)",
        "closed": "{status}({day})",
        "group": "{term} {count}명",
        "join": " · ",
    },
    "en": {
        "case": "{day}, {place}: {persons}, {what}; {owner}, {status}",
        "unknown_day": "Day unknown",
        "next": "; next action {due} (local)",
        "overdue": "; action overdue: {due} (local)",
        "closed": "{status} ({day})",
        "group": "{count} {term}",
        "join": ", ",
    },
}
_DAYS = {
    "ko": {-1: "어제", 0: "오늘", 1: "내일"},
    "en": {-1: "yesterday", 0: "today", 1: "tomorrow"},
}
_ENGLISH_SEX = {Sex.FEMALE: ("woman", "women"), Sex.MALE: ("man", "men")}
_ENGLISH_MINOR = {Sex.FEMALE: ("girl", "girls"), Sex.MALE: ("boy", "boys")}


@dataclass(frozen=True)
class Named:
    """Names that come from reference data and settings, in the language of the sentence."""

    place: str
    owner: str


def say_case(
    case: Case, persons: Sequence[PersonView], named: Named, now: datetime, language: str = "ko"
) -> str:
    """One sentence; `now` decides what is called today, on the clock of the place."""
    words = _WORDS[language]
    text = words["case"].format(
        day=_day(case.occurred_from, case.occurred_to, words, language),
        place=named.place,
        persons=say_persons(persons, language),
        what=_what(case, language),
        owner=named.owner,
        status=_status(case, language),
    )
    due = case.next_action_due_at
    if due is not None and case.status != CaseStatus.CLOSED.value:
        action = words["overdue" if due < now else "next"]
        text += action.format(due=say_due(due, case.zone, now, language))
    return text


def _what(case: Case, language: str) -> str:
    """The type, or the situation where the type is only 기타."""
    label = type_label(case.incident_type, language, case.occurred_from)
    if case.incident_type == OTHER_SLUG and case.situation != Situation.OTHER.value:
        label = Situation.of(case.situation).label(language)
    return label.lower() if language == "en" else label


def type_label(
    slug: str, language: str, day: date | None = None, involvement: Involvement | None = None
) -> str:
    """Label of an incident type as printed on that day, from the person's list or the first that has it."""
    for term in (involvement,) if involvement else Involvement:
        found = find_incident_type(term, slug)
        if found is not None:
            return found.label(language, day)
    return slug


def say_persons(persons: Sequence[PersonView], language: str = "ko") -> str:
    """`20대 여성 1명`, `약 5명`, or by involvement where several: `피해자 2명 · 가해자 1명`."""
    words = _WORDS[language]
    if len(persons) == 1:
        return _one(persons[0], language)
    counts = {
        term: sum(p.headcount for p in persons if p.involvement is term) for term in Involvement
    }
    return words["join"].join(_group(term, n, language) for term, n in counts.items() if n)


def _group(term: Involvement, count: int, language: str) -> str:
    label = term.label(language)
    if language == "en":
        label = label.lower() if term is not Involvement.OTHER else "other"
        label += "s" if count > 1 else ""
    return _WORDS[language]["group"].format(term=label, count=count)


def _one(person: PersonView, language: str) -> str:
    band = person.age_band if person.age_band is not AgeBand.UNKNOWN else None
    vague = person.approximate and person.headcount > 1
    if language == "ko":
        sex = person.sex.ko if person.sex is not Sex.UNKNOWN else None
        count = f"{'약 ' if vague else ''}{person.headcount}명"
        return " ".join(filter(None, [band.ko if band else None, sex, count]))
    young = band in (AgeBand.UNDER_10, AgeBand.TEENS)
    nouns = (_ENGLISH_MINOR if young else _ENGLISH_SEX).get(person.sex, ("person", "persons"))
    text = f"{'about ' if vague else ''}{person.headcount} {nouns[person.headcount > 1]}"
    return f"{text} aged {band.en.lower()}" if band and band is not AgeBand.UNDER_10 else text


def _day(start: date | None, end: date | None, words: dict[str, str], language: str) -> str:
    if start is None:
        return words["unknown_day"]
    if end is None or end == start:
        return format_date(start, language)
    return f"{format_date(start, language)}~{format_date(end, language)}"


def _status(case: Case, language: str) -> str:
    label = CaseStatus.of(case.status).label(language)
    label = label.lower() if language == "en" else label
    if case.closed_at is not None:
        day = local_date(case.closed_at, case.zone)
        return _WORDS[language]["closed"].format(status=label, day=format_date(day, language))
    return label


def say_due(due: datetime, zone: str, now: datetime, language: str = "ko") -> str:
    """`오늘 18:00`, `내일 09:00`, else `11. 25. 18:00`, on the clock of the zone."""
    local, today = due.astimezone(zone_named(zone)), local_date(now, zone)
    word = _DAYS[language].get((local.date() - today).days)
    if word is None:
        word = format_date(local.date(), language)
        if language == "ko" and local.year == today.year:
            word = f"{local.month}. {local.day}."
    return f"{word} {local:%H:%M}"
