"""Rows of what erasing a case takes away. Codes, days, numbers and links stay."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, or_, select, update
from sqlmodel import Session, SQLModel, col

from safety_center.domain.vocabulary import ChangeReason
from safety_center.store.tables import (
    Case,
    CaseFact,
    CaseMerge,
    CaseNote,
    DataKey,
    Draft,
    Handover,
    KeptSearch,
    LookupKey,
    Person,
    Report,
    SavedFilter,
    SheetImport,
    SheetRow,
    StoredAnswer,
)

#: What accounts keep sealed under their own key: table, column, what the seal is bound to.
KEPT: tuple[tuple[type[SQLModel], str, str], ...] = (
    (Draft, "content", "draft"),
    (KeptSearch, "content", "search"),
    (StoredAnswer, "answer", "answer"),
)


@dataclass(frozen=True)
class Held:
    """What a family of cases holds, as counts."""

    persons: int
    reports: int
    notes: int
    handovers: int


def count_held(session: Session, case_ids: Collection[int]) -> Held:
    """How many persons, reports, notes and hand-overs hang on the cases."""
    return Held(
        *(
            session.execute(
                select(func.count()).where(col(table.case_id).in_(case_ids))
            ).scalar_one()
            for table in (Person, Report, CaseNote, Handover)
        )
    )


def is_erased(session: Session, case_id: int) -> bool:
    """True when the case counts on as an anonymous stub."""
    query = select(col(CaseFact.id)).where(
        col(CaseFact.case_id) == case_id,
        col(CaseFact.recorded_to).is_(None),
        col(CaseFact.reason) == ChangeReason.ERASED.value,
    )
    return session.execute(query).first() is not None


def fetch_reports(session: Session, case_ids: Collection[int]) -> Sequence[Report]:
    """Every report of the cases."""
    return session.execute(select(Report).where(col(Report.case_id).in_(case_ids))).scalars().all()


def fetch_persons(session: Session, case_ids: Collection[int]) -> Sequence[Person]:
    """Every person of the cases, those taken off too."""
    return session.execute(select(Person).where(col(Person.case_id).in_(case_ids))).scalars().all()


def destroy_keys(session: Session, key_ids: Collection[int], at: datetime) -> None:
    """Destroy data keys: what was sealed under them can be read nowhere any more."""
    _run(
        session, update(DataKey).where(col(DataKey.id).in_(key_ids)), wrapped=None, destroyed_at=at
    )


def delete_lookups(
    session: Session, person_ids: Collection[int], report_ids: Collection[int]
) -> None:
    """The digests by which persons and callers were found."""
    for subject, ids in (("person", person_ids), ("caller", report_ids)):
        of_them = (col(LookupKey.subject) == subject, col(LookupKey.subject_id).in_(ids))
        _run(session, delete(LookupKey).where(*of_them))


def clear_rows(session: Session, case_ids: Collection[int]) -> None:
    """Ciphertext and every text of the cases, their reports, persons, hand-overs and merges; notes go."""
    run = session, case_ids
    _clear(*run, Person, "name_hangul name_roman birth_date telephone passport_number")
    _clear(*run, Report, "caller_name caller_telephone disposition_reason place_detail")
    _clear(*run, Handover, "message reason")
    of_reports = update(Report).where(col(Report.case_id).in_(case_ids))
    _run(session, of_reports, narrative="")
    of_cases = update(Case).where(col(Case.id).in_(case_ids))
    _run(session, of_cases, place_detail=None, summary=None, next_action=None)
    _run(session, delete(CaseNote).where(col(CaseNote.case_id).in_(case_ids)))
    merges = (col(CaseMerge.from_case_id).in_(case_ids), col(CaseMerge.into_case_id).in_(case_ids))
    _run(session, update(CaseMerge).where(or_(*merges)), reason="", undo_reason=None)


def clear_sheet_rows(
    session: Session, numbers: Collection[str], receipts: Collection[str]
) -> list[str]:
    """Kept contents of rows of sheets that became these cases or reports; tokens of their files."""
    of_them = or_(
        col(SheetRow.case_number).in_(numbers), col(SheetRow.receipt_number).in_(receipts)
    )
    found = select(SheetImport.token).where(
        col(SheetImport.id).in_(select(SheetRow.import_id).where(of_them))
    )
    tokens = list(session.execute(found).scalars())
    _run(session, update(SheetRow).where(of_them), content=None)
    return tokens


def fetch_kept(session: Session) -> Iterator[tuple[type[SQLModel], int, int, bytes, str]]:
    """What accounts keep: table, id, account, sealed content, what the seal is bound to."""
    for table, column, purpose in KEPT:
        rows: Any = table.__table__  # type: ignore[attr-defined]
        query = select(rows.c.id, rows.c.account_id, rows.c[column])
        for row_id, account_id, content in session.execute(query):
            yield table, row_id, account_id, content, purpose


def fetch_filter_names(session: Session) -> list[tuple[int, str]]:
    """Id and name of every saved filter: its name is a text too."""
    query = select(col(SavedFilter.id), col(SavedFilter.name))
    return [(row[0], row[1]) for row in session.execute(query)]


def delete_row(session: Session, table: type[SQLModel], row_id: int) -> None:
    """One of `fetch_kept`, or a saved filter."""
    rows: Any = table.__table__  # type: ignore[attr-defined]
    session.execute(delete(rows).where(rows.c.id == row_id))


def _clear(session: Session, case_ids: Collection[int], table: Any, names: str) -> None:
    statement = update(table).where(col(table.case_id).in_(case_ids))
    _run(session, statement, **dict.fromkeys(names.split()))


def _run(session: Session, statement: Any, **values: Any) -> None:
    if values:
        statement = statement.values(**values)
    session.execute(statement.execution_options(synchronize_session=False))
