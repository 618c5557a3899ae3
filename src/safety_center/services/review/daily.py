"""The daily look through the trail: acts of a Seoul day, what is usual for each account, findings."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from statistics import median
from typing import Any

from safety_center.domain.names import normalise_hangul
from safety_center.domain.periods import seoul_date, seoul_midnight, utc_now
from safety_center.domain.review import Act, Found, Habits, is_night, review_acts
from safety_center.domain.trail import EXPORTS, LISTS, OUT_OF_REACH, RESETS, REVEALS, VIEWS
from safety_center.services.accounts.resets import is_reset
from safety_center.services.context import Context, reading, writing
from safety_center.services.installation import Installation
from safety_center.services.operation import read_fact, save_fact
from safety_center.services.waiting import zone_of_unit
from safety_center.store import findings as store
from safety_center.store.tables import AccessFinding, Account

_REVIEWED_THROUGH = "access_reviewed_through"
_USUAL_DAYS = 28
#: A scheduler that was down for longer catches up so many days; older ones by `--day`.
_MOST_DAYS = 31
_SEEN = (*VIEWS, *REVEALS)
_LOOKED_AT = (*_SEEN, *LISTS, *EXPORTS, *RESETS, OUT_OF_REACH)


def review_access(installation: Installation, day: date | None = None) -> int:
    """Look through one Seoul day, or every full day since the last time; the number of findings.

    May run twice: a finding is known by day, kind, account and subject, and keeps its verdict.
    """
    found = 0
    for each in [day] if day else _due_days(installation):
        with reading(installation, None) as ctx:
            results = _review(ctx, each)
        with writing(installation, None) as ctx:
            for result in results:
                _save(ctx, each, result)
            if day is None:
                save_fact(ctx, _REVIEWED_THROUGH, each.isoformat())
        found += len(results)
    return found


def _due_days(installation: Installation) -> list[date]:
    yesterday = seoul_date(utc_now()) - timedelta(days=1)
    with reading(installation, None) as ctx:
        known = read_fact(ctx, _REVIEWED_THROUGH)
    first = date.fromisoformat(known) + timedelta(days=1) if known else yesterday
    first = max(first, yesterday - timedelta(days=_MOST_DAYS - 1))
    return [first + timedelta(days=n) for n in range((yesterday - first).days + 1)]


def _review(ctx: Context, day: date) -> list[Found]:
    start, end = seoul_midnight(day), seoul_midnight(day + timedelta(days=1))
    rows = list(store.iterate_acts(ctx.session, start, end, _LOOKED_AT))
    people = {row.id: row for row in store.fetch_people(ctx.session, _accounts(rows))}
    numbers = sorted({row["subject"] for row in rows if row["subject"]})
    owners = store.owners_of(ctx.session, numbers)
    own = _own_names(ctx, people.values(), [case_id for case_id, _ in owners.values()])
    acts = [_act(row, owners, own) for row in rows]
    return review_acts(acts, _habits(ctx, day, people))


def _accounts(rows: Iterable[Mapping[str, Any]]) -> list[int]:
    return sorted({row["account_id"] for row in rows})


def _own_names(
    ctx: Context, people: Iterable[Account], case_ids: list[int]
) -> set[tuple[int, int]]:
    """`(account id, case id)` where a person of the account's own name stands on the case."""
    digests: dict[bytes, list[int]] = defaultdict(list)
    for account in people:
        if not account.system:
            name = normalise_hangul(account.display_name)
            digests[ctx.vault.digest("full", name)].append(account.id)
    named = store.cases_named(ctx.session, case_ids, list(digests))
    return {(account_id, case_id) for case_id, digest in named for account_id in digests[digest]}


def _act(
    row: Mapping[str, Any], owners: Mapping[str, tuple[int, str]], own: set[tuple[int, int]]
) -> Act:
    case_id, unit = owners.get(row["subject"] or "", (0, None))
    detail = json.loads(row["detail"] or "{}") if row["action"] in LISTS else {}
    return Act(
        seq=row["seq"],
        at=row["at"],
        account_id=row["account_id"],
        role=row["role"],
        unit_code=row["unit_code"],
        action=row["action"],
        result=row["result"],
        subject=row["subject"],
        rows=row["rows"],
        mission=unit,
        own_name=(row["account_id"], case_id) in own or bool(detail.get("own_name")),
        reset=row["action"] in RESETS and is_reset(row["action"], row["detail"]),
    )


def _habits(ctx: Context, day: date, people: Mapping[int, Account]) -> dict[int, Habits]:
    """Of the four weeks before the day; an account without a past has no usual."""
    start, end = seoul_midnight(day - timedelta(days=_USUAL_DAYS)), seoul_midnight(day)
    zones = {number: zone_of_unit(ctx, account.unit_code) for number, account in people.items()}
    days: dict[int, Counter[date]] = defaultdict(Counter)
    cases: dict[tuple[int, date], set[str]] = defaultdict(set)
    nights: Counter[int] = Counter()
    for row in store.iterate_acts(ctx.session, start, end, _SEEN):
        number = row["account_id"]
        if number in zones:
            on = seoul_date(row["at"])
            days[number][on] += 1
            cases[number, on].add(row["subject"] or "")
            nights[number] += is_night(row["at"], zones[number])
    owners = store.owners_of(ctx.session, sorted({s for found in cases.values() for s in found}))
    habits = {}
    for number, zone in zones.items():
        seen = days[number]
        opened = [len({owners[s][1] for s in cases[number, on] if s in owners}) for on in seen]
        habits[number] = Habits(
            zone=zone,
            views=median(seen.values()) if seen else 0.0,
            night_share=nights[number] / seen.total() if seen else 0.0,
            missions=median(opened) if opened else 0.0,
        )
    return habits


def _save(ctx: Context, day: date, found: Found) -> None:
    row = store.find_finding(
        ctx.session, day, found.kind.value, found.account_id, found.subject
    ) or AccessFinding(
        day=day,
        kind=found.kind.value,
        account_id=found.account_id,
        subject=found.subject,
        first_seq=found.first_seq,
        last_seq=found.last_seq,
        found_at=ctx.now,
    )
    if row.verdict is None:
        row.acts, row.first_seq, row.last_seq = found.acts, found.first_seq, found.last_seq
        row.detail = json.dumps(dict(found.detail), ensure_ascii=False, sort_keys=True)
    ctx.session.add(row)
