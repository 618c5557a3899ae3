"""From an address to a filter of cases: every key and code is known or refused by name."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from safety_center.domain.access import CENTERS
from safety_center.domain.choices import unknown_code
from safety_center.domain.errors import BACKWARDS, N_, FieldError, InputRefused
from safety_center.domain.incident_types import SLUGS
from safety_center.domain.input_errors import DATE_FORM
from safety_center.domain.lifecycle import OPEN_STATUSES
from safety_center.domain.statistics import NO_MISSION, Measure
from safety_center.domain.vocabulary import (
    AgeBand,
    CaseStatus,
    CountUnit,
    DateBasis,
    HandoverState,
    Involvement,
    PersonOutcome,
    ReportSource,
    Severity,
    Sex,
    Sojourn,
)
from safety_center.services.context import Context
from safety_center.services.reference import country_region_map, region_schemes
from safety_center.store.case_list import CaseFilter
from safety_center.store.case_steps import Steps

#: Every filter that the address of the case list may hold, in the order of the chips.
KEYS = (
    "number basis from to day scheme region bureau country mission owner involvement type sex"
    " age_band sojourn outcome severity source status overdue case_type report_hours_over"
    " accept_hours_over close_days_over without open_on closed_from closed_to handover sent_from"
    " sent_to unit"
).split()
#: What else it may hold: the token of a search, the order.
BESIDE = ("search", "order")
ORDERS = ("received", "due")
#: These are not filters of their own: `basis` says what the days mean, `scheme` what the region means,
#: `unit` whether the figure behind the list counted cases, which cases merged into another are not.
_QUALIFIERS = frozenset({"basis", "scheme", "unit"})
_BUREAU_SCHEME = "bureau"
#: Asked of one and the same person: key of the address → column and codes.
_OF_PERSONS: Mapping[str, tuple[str, Collection[str]]] = {
    "involvement": ("involvement", set(Involvement)),
    "type": ("incident_type", SLUGS),
    "sex": ("sex", set(Sex)),
    "age_band": ("age_band", set(AgeBand)),
    "sojourn": ("sojourn", set(Sojourn)),
    "outcome": ("outcome", set(PersonOutcome)),
}


#: Longer than: key of the address → step and minutes of its unit.
LONGER: Mapping[str, tuple[str, int]] = {
    "report_hours_over": (Measure.REPORT.value, 60),
    "accept_hours_over": (Measure.ACCEPT.value, 60),
    "close_days_over": (Measure.CLOSE.value, 24 * 60),
}
LONGEST = 100_000
#: Keys that only figures write into addresses: their lists say exactly how many there are.
OF_FIGURES = frozenset({"basis", "without", "open_on", "closed_from", "sent_from", *LONGER})


@dataclass
class _Reader:
    """Reads one address; collects what is wrong instead of stopping at the first."""

    values: Mapping[str, str]
    errors: list[FieldError] = field(default_factory=list)

    def codes(self, key: str, known: Collection[str]) -> tuple[str, ...] | None:
        """One code or several between commas; None where the key is not given."""
        if key not in self.values:
            return None
        found = tuple(code for part in self.values[key].split(",") if (code := part.strip()))
        if any(code not in known for code in found):
            self.errors.append(unknown_code(key, self.values[key], known))
        return found

    def code(self, key: str, known: Collection[str]) -> str | None:
        """The one code of a key that takes no more."""
        value = self.values.get(key)
        if value is not None and value not in known:
            self.errors.append(unknown_code(key, value, known))
            return None
        return value

    def day(self, key: str) -> date | None:
        value = self.values.get(key)
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            self.refuse(key, "date", DATE_FORM)
            return None

    def span(self, first: str, last: str) -> tuple[date | None, date | None]:
        """Two days, both included; refused where they run backwards."""
        begin, end = self.day(first), self.day(last)
        if begin and end and end < begin:
            self.refuse(last, *BACKWARDS)
        return begin, end

    def number(self, key: str) -> int | None:
        value = self.values.get(key, "0")
        if not value.isascii() or not value.isdigit() or int(value) > LONGEST:
            self.refuse(key, "number", N_("0 이상의 숫자로 적어 주십시오: %(value)s"))
            return None
        return int(value)

    def refuse(self, key: str, code: str, message: str) -> None:
        given = {"key": key[:40], "value": self.values[key][:40]}
        self.errors.append(FieldError(key, code, message, given))


def given_filters(values: Mapping[str, str]) -> dict[str, str]:
    """What was asked, blanks dropped, in the order of `KEYS`; the qualifiers alone ask nothing."""
    kept = {key: values[key].strip() for key in KEYS if values.get(key, "").strip()}
    return kept if set(kept) - _QUALIFIERS else {}


def parse_filters(ctx: Context, values: Mapping[str, str]) -> CaseFilter:
    """The filter of an address; raises `InputRefused` with every unknown key and code."""
    known = (*KEYS, *BESIDE)
    asked = {**given_filters(values), **{k: values[k] for k in BESIDE if values.get(k)}}
    reader = _Reader({**values, **asked} if set(values) - set(known) else asked)
    for key in set(values) - set(known):
        reader.refuse(key, "unknown_key", N_("알 수 없는 조건입니다: %(key)s"))
    reader.code("order", ORDERS)
    wanted = _of_case(ctx, reader)
    wanted = _with_steps(reader, _with_places(ctx, reader, _with_days(reader, wanted)))
    if reader.errors:
        raise InputRefused(reader.errors)
    return wanted


def _of_case(ctx: Context, reader: _Reader) -> CaseFilter:
    persons = {
        column: codes
        for key, (column, known) in _OF_PERSONS.items()
        if (codes := reader.codes(key, known))
    }
    return CaseFilter(
        number=reader.values.get("number"),
        merged="basis" in reader.values or "search" in reader.values,
        owner_units=reader.codes("owner", {*ctx.places.missions, *CENTERS}),
        severities=reader.codes("severity", set(Severity)),
        sources=reader.codes("source", set(ReportSource)),
        incident_types=reader.codes("case_type", SLUGS),
        statuses=_statuses(reader),
        overdue_at=ctx.now if reader.code("overdue", {"1"}) else None,
        persons=persons,
    )


def _with_days(reader: _Reader, wanted: CaseFilter) -> CaseFilter:
    from_day, to_day = reader.span("from", "to")
    return replace(
        wanted,
        basis=reader.code("basis", set(DateBasis)) or DateBasis.REPORTED.value,
        from_day=from_day,
        to_day=to_day,
        day_unknown=reader.code("day", {"unknown"}) is not None,
    )


def _with_steps(reader: _Reader, wanted: CaseFilter) -> CaseFilter:
    """How cases were handled; figures of handling do not count what was merged away, so nor do their lists."""
    longer = [
        (step, most * unit)
        for key, (step, unit) in LONGER.items()
        if key in reader.values and (most := reader.number(key)) is not None
    ]
    steps = Steps(
        longer=tuple(longer),
        without=reader.codes("without", set(Measure)) or (),
        open_on=reader.day("open_on"),
        closed=reader.span("closed_from", "closed_to"),
        handovers=reader.codes("handover", set(HandoverState)),
        sent=reader.span("sent_from", "sent_to"),
    )
    of_cases = reader.code("unit", set(CountUnit)) == CountUnit.CASES
    counts_cases = of_cases or steps.counts_cases or wanted.incident_types is not None
    return replace(wanted, steps=steps, merged=wanted.merged and not counts_cases)


def _statuses(reader: _Reader) -> tuple[str, ...] | None:
    """`open` stands for every status but 종결, and is meant where only what is overdue is asked."""
    statuses = reader.codes("status", {*CaseStatus, "open"})
    if statuses is None:
        return tuple(OPEN_STATUSES) if "overdue" in reader.values else None
    meant = [OPEN_STATUSES if status == "open" else (status,) for status in statuses]
    return tuple(dict.fromkeys(str(status) for each in meant for status in each))


def _with_places(ctx: Context, reader: _Reader, wanted: CaseFilter) -> CaseFilter:
    missions = reader.codes("mission", {*ctx.places.missions, NO_MISSION})
    named = tuple(code for code in missions or () if code != NO_MISSION) or None
    no_mission = NO_MISSION in (missions or ())
    return replace(
        wanted, country_codes=_countries(ctx, reader), mission_codes=named, no_mission=no_mission
    )


def _countries(ctx: Context, reader: _Reader) -> tuple[str, ...] | None:
    """Countries asked for by name, by region under its scheme and by bureau; none where they disagree."""
    asked = [reader.codes("country", ctx.places.countries)]
    schemes = {scheme.code for scheme in region_schemes(ctx.session)}
    default = ctx.installation.settings.default_scheme
    scheme = reader.code("scheme", schemes) or default
    for key, by in (("region", scheme), ("bureau", _BUREAU_SCHEME)):
        asked.append(_members(reader, key, partial(country_region_map, ctx.session, by, ctx.today)))
    named = [set(codes) for codes in asked if codes is not None]
    return tuple(sorted(set.intersection(*named))) if named else None


def _members(
    reader: _Reader, key: str, regions: Callable[[], Mapping[str, str]]
) -> tuple[str, ...] | None:
    if key not in reader.values:
        return None
    found = regions()
    codes = reader.codes(key, set(found.values())) or ()
    return tuple(country for country, region in found.items() if region in codes)
