"""What the acts of the trail are, how long each is kept, and how a list says whose cases it showed.

Retention: access log at least one, here two years (개인정보의 안전성 확보조치 기준 art. 8), log of rights to
access at least three years (art. 5). Changes of a case are its history and stay with it.
"""

import re
from collections.abc import Iterable
from datetime import date

#: Years below which nothing is removed, whatever a setting says; the database's triggers say the same.
ACCESS_FLOOR_YEARS = 2
RIGHTS_FLOOR_YEARS = 3

#: Acts that only look, come or go: what an access log is about, by how their name ends or begins.
ACCESS_ENDINGS = (
    ".view .list .search .reveal .export .download .csv .print .who .verify .refused .check"
).split()
ACCESS_BEGINNINGS = ("session.",)
#: Acts that give, change or take rights to access.
RIGHTS_BEGINNINGS: tuple[str, ...] = ("account.", "token.")

#: Acts that showed a person's data one by one, in full, in a list or file; and those that changed them.
VIEWS = ("case.view", "report.view")
REVEALS = ("case.reveal", "report.reveal")
LISTS = (
    "case.list",
    "case.search",
    "report.list",
    "handover.list",
    "duplicate.look",
    "statistics.differences.list",
)
EXPORTS = ("case.export",)
#: Acts by which an administrator can let somebody sign in as another.
RESETS = ("account.factor_reset", "account.password")

#: Requests that were answered with none, by why: out of reach or failed, and not taken as they were
#: (something to correct, changed meanwhile). Only the first are attempts.
OUT_OF_REACH, NOT_TAKEN = "request.refused", "input.refused"
#: Results that nobody need ask about.
UNREFUSED = ("ok", "not_taken")
_OUT_OF_REACH = frozenset({401, 403, 404, 405})
_SERVER_ERROR = 500

#: Numbers of cases and receipts: the only words of an address that the trail takes over.
_NUMBER = re.compile(r"\d{4}-[A-Z]{3}-\d{6,}|R-\d{4}-\d{7,}")
_LEAST_RUN = 3


def is_case_or_receipt_number(text: str) -> bool:
    """True for `2026-KHM-000123` and `R-2026-0000001`."""
    return _NUMBER.fullmatch(text) is not None


def act_of_refusal(status: int) -> tuple[str, str]:
    """Act and result of an answer from 400 on."""
    if status >= _SERVER_ERROR:
        return OUT_OF_REACH, "failed"
    return (OUT_OF_REACH, "refused") if status in _OUT_OF_REACH else (NOT_TAKEN, "not_taken")


def years_before(day: date, years: int) -> date:
    """The first of the month so many years ago, so that a purge has something to do once a month."""
    return date(day.year - years, day.month, 1)


def pack_ids(ids: Iterable[int], runs: bool = False) -> str:
    """Case ids as one string, blanks around each: ` 12 13 40 `; `runs` writes ` 12-40 ` for files."""
    ordered = sorted(set(ids))
    if not runs:
        return f" {' '.join(map(str, ordered))} " if ordered else ""
    parts: list[str] = []
    start = 0
    while start < len(ordered):
        end = start
        while end + 1 < len(ordered) and ordered[end + 1] == ordered[end] + 1:
            end += 1
        if end - start + 1 >= _LEAST_RUN:
            parts.append(f"{ordered[start]}-{ordered[end]}")
        else:
            parts += [str(number) for number in ordered[start : end + 1]]
        start = end + 1
    return f" {' '.join(parts)} " if parts else ""


def holds_id(packed: str, wanted: frozenset[int]) -> bool:
    """True when the string of `pack_ids` names any of the ids."""
    for part in packed.split():
        first, _, last = part.partition("-")
        low, high = int(first), int(last or first)
        if any(low <= number <= high for number in wanted):
            return True
    return False


def unpack_ids(packed: str, most: int) -> list[int]:
    """The first so many ids of a string of `pack_ids`."""
    found: list[int] = []
    for part in packed.split():
        first, _, last = part.partition("-")
        found += range(int(first), int(last or first) + 1)[: most - len(found)]
        if len(found) >= most:
            break
    return found
