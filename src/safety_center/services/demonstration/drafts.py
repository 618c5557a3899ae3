"""What the generator hands to intake, and what happens to it later."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import Any


class Verb(IntEnum):
    """Acts on a case after its report, in the order in which they are done within a stretch of time."""

    RETYPE = 1
    RECOUNT = 2
    TAKE_UP = 3
    NOTE = 4
    SEND = 5
    ACCEPT = 6
    RETURN = 7
    CLOSE = 8
    MERGE = 9
    SPLIT = 10
    ERASE = 11


@dataclass(frozen=True)
class Act:
    """One act by the unit's officer or counsellor, or the center manager (`unit_code` None)."""

    verb: Verb
    at: datetime
    unit_code: str | None
    values: dict[str, Any] = field(default_factory=dict)


@dataclass
class Draft:
    """Values of one report, who enters it when, and the acts that follow; `persons` are the counted ones.

    `twin` is the same case reported once more; `other` the case it is merged into, `number` its own.
    """

    values: dict[str, Any]
    unit_code: str
    entered_at: datetime
    persons: int = 0
    acts: list[Act] = field(default_factory=list)
    known_until: datetime | None = None
    may_be_joined: bool = False
    twin: "Draft | None" = None
    other: "Draft | None" = None
    number: str | None = None
