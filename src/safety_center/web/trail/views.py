"""The trail for the auditor: who did what to whose record, and whether the chain is whole."""

import json
from collections.abc import Sequence
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from safety_center.services.trail import TrailFilter, list_trail, note_verification, verify_trail
from safety_center.web.request import reading_unit, viewing_unit, writing_unit
from safety_center.web.trail.actions import ACTIONS, FAULTS, RESULTS

_PAGE_ROWS = 100
_LONGEST = 60
_MOST_FAULTS = 100


def index() -> ResponseReturnValue:
    """A page of entries, newest first."""
    return _page()


def verify() -> ResponseReturnValue:
    """Walk the whole chain and say what is wrong with it; that it was done is in the trail."""
    with reading_unit() as ctx:
        faults = verify_trail(ctx)
    with writing_unit() as ctx:
        note_verification(ctx, len(faults))
    shown = [(fault.seq, gettext(FAULTS[fault.kind])) for fault in faults[:_MOST_FAULTS]]
    return _page({"count": len(faults), "faults": shown})


def _page(verified: dict[str, Any] | None = None) -> str:
    wanted = TrailFilter(
        username=request.args.get("username", "").strip() or None,
        subject=request.args.get("subject", "").strip() or None,
        action=request.args.get("action", "") or None,
        before_seq=request.args.get("before", type=int),
        limit=_PAGE_ROWS,
    )
    with viewing_unit() as ctx:
        entries = list_trail(ctx, wanted)
    return render_template(
        "trail/index.html",
        wanted=wanted,
        entries=[(entry, _details(entry.detail)) for entry in entries],
        older=entries[-1].seq if len(entries) == _PAGE_ROWS else None,
        actions=sorted(((code, gettext(label)) for code, label in ACTIONS.items()), key=_label),
        action_names=ACTIONS,
        results=RESULTS,
        verified=verified,
    )


def _label(option: tuple[str, str]) -> str:
    return option[1]


def _details(detail: str) -> Sequence[tuple[str, str]]:
    """Codes and numbers of an act; ciphertext is cut, nobody reads it."""
    values = json.loads(detail or "{}")
    return [(name, _short(value)) for name, value in values.items() if value not in (None, "", {})]


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
