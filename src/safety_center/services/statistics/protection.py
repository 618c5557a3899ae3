"""The last step before figures leave: for whom they are.

Small numbers are shown as they are, which only the ministry's own staff with a need may see. Until
their suppression for others is built, every other audience is refused here, so that no page, file
or address can hand figures out. `tests/guards/test_protected_exits.py` finds an exit that forgets.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from safety_center.domain.errors import N_, Forbidden
from safety_center.domain.periods import SEOUL, format_instant
from safety_center.domain.vocabulary import Term
from safety_center.services.context import Context

_Figures = TypeVar("_Figures")
_SYSTEM = {"ko": "시스템 작업", "en": "a job of the system"}


class Audience(Term):
    """For whom figures are written; only `internal` can be served yet."""

    INTERNAL = "internal", "내부용", "Internal use"
    PUBLICATION = "publication", "공표용", "Publication"
    PARTNER = "partner", "협력 기관용", "Partner bodies"


def protect(figures: _Figures, audience: Audience = Audience.INTERNAL) -> _Figures:
    """The figures as this audience may see them; raises `Forbidden` for any but internal use."""
    if audience is not Audience.INTERNAL:
        raise Forbidden(
            N_("내부용 통계만 만들 수 있습니다. 작은 수를 가려 밖에 내보내는 기능은 아직 없습니다.")
        )
    return figures


@dataclass(frozen=True)
class Mark:
    """What a file says of itself: for whom, who took it out (None: a job), when (an instant)."""

    audience: Audience
    by: str | None
    at: datetime

    def written_by(self, language: str = "ko") -> str:
        """The account, or that it was a job."""
        return self.by or _SYSTEM[language]

    def written_at(self, language: str = "ko") -> str:
        """Date and time in Seoul, with the zone."""
        return format_instant(self.at, language=language)

    def iso(self) -> str:
        """The instant for machines, with Seoul's offset."""
        return self.at.astimezone(SEOUL).isoformat(timespec="seconds")


def make_mark(ctx: Context, audience: Audience = Audience.INTERNAL) -> Mark:
    """The mark of a file written in this unit of work; refuses like `protect`."""
    return protect(Mark(audience, ctx.actor.username if ctx.actor else None, ctx.now), audience)
