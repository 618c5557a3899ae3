"""Sheets of reports given in on screen: the file and the outcome of each of its rows."""

from datetime import datetime

from sqlalchemy import Column, Index, LargeBinary, Text
from sqlmodel import Field, SQLModel

from safety_center.store.tables.columns import (
    code_column,
    id_column,
    instant_column,
    reference_column,
)


class SheetImport(SQLModel, table=True):
    """One file; it lies sealed in the files folder, its name sealed here.

    `fault` is sealed too. `rows_total` is None until known; `counts` is JSON of outcome kind → number.
    """

    __tablename__ = "sheet_import"

    id: int = id_column()
    token: str = Field(max_length=40, unique=True)
    account_id: int = reference_column("account.id")
    unit_code: str | None = code_column(nullable=True)
    file_name: bytes = Field(sa_column=Column(LargeBinary(), nullable=False))
    file_format: str = code_column(length=10)
    file_size: int
    content_hash: str = Field(max_length=64)
    state: str = code_column(length=12, index=True)
    fault: str | None = Field(default=None, sa_column=Column(Text(), nullable=True))
    rows_total: int | None = None
    rows_done: int = 0
    counts: str = Field(default="{}", max_length=400)
    language: str = Field(default="ko", max_length=2)
    created_at: datetime = instant_column()
    finished_at: datetime | None = instant_column(nullable=True)


class SheetRow(SQLModel, table=True):
    """What became of one report of a sheet; `content` (values shown and errors) is sealed.

    `accepted`: a likely duplicate is a case of its own (or, `joins`, joins `case_number`), or a change
    is to be applied.
    """

    __tablename__ = "sheet_row"
    __table_args__ = (
        Index("ix_sheet_row_import_kind", "import_id", "kind", "line", "accepted", "joins"),
        Index("uq_sheet_row_line", "import_id", "line", unique=True),
    )

    id: int = id_column()
    import_id: int = reference_column("sheet_import.id", index=False)
    line: int
    kind: str = code_column(length=12)
    accepted: bool = False
    joins: bool = False
    receipt_number: str | None = Field(default=None, max_length=20)
    case_number: str | None = Field(default=None, max_length=20)
    content: bytes | None = Field(default=None, sa_column=Column(LargeBinary(), nullable=True))
