"""What the selects of report and case forms offer, in the reader's language."""

from collections.abc import Iterable

from flask_babel import gettext

from safety_center.domain.incident_types import INCIDENT_TYPES
from safety_center.domain.places import Country
from safety_center.domain.situations import OFFERED
from safety_center.domain.vocabulary import (
    AgeBand,
    CallerRelation,
    Channel,
    Disposition,
    Involvement,
    PersonOutcome,
    Severity,
    Sex,
    Sojourn,
    Term,
)
from safety_center.web.request import current_language, current_places

Pairs = list[tuple[str, str]]


def terms(kind: Iterable[Term], without: Iterable[Term] = ()) -> Pairs:
    """Codes and labels of a vocabulary."""
    language = current_language()
    return [(term.value, term.label(language)) for term in kind if term not in set(without)]


def report_choices() -> dict[str, object]:
    """Everything the form of a report chooses from."""
    return {
        "situations": terms(OFFERED),
        "countries": countries(),
        "channels": terms(Channel),
        "relations": terms(CallerRelation, [CallerRelation.UNKNOWN]),
        "dispositions": terms(Disposition),
        **person_choices(),
    }


def person_choices() -> dict[str, object]:
    """Everything the fields of a case and its persons choose from."""
    return {
        "severities": terms(Severity),
        "types": incident_types(),
        "involvements": terms(Involvement),
        "sexes": terms(Sex, [Sex.UNKNOWN]),
        "age_bands": terms(AgeBand, [AgeBand.UNKNOWN]),
        "sojourns": terms(Sojourn, [Sojourn.UNKNOWN]),
        "outcomes": terms(PersonOutcome),
    }


def countries() -> list[Country]:
    """By name in the reader's language."""
    language = current_language()
    return sorted(current_places().countries.values(), key=lambda country: country.label(language))


def incident_types() -> Pairs:
    """Each slug once: the victims' list in its published order, then what only others have."""
    language = current_language()
    seen: dict[str, str] = {}
    for each in INCIDENT_TYPES:
        if each.valid_to is None:
            seen.setdefault(each.slug, each.label(language))
    return list(seen.items())


def missions(candidates: Pairs) -> list[tuple[str, str, str]]:
    """Those answerable first, then every other, as triples (code, name, group)."""
    language = current_language()
    near = {code for code, _ in candidates}
    others = sorted(
        (m.label(language), m.code)
        for m in current_places().missions.values()
        if m.code not in near
    )
    return [(code, name, gettext("관할 공관")) for code, name in candidates] + [
        (code, name, gettext("다른 재외공관")) for name, code in others
    ]
