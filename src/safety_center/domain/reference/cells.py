"""Types of single cells. A cell is text; each type says in Korean what is wrong with it.

Codes are ISO 3166-1 (XK/XKX user-assigned), zones IANA names, days ISO 8601.
"""

from datetime import date
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from safety_center.domain.errors import N_


def whole_number(cell: Any) -> Any:
    if isinstance(cell, str) and not (cell.isascii() and cell.isdigit()):
        raise PydanticCustomError("not_whole", N_("정수여야 합니다."))
    return cell


def _flag(cell: Any) -> Any:
    if isinstance(cell, str) and cell not in ("0", "1"):
        raise PydanticCustomError("not_flag", N_("0 또는 1이어야 합니다."))
    return cell


def _iso_day(cell: Any) -> Any:
    if not isinstance(cell, str):
        return cell
    try:
        day = date.fromisoformat(cell)
    except ValueError:
        day = None
    if day is None or day.isoformat() != cell:
        raise PydanticCustomError("not_date", N_("날짜는 2026-11-22처럼 적어야 합니다."))
    return day


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise PydanticCustomError("no_zone", N_("IANA 시간대에 없는 이름입니다.")) from None
    return name


def _zones(names: str) -> str:
    for name in names.split():
        _zone(name)
    return names


WholeNumber = Annotated[int, BeforeValidator(whole_number), Field(ge=0)]
Year = Annotated[int, BeforeValidator(whole_number), Field(ge=1900, le=2200)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Day = Annotated[date, BeforeValidator(_iso_day)]
Zone = Annotated[str, AfterValidator(_zone)]
Zones = Annotated[str, AfterValidator(_zones)]
Alpha2 = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Alpha3 = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Level = Annotated[int, BeforeValidator(whole_number), Field(ge=0, le=4)]
PlaceCode = Annotated[str, StringConstraints(pattern=r"^([A-Z]{2}|ALL)$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
MissionCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}-[A-Z]{2,27}$")]
FigureCode = Annotated[str, StringConstraints(pattern=r"^PF[0-9]{4}$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Text = str
