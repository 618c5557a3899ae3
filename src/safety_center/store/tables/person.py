"""Persons concerned (당사자)."""

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from safety_center.store.tables.columns import (
    code_column,
    given_index,
    id_column,
    link_column,
    reference_column,
    secret_column,
)


class Person(SQLModel, table=True):
    """A person on a case, or a group told as "about N persons" (`headcount`, `approximate`).

    `same_as_id`: the person of another case that this one was found to be; then it counts nothing.
    """

    __tablename__ = "person"
    __table_args__ = (
        Index("ix_person_type", "incident_type", "involvement", "case_id"),
        given_index("ix_person_same_as", "same_as_id"),
    )

    id: int = id_column()
    case_id: int = reference_column("incident_case.id")
    position: int
    involvement: str = code_column()
    incident_type: str = code_column()
    own_type: bool = False
    headcount: int = 1
    approximate: bool = False
    name_hangul: bytes | None = secret_column()
    name_roman: bytes | None = secret_column()
    birth_date: bytes | None = secret_column()
    telephone: bytes | None = secret_column()
    passport_number: bytes | None = secret_column()
    sex: str = code_column()
    age_band: str = code_column()
    sojourn: str = code_column()
    outcome: str = code_column()
    removed: bool = Field(default=False)
    same_as_id: int | None = link_column()
