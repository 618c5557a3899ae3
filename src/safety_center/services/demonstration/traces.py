"""A few odd accesses of the last day, so that the review of access has something to show. Made up."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, select

from safety_center.domain.exports import ExportReason
from safety_center.domain.periods import seoul_date
from safety_center.domain.review import SEQUENCE_FLOOR, VOLUME_FLOOR
from safety_center.domain.trail import pack_ids
from safety_center.services.accounts import find_actor
from safety_center.services.context import reading, writing
from safety_center.services.demonstration.staff import BANGKOK, TOKYO
from safety_center.services.installation import Installation
from safety_center.services.review import review_access
from safety_center.store.tables import Case
from safety_center.store.trail import TrailDraft

_EXPORTED = 40


def leave_traces(installation: Installation, end: datetime) -> None:
    """Many views at one mission, numbers of another tried in sequence, a file; then the day's review."""
    bangkok = _cases(installation, BANGKOK, VOLUME_FLOOR + 8)
    tokyo = _cases(installation, TOKYO, 1)
    views = [TrailDraft("case.view", number, 1, at=end) for _, number in bangkok]
    _act(installation, "officer.bangkok", views, end)
    if tokyo:
        tried = {"endpoint": "cases.show", "method": "GET", "status": 404}
        refused = [
            TrailDraft("request.refused", number, result="refused", detail=tried, at=end)
            for number in _following(tokyo[0][1], SEQUENCE_FLOOR + 1)
        ]
        _act(installation, "counsellor.callcenter", refused, end)
    ids = [number for number, _ in bangkok[:_EXPORTED]]
    taken = {"reason": ExportReason.REPORTING.value, "form": "csv", "cases": pack_ids(ids, True)}
    file = TrailDraft("case.export", None, len(ids), detail=taken, at=end)
    _act(installation, "manager.center", [file] if ids else [], end)
    review_access(installation, seoul_date(end))


def _cases(installation: Installation, unit: str, most: int) -> Sequence[tuple[int, str]]:
    """Every second of the newest cases of a unit, as `(id, number)`: not one after the other."""
    with reading(installation, None) as ctx:
        query = select(Case.id, Case.number).where(col(Case.owner_unit) == unit)
        rows = ctx.session.exec(query.order_by(col(Case.id).desc()).limit(2 * most)).all()
    return [(number, name) for number, name in rows[::2]]


def _following(number: str, count: int) -> list[str]:
    series, _, serial = number.rpartition("-")
    first = max(1, int(serial) - count)
    return [f"{series}-{first + step:06d}" for step in range(count)]


def _act(
    installation: Installation, username: str, acts: Sequence[TrailDraft], end: datetime
) -> None:
    with reading(installation, None) as ctx:
        actor = find_actor(ctx, username)
    if actor is not None and acts:
        with writing(installation, actor, now=end) as ctx:
            ctx.acts.extend(acts)
