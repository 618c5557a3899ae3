"""How somebody decided between two versions of a case: field by field, or as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from safety_center.web.cases.three_ways import Merged, Overlap

_PICK = "pick."
_THEIRS, _MINE = "theirs", "mine"
_OURS = ("base", "asked", "seen")


@dataclass(frozen=True)
class Answer:
    """`asked` are the fields that both changed, `picks` the choices made; `seen` the version that was
    shown when editing began."""

    asked: tuple[str, ...] = ()
    picks: dict[str, str] = field(default_factory=dict)
    seen: int | None = None

    @classmethod
    def of(cls, sent: Mapping[str, str]) -> "Answer":
        """The answer in a sent form; `do` may decide for all fields at once."""
        asked = tuple(name for name in sent.get("asked", "").split(",") if name)
        picks = {name: sent.get(_PICK + name, "") for name in asked}
        whole = {"all-theirs": _THEIRS, "all-mine": _MINE}.get(sent.get("do", ""))
        seen = sent.get("seen", "")
        return cls(
            asked,
            {name: whole or choice for name, choice in picks.items()},
            int(seen) if seen.isdecimal() else None,
        )

    @property
    def open(self) -> bool:
        """True while a field is not decided."""
        return any(choice not in (_THEIRS, _MINE) for choice in self.picks.values())

    def picked(self, base: Mapping[str, str]) -> dict[str, str]:
        """The values taken from the other's version; one's own stand in the form already."""
        return {
            name: base.get(name, "") for name, choice in self.picks.items() if choice == _THEIRS
        }

    def again(self, stored: Mapping[str, str], values: Mapping[str, str]) -> Merged | None:
        """The same question once more when it was not answered in full."""
        if not self.open:
            return None
        overlaps = [Overlap(n, stored.get(n, ""), values.get(n, "")) for n in self.asked]
        return Merged(dict(values), overlaps)


def without_answer(sent: Mapping[str, str]) -> dict[str, str]:
    """The values of the case itself."""
    return {n: v for n, v in sent.items() if n not in _OURS and not n.startswith(_PICK)}
