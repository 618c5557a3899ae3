"""Doing what drafts say happens later, through the same services as everybody."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from safety_center.domain.cases import parse_change, parse_note
from safety_center.services.cases.change import add_note, change_case
from safety_center.services.cases.merge import merge_case, unmerge_case
from safety_center.services.cases.reach import require_case
from safety_center.services.cases.status import close_case, take_up_case
from safety_center.services.context import Context, writing
from safety_center.services.demonstration.drafts import Act, Verb
from safety_center.services.demonstration.staff import Staff
from safety_center.services.erasure import erase_case
from safety_center.services.handovers import accept_handover, return_handover, send_handover
from safety_center.services.installation import Installation
from safety_center.store import cases as case_store


@dataclass(frozen=True)
class NumberedAct:
    """An act and the number of its case."""

    number: str
    act: Act


def do_acts(installation: Installation, staff: Staff, acts: Sequence[NumberedAct]) -> None:
    """Do the acts, verb by verb; one unit of work per actor, each act at its own instant."""
    groups: dict[tuple[Verb, str | None], list[NumberedAct]] = defaultdict(list)
    for item in sorted(acts, key=lambda item: (item.act.verb, item.act.at)):
        groups[item.act.verb, item.act.unit_code].append(item)
    for (verb, unit_code), items in groups.items():
        actor = staff.acting_for(unit_code)
        with writing(installation, actor, now=items[0].act.at) as ctx:
            for item in items:
                ctx.now = item.act.at
                _DO[verb](ctx, item.number, item.act.values)


def _retype(ctx: Context, number: str, values: Mapping[str, Any]) -> None:
    case = require_case(ctx, number)
    change_case(ctx, number, parse_change({"version": case.version, **values}))


def _recount(ctx: Context, number: str, values: Mapping[str, Any]) -> None:
    case = require_case(ctx, number)
    person = case_store.fetch_persons(ctx.session, case.id or 0)[0]
    mended = {"version": case.version, "persons": [{"id": person.id, **values}]}
    change_case(ctx, number, parse_change(mended))


def _merge(ctx: Context, number: str, values: Mapping[str, Any]) -> None:
    """Persons in their order are found to be the same, `most` of them; the others are other persons."""
    mine, theirs = (
        [person.id for person in case_store.fetch_persons(ctx.session, case.id or 0)]
        for case in (require_case(ctx, each) for each in (number, values["into"]))
    )
    same_as: dict[int, int | None] = dict.fromkeys(mine)
    same_as |= dict(list(zip(mine, theirs, strict=False))[: values.get("most")])
    merge_case(ctx, number, values["into"], same_as, values["reason"])


_DO: Mapping[Verb, Callable[[Context, str, Mapping[str, Any]], object]] = {
    Verb.RETYPE: _retype,
    Verb.RECOUNT: _recount,
    Verb.TAKE_UP: lambda ctx, number, _: take_up_case(ctx, number),
    Verb.NOTE: lambda ctx, number, values: add_note(ctx, number, parse_note(values)),
    Verb.SEND: lambda ctx, number, values: send_handover(ctx, number, **values),
    Verb.ACCEPT: lambda ctx, number, _: accept_handover(ctx, number),
    Verb.RETURN: lambda ctx, number, values: return_handover(ctx, number, **values),
    Verb.CLOSE: lambda ctx, number, _: close_case(ctx, number),
    Verb.MERGE: _merge,
    Verb.SPLIT: lambda ctx, number, values: unmerge_case(ctx, number, values["reason"]),
    Verb.ERASE: lambda ctx, number, values: erase_case(ctx, number, values["reason"]),
}
