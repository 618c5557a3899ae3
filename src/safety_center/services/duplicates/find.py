"""Which cases a report, or a case, may be about: candidates by place, days and keyed hashes, then weighed.

A batch of any size takes the same number of statements. Names are opened in memory only, for the
candidates of this batch, and of a bounded number of them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from safety_center.domain.access import CaseScope, Permission, case_scope, require
from safety_center.domain.likeness import WINDOW_DAYS, CaseTraits, Reason, find_reasons, total
from safety_center.domain.reports import ReportInput
from safety_center.services.cases.reach import case_units
from safety_center.services.context import Context
from safety_center.services.duplicates import traits as build
from safety_center.services.duplicates.likeness import (
    Likeness,
    compare_persons,
    out_of_reach,
    within_reach,
)
from safety_center.services.personal_values import data_keys
from safety_center.store import duplicates as store
from safety_center.store.duplicates import Window
from safety_center.store.tables import Case, Person

#: Shown of each report, the weightiest.
MOST_SHOWN = 5
#: Candidates by place and days of one report alone, and of each report of a batch.
_MOST_ALONE, _MOST_EACH = 200, 20
#: Cases whose names are opened for one batch, the newest.
_MOST_OPENED = 2_000


def find_likely_duplicates(
    ctx: Context, reports: Sequence[ReportInput]
) -> list[tuple[Likeness, ...]]:
    """Likely duplicates of each report in the order given, the weightiest first, at most `MOST_SHOWN`.

    What was shown is kept in the trail by case numbers. Reports that open no case have none.
    """
    require(ctx.require_actor(), Permission.REPORT_SUBMIT)
    places = ctx.places
    found = find_alike(ctx, [build.report_traits(report, ctx.vault, places) for report in reports])
    note_look_up(ctx, found)
    return found


def note_look_up(
    ctx: Context, found: Iterable[Sequence[Likeness]], subject: str | None = None
) -> None:
    """The trail keeps the numbers that were shown; where none was, nobody saw anything."""
    numbers = sorted({likeness.case_number for shown in found for likeness in shown})
    if numbers:
        ctx.note("duplicate.look", subject, rows=len(numbers), cases=numbers)


def find_alike(
    ctx: Context, wanted: Sequence[CaseTraits], without: Collection[int] = ()
) -> list[tuple[Likeness, ...]]:
    """The same for anything comparable; `without` are ids of cases that are left out."""
    pool = _Pool(ctx)
    candidates = _candidates(ctx, wanted, pool)
    pool.load({case_id for found in candidates.values() for case_id in found})
    scope = case_scope(ctx.require_actor())
    return [
        _weigh(one, sorted(candidates[index] - set(without)), pool, scope)
        for index, one in enumerate(wanted)
    ]


def _candidates(ctx: Context, wanted: Sequence[CaseTraits], pool: "_Pool") -> dict[int, set[int]]:
    """Index → ids of cases: nearby ones, and whoever has one of the keyed hashes anywhere."""
    margin = timedelta(days=WINDOW_DAYS + 1)  # days of receipt are Seoul's
    windows = [
        Window(
            index,
            one.country_code,
            one.first_on - margin,
            one.last_on + margin,
            (one.city or "").lower(),
            one.incident_type,
        )
        for index, one in enumerate(wanted)
    ]
    found: dict[int, set[int]] = defaultdict(set)
    most = _MOST_ALONE if len(wanted) == 1 else _MOST_EACH
    for index, case_id in store.fetch_candidates(ctx.session, windows, most):
        found[index].add(case_id)
    by_digest = pool.look_up(build.wanted_digests(wanted))
    for index, one in enumerate(wanted):
        for digests in build.wanted_digests([one]).values():
            for digest in digests:
                found[index] |= by_digest.get(digest, set())
    return found


def _weigh(
    one: CaseTraits, case_ids: Sequence[int], pool: "_Pool", scope: CaseScope
) -> tuple[Likeness, ...]:
    """A case that was merged speaks for the one it was merged into."""
    best: dict[int, tuple[tuple[Reason, ...], CaseTraits]] = {}
    merged: dict[int, set[str]] = defaultdict(set)
    for case_id in case_ids:
        other = pool.traits(case_id)
        reasons = find_reasons(one, other)
        if not reasons:
            continue
        survivor = pool.survivor(case_id)
        if survivor.id != case_id:
            merged[survivor.id].add(pool.cases[case_id].number)
        if survivor.id not in best or total(reasons) > total(best[survivor.id][0]):
            best[survivor.id] = (reasons, other)
    ranked = sorted(
        best,
        key=lambda i: (-total(best[i][0]), -pool.cases[i].received_at.timestamp(), i),
    )
    shown = []
    for case_id in ranked[:MOST_SHOWN]:
        case, (reasons, other) = pool.cases[case_id], best[case_id]
        if scope.reaches(case_units(case)):
            numbers = tuple(sorted(merged[case_id]))
            shown.append(within_reach(case, reasons, compare_persons(one, other), numbers))
        else:
            shown.append(out_of_reach(case, reasons))
    return tuple(shown)


@dataclass
class _Pool:
    """What one batch knows of the stored cases; opened values live as long as this."""

    ctx: Context
    cases: dict[int, Case] = field(default_factory=dict)
    _persons: Mapping[int, list[Person]] = field(default_factory=dict)
    _marks: Mapping[tuple[str, int], build.Marks] = field(default_factory=dict)
    _keys: dict[int, bytes | None] = field(default_factory=dict)
    _traits: dict[int, CaseTraits] = field(default_factory=dict)

    def look_up(self, wanted: Mapping[str, Collection[bytes]]) -> dict[bytes, set[int]]:
        """Keyed hash → ids of the cases where somebody has it; numbers and names each in one go."""
        names = {build.NAME: wanted[build.NAME]}
        numbers = {kind: wanted[kind] for kind in (build.TELEPHONE, build.IDENTITY)}
        hits = [
            *store.fetch_hits(self.ctx.session, numbers),
            *store.fetch_hits(self.ctx.session, names),
        ]
        self._marks = build.marks_of_hits(hits)
        by_digest: dict[bytes, set[int]] = defaultdict(set)
        for hit in hits:
            by_digest[hit.digest].add(hit.case_id)
        return by_digest

    def load(self, case_ids: Collection[int]) -> None:
        """Cases, those they were merged into, their persons, and the keys of the newest."""
        if not case_ids:
            return
        self.cases = store.fetch_cases(self.ctx.session, case_ids)
        persons: dict[int, list[Person]] = defaultdict(list)
        for person in store.fetch_persons_of(self.ctx.session, case_ids):
            persons[person.case_id].append(person)
        self._persons = persons
        sealed = [
            self.cases[i]
            for i, found in persons.items()
            if any(p.name_hangul or p.name_roman or p.birth_date for p in found)
        ]
        newest = sorted(sealed, key=lambda case: case.received_at, reverse=True)[:_MOST_OPENED]
        self._open({case.id: case.data_key_id for case in newest})

    def _open(self, key_ids: Mapping[int, int]) -> None:
        keys = data_keys(self.ctx, key_ids.values())
        self._keys |= {case_id: keys[key_id] for case_id, key_id in key_ids.items()}

    def traits(self, case_id: int) -> CaseTraits:
        """What is compared of a case."""
        if case_id not in self._traits:
            self._traits[case_id] = build.stored_traits(
                self.cases[case_id],
                self._persons.get(case_id, []),
                self._marks,
                self._marks.get(("callers", case_id), {}),
                self._keys.get(case_id),
            )
        return self._traits[case_id]

    def survivor(self, case_id: int) -> Case:
        """The case itself, or the one that it was merged into in the end."""
        case = self.cases[case_id]
        while case.merged_into_id is not None:
            case = self.cases[case.merged_into_id]
        return case
