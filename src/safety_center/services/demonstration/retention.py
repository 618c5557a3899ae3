"""What retention would have left: data keys of cases closed long ago are destroyed, counts stay."""

from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CompoundSelect, CursorResult, select, update
from sqlmodel import col

from safety_center.domain.access import Actor
from safety_center.domain.vocabulary import CallerRelation, CaseStatus
from safety_center.services.context import Context, writing
from safety_center.services.installation import Installation
from safety_center.store.tables import Case, DataKey, Report

#: Personal values of a case live this long after its closing.
KEPT_FOR = timedelta(days=730)


def destroy_old_keys(installation: Installation, actor: Actor, now: datetime) -> int:
    """Destroy the keys of cases closed, and of reports without a case received, `KEPT_FOR` ago.

    The generator gave these persons no names in the first place; a caller whose name would have been
    destroyed is no "nobody". Returns the keys destroyed.
    """
    limit = now - KEPT_FOR
    with writing(installation, actor, now=now) as ctx:
        keys = _old_keys(limit)
        statement = (
            update(DataKey)
            .where(col(DataKey.id).in_(keys))
            .values(wrapped=None, destroyed_at=now)
            .execution_options(synchronize_session=False)
        )
        destroyed = cast("CursorResult[Any]", ctx.session.execute(statement)).rowcount
        _forget_callers(ctx, limit)
        ctx.note("retention.destroy", rows=destroyed)
        return destroyed


def _old_keys(limit: datetime) -> CompoundSelect[Any]:
    closed = (
        select(col(Report.data_key_id))
        .join(Case, col(Case.id) == col(Report.case_id))
        .where(col(Case.status) == CaseStatus.CLOSED.value, col(Case.closed_at) < limit)
    )
    alone = select(col(Report.data_key_id)).where(
        col(Report.case_id).is_(None), col(Report.received_at) < limit
    )
    return closed.union_all(alone)


def _forget_callers(ctx: Context, limit: datetime) -> None:
    ctx.session.execute(
        update(Report)
        .where(
            col(Report.received_at) < limit,
            col(Report.caller_none),
            col(Report.caller_relation) != CallerRelation.UNKNOWN.value,
        )
        .values(caller_none=False)
        .execution_options(synchronize_session=False)
    )
