"""A deep page of the list beside OFFSET, and a rare two-syllable search beside LIKE."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from sqlalchemy import select
from sqlmodel import Session, col

from benchmarks.databases import TITLES, Place
from benchmarks.harness import Finding, alternate, measure, progress, require_equal
from benchmarks.mass import RARE_WORD, fill, rare_cases
from benchmarks.prepared import prepared
from safety_center.domain.access import CaseScope
from safety_center.store.case_list import CaseFilter, Page, list_cases
from safety_center.store.search import find_text_ids
from safety_center.store.tables import Case
from safety_center.store.tables.case_text import CaseText

FULL_SIZE = 1_000_000
_PAGE_ROWS, _DEEP_PAGES = 50, 5_000
_EVERYWHERE = CaseScope(every_case=True, unit_code=None)
_DEEP_TARGET, _SEARCH_TARGET = 3.0, 100.0
_MOST_FOUND = 10_000


def run(place: Place, systems: Sequence[str], size: int, rounds: int) -> Iterator[Finding]:
    """Two lines per database system."""
    for system in systems:
        make = partial(fill, count=size, texts=True)
        with (
            prepared(place, system, "lists", size, make) as made,
            made.database.reading() as session,
        ):
            yield _deep_page(session, system, size, 3 * rounds)
            yield _rare_search(session, system, size, rounds)


def _deep_page(session: Session, system: str, size: int, rounds: int) -> Finding:
    depth = min(_DEEP_PAGES, size // _PAGE_ROWS // 2)
    in_order = select(Case).order_by(col(Case.received_at).desc(), col(Case.id).desc())
    last = session.execute(in_order.offset(depth * _PAGE_ROWS - 1).limit(1)).scalars().one()
    page = Page((last.received_at, last.id), _PAGE_ROWS)

    def by_key() -> list[Case]:
        return list(list_cases(session, _EVERYWHERE, CaseFilter(), page))

    def by_offset() -> list[Case]:
        query = in_order.offset(depth * _PAGE_ROWS).limit(_PAGE_ROWS + 1)
        return list(session.execute(query).scalars())

    require_equal("cases of the page", [c.id for c in by_key()], [c.id for c in by_offset()])
    progress(f"page {depth:,} of {size:,} cases on {TITLES[system]}")
    times = alternate(
        {"ours": _fresh(session, by_key), "other": _fresh(session, by_offset)}, rounds
    )
    return Finding(
        f"page {depth:,} of {size:,} cases, {TITLES[system]}",
        times["ours"].describe("ms"),
        times["other"].describe("ms"),
        times["other"].median / times["ours"].median,
        _DEEP_TARGET,
        note="keyset beside OFFSET, the same 51 rows",
    )


def _rare_search(session: Session, system: str, size: int, rounds: int) -> Finding:
    pattern = f"%{RARE_WORD}%"

    def by_index() -> list[int]:
        return sorted(find_text_ids(session, [RARE_WORD], _MOST_FOUND))

    def by_like() -> list[int]:
        query = select(CaseText.case_id).where(col(CaseText.text).like(pattern))
        return sorted(session.execute(query).scalars())

    for found in (by_index(), by_like()):
        require_equal("cases that hold the word", found, rare_cases(size))
    progress(f"search in {size:,} cases on {TITLES[system]}")
    times = alternate(
        {"ours": _fresh(session, by_index), "other": _fresh(session, by_like)}, rounds
    )
    return Finding(
        f"rare word in {size:,} cases, {TITLES[system]}",
        times["ours"].describe("ms"),
        times["other"].describe("ms"),
        times["other"].median / times["ours"].median,
        _SEARCH_TARGET,
        note=f"bigram index beside LIKE, the same {len(rare_cases(size))} cases",
    )


def _fresh(session: Session, act: Callable[[], object]) -> Callable[[], float]:
    """Time an act whose rows the session does not hold already."""

    def once() -> float:
        session.expunge_all()
        return measure(lambda: act())

    return once
