"""What is searched: the text of each case, folded. Its index is no table of ours (see `store.search`)."""

from typing import Any

from sqlalchemy import ARRAY, Column, ForeignKey, Integer, LargeBinary, Text
from sqlmodel import Field, SQLModel

from safety_center.store.tables.columns import BigId


class CaseText(SQLModel, table=True):
    """Narratives, notes, place, summary and next action of a case as one folded text.

    `grams` are its bigrams on PostgreSQL; SQLite keeps them in the FTS5 table `case_search` alone.
    """

    __tablename__ = "case_text"

    case_id: int = Field(
        sa_column=Column(
            BigId, ForeignKey("incident_case.id"), primary_key=True, autoincrement=False
        )
    )
    text: str = Field(sa_column=Column(Text(), nullable=False))
    grams: Any = Field(
        default=None,
        sa_column=Column(ARRAY(Integer).with_variant(LargeBinary(), "sqlite"), nullable=True),
    )
