"""Rows of merges: cases locked together, who belongs to whom, and the merge that holds now."""

from collections.abc import Collection, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from safety_center.store.tables import Case, CaseMerge, Person


def lock_cases(session: Session, numbers: Collection[str]) -> dict[str, Case]:
    """Cases by number, locked in the order of their ids, so that two merges cannot block one another."""
    query = select(Case).where(col(Case.number).in_(numbers)).order_by(col(Case.id))
    locked = query.with_for_update().execution_options(populate_existing=True)
    return {case.number: case for case in session.execute(locked).scalars()}


def fetch_survivor(session: Session, case: Case) -> Case:
    """The case itself, or the one that it was merged into in the end."""
    while case.merged_into_id is not None:
        case = session.get_one(Case, case.merged_into_id)
    return case


def fetch_family(session: Session, case_id: int) -> dict[int, Case]:
    """The case and every case merged into it, over however many steps, by id; itself first."""
    family = {case_id: session.get_one(Case, case_id)}
    newest = [case_id]
    while newest:
        query = select(Case).where(col(Case.merged_into_id).in_(newest)).order_by(col(Case.id))
        rows = session.execute(query).scalars().all()
        newest = [row.id for row in rows if row.id not in family]
        family |= {row.id: row for row in rows}
    return family


def fetch_family_persons(
    session: Session, family: Collection[int], removed: bool = False
) -> Sequence[Person]:
    """Persons of a case and of those merged into it: its own first, without those found to be the same."""
    order = {case_id: place for place, case_id in enumerate(family)}
    query = select(Person).where(col(Person.case_id).in_(family))
    if not removed:
        query = query.where(~col(Person.removed), col(Person.same_as_id).is_(None))
    rows = session.execute(query).scalars().all()
    return sorted(rows, key=lambda person: (order[person.case_id], person.position))


def fetch_merge(session: Session, case_id: int) -> CaseMerge | None:
    """The merge of a case into another that was not undone."""
    query = select(CaseMerge).where(
        col(CaseMerge.from_case_id) == case_id, col(CaseMerge.undone_at).is_(None)
    )
    return session.execute(query).scalars().first()


def fetch_merges(session: Session, case_ids: Collection[int]) -> list[tuple[CaseMerge, str, str]]:
    """Every merge from or into one of the cases, undone ones too, with both numbers: from, into."""
    one, other = aliased(Case), aliased(Case)
    query = (
        select(CaseMerge, one.number, other.number)
        .join(one, one.id == CaseMerge.from_case_id)
        .join(other, other.id == CaseMerge.into_case_id)
        .where(
            or_(
                col(CaseMerge.from_case_id).in_(case_ids), col(CaseMerge.into_case_id).in_(case_ids)
            )
        )
        .order_by(col(CaseMerge.id))
    )
    return [(row[0], row[1], row[2]) for row in session.execute(query)]
