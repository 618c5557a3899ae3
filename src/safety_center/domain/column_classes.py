"""Classes of what is kept, after 개인정보 보호법 articles 23 and 24, and the rules each class brings."""

from dataclasses import dataclass
from enum import StrEnum


class Showing(StrEnum):
    """How values of a class may stand somewhere."""

    NEVER = "never"
    SEALED = "sealed"
    MASKED = "masked"
    PLAIN = "plain"


@dataclass(frozen=True)
class Rules:
    """`in_table`: sealed or plain; `in_files`: exports of cases; `in_trail`: the detail of an act;
    `in_statistics`: the line list and the cube."""

    in_table: Showing
    in_files: Showing
    in_trail: Showing
    in_statistics: bool = False


class ColumnClass(StrEnum):
    """The class of a column; its Korean name and what belongs to it are in `docs/personal-data.md`."""

    IDENTIFIER = "identifier"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"
    BRIEF = "brief"
    FACT = "fact"
    STAFF = "staff"
    CREDENTIAL = "credential"
    OPERATIONAL = "operational"
    RECORD = "record"
    PUBLIC = "public"

    @property
    def rules(self) -> Rules:
        """What the class demands."""
        return _RULES[self]


_NEVER, _SEALED, _MASKED, _PLAIN = Showing.NEVER, Showing.SEALED, Showing.MASKED, Showing.PLAIN
_RULES: dict[ColumnClass, Rules] = {
    ColumnClass.IDENTIFIER: Rules(_SEALED, _MASKED, _SEALED),
    ColumnClass.PERSONAL: Rules(_SEALED, _MASKED, _SEALED),
    ColumnClass.SENSITIVE: Rules(_PLAIN, _NEVER, _SEALED),
    ColumnClass.BRIEF: Rules(_PLAIN, _PLAIN, _SEALED),
    ColumnClass.FACT: Rules(_PLAIN, _PLAIN, _PLAIN, in_statistics=True),
    ColumnClass.STAFF: Rules(_PLAIN, _NEVER, _PLAIN),
    ColumnClass.CREDENTIAL: Rules(_SEALED, _NEVER, _NEVER),
    ColumnClass.OPERATIONAL: Rules(_PLAIN, _PLAIN, _PLAIN, in_statistics=True),
    ColumnClass.RECORD: Rules(_PLAIN, _NEVER, _PLAIN, in_statistics=True),
    ColumnClass.PUBLIC: Rules(_PLAIN, _PLAIN, _PLAIN, in_statistics=True),
}
