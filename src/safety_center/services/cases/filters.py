"""From an address to a filter of cases: every key and code is known or refused by name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from safety_center.domain.access import CENTERS
from safety_center.domain.errors import N_, FieldError, InputRefused
from safety_center.domain.incident_types import SLUGS
from safety_center.domain.lifecycle import OPEN_STATUSES
from safety_center.domain.vocabulary import (
    CaseStatus,
    DateBasis,
    Involvement,
    ReportSource,
    Severity,
)
from safety_center.services.context import Context
from safety_center.services.reference import country_region_map, region_schemes
from safety_center.store.cases import CaseFilter

#: Every key that the address of the case list may hold, in the order of the chips.
KEYS = (
    "number basis from to day scheme region country mission owner involvement type severity source"
    " status overdue"
).split()
#: These are not filters of their own: `basis` says what the days mean, `scheme` what the region means.
_QUALIFIERS = frozenset({"basis", "scheme"})


@dataclass
class _Reader:
    """Reads one address; collects what is wrong instead of stopping at the first."""

    values: Mapping[str, str]
    errors: list[FieldError] = field(default_factory=list)

    def code(self, key: str, known: Any) -> str | None:
        value = self.values.get(key)
        if value is not None and value not in known:
            self.refuse(key, "unknown_code", N_("목록에 없는 값입니다: %(value)s"))
            return None
        return value

    def day(self, key: str) -> date | None:
        value = self.values.get(key)
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            self.refuse(key, "date", N_("날짜를 확인해 주십시오(예: 2026-11-22)."))
            return None

    def refuse(self, key: str, code: str, message: str) -> None:
        given = {"key": key[:40], "value": self.values[key][:40]}
        self.errors.append(FieldError(key, code, message, given))


def given_filters(values: Mapping[str, str]) -> dict[str, str]:
    """What was asked, blanks dropped, in the order of `KEYS`; the qualifiers alone ask nothing."""
    kept = {key: values[key].strip() for key in KEYS if values.get(key, "").strip()}
    return kept if set(kept) - _QUALIFIERS else {}


def parse_filters(ctx: Context, values: Mapping[str, str]) -> CaseFilter:
    """The filter of an address; raises `InputRefused` with every unknown key and code."""
    asked = given_filters(values)
    reader = _Reader({**values, **asked} if set(values) - set(KEYS) else asked)
    for key in set(values) - set(KEYS):
        reader.refuse(key, "unknown_key", N_("알 수 없는 조건입니다: %(key)s"))
    places = ctx.places
    wanted = CaseFilter(
        number=asked.get("number"),
        basis=reader.code("basis", set(DateBasis)) or DateBasis.REPORTED.value,
        from_day=reader.day("from"),
        to_day=reader.day("to"),
        day_unknown=reader.code("day", {"unknown"}) is not None,
        country_codes=_countries(ctx, reader),
        mission_code=reader.code("mission", places.missions),
        owner_unit=reader.code("owner", {*places.missions, *CENTERS}),
        involvement=reader.code("involvement", set(Involvement)),
        incident_type=reader.code("type", SLUGS),
        severity=reader.code("severity", set(Severity)),
        source=reader.code("source", set(ReportSource)),
        statuses=_statuses(reader),
        overdue_at=ctx.now if reader.code("overdue", {"1"}) else None,
    )
    if reader.errors:
        raise InputRefused(reader.errors)
    return wanted


def _statuses(reader: _Reader) -> tuple[str, ...] | None:
    """`open` stands for every status but 종결, and is meant where only what is overdue is asked."""
    status = reader.code("status", {*CaseStatus, "open"})
    if status == "open" or (status is None and "overdue" in reader.values):
        return tuple(term.value for term in OPEN_STATUSES)
    return (status,) if status else None


def _countries(ctx: Context, reader: _Reader) -> tuple[str, ...] | None:
    """The country asked, or those of the region under its scheme; none when the two disagree."""
    wanted = reader.code("country", ctx.places.countries)
    region = reader.values.get("region")
    if region is None:
        return (wanted,) if wanted else None
    schemes = {scheme.code for scheme in region_schemes(ctx.session)}
    default = ctx.installation.settings.default_scheme
    scheme = reader.code("scheme", schemes) or default
    members = _members(lambda: country_region_map(ctx.session, scheme, ctx.today), region)
    if not members:
        reader.refuse("region", "unknown_code", N_("목록에 없는 값입니다: %(value)s"))
    return tuple(code for code in members if wanted in (None, code))


def _members(regions: Callable[[], Mapping[str, str]], region: str) -> list[str]:
    return sorted(country for country, code in regions().items() if code == region)
