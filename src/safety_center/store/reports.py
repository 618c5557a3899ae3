"""Rows of reports."""

from collections.abc import Collection, Sequence

from sqlalchemy import bindparam, select
from sqlmodel import Session

from safety_center.store.tables.case import Case
from safety_center.store.tables.report import Report

_CHUNK = 500
#: Made once: one of these is asked before every report that is stored, and a single one is usual.
_NUMBERS = select(
    Report.source, Report.external_reference, Report.receipt_number, Case.number
).join(Case, Case.id == Report.case_id, isouter=True)
_BY_EXTERNAL = _NUMBERS.where(
    Report.source.in_(bindparam("sources", expanding=True)),
    Report.external_reference.in_(bindparam("references", expanding=True)),
)
_BY_ONE = _NUMBERS.where(
    Report.source == bindparam("source"), Report.external_reference == bindparam("reference")
)


def fetch_by_external(
    session: Session, keys: Collection[tuple[str, str | None]]
) -> dict[tuple[str, str | None], tuple[str, str | None]]:
    """`(source, external reference)` → `(receipt number, case number)` of reports stored before."""
    connection, wanted_keys = session.connection(), [key for key in keys if key[1]]
    if len(wanted_keys) == 1:
        ((source, reference),) = wanted_keys
        rows = connection.execute(_BY_ONE, {"source": source, "reference": reference})
        return {(row[0], row[1]): (row[2], row[3]) for row in rows}
    found = {}
    sources = sorted({key[0] for key in wanted_keys})
    references = sorted({key[1] for key in wanted_keys if key[1]})
    for start in range(0, len(references), _CHUNK):
        wanted = {"sources": sources, "references": references[start : start + _CHUNK]}
        rows = connection.execute(_BY_EXTERNAL, wanted)
        found |= {(row[0], row[1]): (row[2], row[3]) for row in rows}
    return {key: numbers for key, numbers in found.items() if key in keys}


def fetch_report(session: Session, receipt_number: str) -> Report | None:
    """A report by its receipt number."""
    return session.execute(
        select(Report).where(Report.receipt_number == receipt_number)
    ).scalar_one_or_none()


def fetch_case_reports(session: Session, case_ids: Collection[int]) -> Sequence[Report]:
    """Every report of a case and of those merged into it, oldest first."""
    query = select(Report).where(Report.case_id.in_(case_ids)).order_by(Report.received_at)
    return session.execute(query).scalars().all()
