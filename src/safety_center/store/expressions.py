"""Expressions that each database has in its own way: parts of a day, a column read without its index."""

from typing import Any

from sqlalchemy import ColumnElement, Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class YearOf(FunctionElement[int]):
    """The year of a day."""

    type = Integer()
    inherit_cache = True


class MonthOf(FunctionElement[int]):
    """The month of a day, 1 to 12."""

    type = Integer()
    inherit_cache = True


class Unsought(FunctionElement[Any]):
    """A column as it is, which SQLite is not to look up in an index.

    Where most rows fulfil a condition, going from an index to each of them takes it several times as
    long as reading all; PostgreSQL knows how many do.
    """

    inherit_cache = True

    def __init__(self, column: ColumnElement[Any]) -> None:
        super().__init__(column)
        self.type = column.type


@compiles(YearOf)
def _year(element: YearOf, compiler: SQLCompiler, **options: Any) -> str:
    return f"CAST(EXTRACT(year FROM {_inner(element, compiler, options)}) AS INTEGER)"


@compiles(MonthOf)
def _month(element: MonthOf, compiler: SQLCompiler, **options: Any) -> str:
    return f"CAST(EXTRACT(month FROM {_inner(element, compiler, options)}) AS INTEGER)"


@compiles(YearOf, "sqlite")
def _year_of_text(element: YearOf, compiler: SQLCompiler, **options: Any) -> str:
    """A day is text, and reading it as a date takes several times as long."""
    return f"CAST(substr({_inner(element, compiler, options)}, 1, 4) AS INTEGER)"


@compiles(MonthOf, "sqlite")
def _month_of_text(element: MonthOf, compiler: SQLCompiler, **options: Any) -> str:
    return f"CAST(substr({_inner(element, compiler, options)}, 6, 2) AS INTEGER)"


@compiles(Unsought)
def _column(element: Unsought, compiler: SQLCompiler, **options: Any) -> str:
    return _inner(element, compiler, options)


@compiles(Unsought, "sqlite")
def _column_without_index(element: Unsought, compiler: SQLCompiler, **options: Any) -> str:
    return f"+{_inner(element, compiler, options)}"


def _inner(element: FunctionElement[Any], compiler: SQLCompiler, options: dict[str, Any]) -> str:
    return compiler.process(element.clauses, **options)
