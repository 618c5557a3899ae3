"""The waiting lists of hand-overs at both ends, with the clock of the other place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from safety_center.services.cases.listing import CaseRow, case_rows
from safety_center.services.context import Context
from safety_center.services.handovers import list_waiting
from safety_center.store.accounts import account_names
from safety_center.store.tables import Case, Handover

_CENTERS_ZONE = "Asia/Seoul"


@dataclass(frozen=True)
class WaitingRow:
    """A hand-over nobody has answered yet; `other_zone` is the clock at the other end.

    `version` is that of the case, so that what happens meanwhile can be told.
    """

    case: CaseRow
    version: int
    from_unit: str
    to_unit: str
    other_unit: str
    other_zone: str
    message: str | None
    sent_at: datetime
    sent_by: str


@dataclass(frozen=True)
class WaitingLists:
    """Longest waiting first."""

    received: Sequence[WaitingRow]
    sent: Sequence[WaitingRow]


def waiting_handovers(ctx: Context) -> WaitingLists:
    """What waits at the actor's unit, and what the unit waits for."""
    received, sent = list_waiting(ctx)
    return WaitingLists(_rows(ctx, received, incoming=True), _rows(ctx, sent, incoming=False))


def _rows(ctx: Context, found: Sequence[tuple[Handover, Case]], incoming: bool) -> list[WaitingRow]:
    names = account_names(ctx.session, [handover.sent_by_id for handover, _ in found])
    lines = case_rows(ctx, [case for _, case in found])
    rows = []
    for (handover, case), line in zip(found, lines, strict=True):
        other = handover.from_unit if incoming else handover.to_unit
        rows.append(
            WaitingRow(
                case=line,
                version=case.version,
                from_unit=handover.from_unit,
                to_unit=handover.to_unit,
                other_unit=other,
                other_zone=zone_of_unit(ctx, other),
                message=handover.message,
                sent_at=handover.sent_at,
                sent_by=names.get(handover.sent_by_id, ""),
            )
        )
    return rows


def zone_of_unit(ctx: Context, unit_code: str | None) -> str:
    """IANA zone of a mission; the centers sit in Seoul."""
    mission = ctx.places.missions.get(unit_code or "")
    return mission.zone if mission else _CENTERS_ZONE
