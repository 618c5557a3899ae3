"""Column types that behave alike on SQLite and PostgreSQL."""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import DateTime, Dialect, String
from sqlalchemy.types import TypeDecorator, TypeEngine

_SQLITE_LENGTH = len("2026-11-22 22:17:35.000000")


@lru_cache(maxsize=1 << 12)
def _text_of(instant: datetime) -> str:
    """The same few instants stand in many rows."""
    return instant.astimezone(UTC).isoformat(" ", "microseconds")[:_SQLITE_LENGTH]


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: timezone-aware UTC in Python, `timestamptz` in PostgreSQL, sortable text in SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(String(_SQLITE_LENGTH))
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return _text_of(value) if dialect.name == "sqlite" else value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if isinstance(value, str):
            return datetime.fromisoformat(value).replace(tzinfo=UTC)
        return value.astimezone(UTC)
