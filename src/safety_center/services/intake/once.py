"""One form, one report: the form's draft remembers the receipt, so that sending it twice stores it once."""

from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col

from safety_center.domain.errors import NotFound
from safety_center.domain.reports import ReportInput
from safety_center.services.context import Context, write_pending
from safety_center.services.drafts import STORED, load_draft, save_draft
from safety_center.services.intake.submit import Submitted, submit_report
from safety_center.store.tables import Draft

#: A browser sends a form again within minutes; after this long nobody asks for the receipt.
_REMEMBERED = timedelta(days=2)


def submit_once(ctx: Context, report: ReportInput, token: str) -> Submitted:
    """`submit_report`, or the numbers given out before when this form was already stored."""
    earlier = find_receipt(ctx, token)
    if earlier is not None:
        return earlier
    outcome = submit_report(ctx, report)
    write_pending(ctx)  # the form may go on with the case: hand it over, say it is no duplicate
    numbers = {"receipt": [outcome.receipt_number or ""], "case": [outcome.case_number or ""]}
    save_draft(ctx, STORED, numbers, token)
    _forget_old(ctx)
    return outcome


def find_receipt(ctx: Context, token: str) -> Submitted | None:
    """The numbers of a form stored before; the draft is held until the transaction ends."""
    _hold(ctx, token)
    draft = load_draft(ctx, token)
    if draft.form != STORED:
        return None
    receipt, number = draft.values["receipt"][0], draft.values["case"][0]
    return Submitted(receipt, number or None, repeated=True)


def _hold(ctx: Context, token: str) -> None:
    """Make the draft's row if there is none and lock it: a second sender waits here for the first."""
    account_id = ctx.require_actor().account_id
    on_postgresql = ctx.session.get_bind().dialect.name == "postgresql"
    insert = postgresql.insert if on_postgresql else sqlite.insert
    save = insert(Draft).values(
        token=token, account_id=account_id, form="", content=b"", changed_at=ctx.now
    )
    ctx.session.execute(save.on_conflict_do_nothing(index_elements=["token"]))
    held = select(Draft).where(col(Draft.token) == token).with_for_update()
    row = ctx.session.execute(held.execution_options(populate_existing=True)).scalar_one()
    if row.account_id != account_id:
        raise NotFound()
    if not row.content:
        save_draft(ctx, "report", {}, token)


def _forget_old(ctx: Context) -> None:
    ctx.session.execute(
        delete(Draft).where(
            col(Draft.account_id) == ctx.require_actor().account_id,
            col(Draft.form) == STORED,
            col(Draft.changed_at) < ctx.now - _REMEMBERED,
        )
    )
