"""Runs of jobs: when, how many rows, how they ended."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from safety_center.store.tables.columns import code_column, id_column, instant_column


class JobRun(SQLModel, table=True):
    """One run. `state`: running, done, failed, abandoned (the process died)."""

    __tablename__ = "job_run"

    id: int = id_column()
    job: str = code_column(index=True)
    trigger: str = code_column(length=12)
    attempt: int = 1
    started_at: datetime = instant_column(index=True)
    ended_at: datetime | None = instant_column(nullable=True)
    state: str = code_column(length=12)
    rows: int | None = None
    message: str | None = Field(default=None, max_length=500)
