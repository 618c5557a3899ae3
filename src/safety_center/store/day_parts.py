"""Year and month of a day as whole numbers, in what each database does fastest."""

from typing import Any

from sqlalchemy import Integer
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


@compiles(YearOf)
def _year(element: YearOf, compiler: SQLCompiler, **options: Any) -> str:
    return f"CAST(EXTRACT(year FROM {_day(element, compiler, options)}) AS INTEGER)"


@compiles(MonthOf)
def _month(element: MonthOf, compiler: SQLCompiler, **options: Any) -> str:
    return f"CAST(EXTRACT(month FROM {_day(element, compiler, options)}) AS INTEGER)"


@compiles(YearOf, "sqlite")
def _year_of_text(element: YearOf, compiler: SQLCompiler, **options: Any) -> str:
    """A day is text, and reading it as a date takes several times as long."""
    return f"CAST(substr({_day(element, compiler, options)}, 1, 4) AS INTEGER)"


@compiles(MonthOf, "sqlite")
def _month_of_text(element: MonthOf, compiler: SQLCompiler, **options: Any) -> str:
    return f"CAST(substr({_day(element, compiler, options)}, 6, 2) AS INTEGER)"


def _day(element: FunctionElement[int], compiler: SQLCompiler, options: dict[str, Any]) -> str:
    return compiler.process(element.clauses, **options)
