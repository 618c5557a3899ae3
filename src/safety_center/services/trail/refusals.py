"""What was refused, not taken or failed, in the trail: who tried what, on whose record."""

import logging
from dataclasses import dataclass

from safety_center.domain.access import Actor
from safety_center.domain.trail import act_of_refusal, is_case_or_receipt_number
from safety_center.services.context import Origin, writing
from safety_center.services.installation import Installation
from safety_center.store.trail import TrailDraft

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Refusal:
    """An answer that was none: `endpoint` names the address without what was typed into it."""

    endpoint: str
    method: str
    status: int
    subject: str | None = None


def note_refusal(
    installation: Installation, actor: Actor | None, origin: Origin, refusal: Refusal
) -> None:
    """Write it in a unit of its own; a database that does not answer is logged, never raised.

    Of the address only a case or receipt number is kept: anything else may have been a name.
    """
    subject = refusal.subject if is_case_or_receipt_number(refusal.subject or "") else None
    act, result = act_of_refusal(refusal.status)
    detail = {"endpoint": refusal.endpoint, "method": refusal.method, "status": refusal.status}
    try:
        with writing(installation, actor, origin) as ctx:
            ctx.acts.append(TrailDraft(act, subject, result=result, detail=detail))
    except Exception as error:  # the answer must go out all the same
        _LOG.error("a refusal could not be written: %s", type(error).__name__)
