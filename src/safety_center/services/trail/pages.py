"""Pages and files of the trail; reading it, and taking a file of it, is itself in the trail."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from safety_center.domain.access import Permission, require
from safety_center.domain.errors import N_, FieldError, InputRefused
from safety_center.domain.periods import seoul_bounds
from safety_center.domain.trail import EXPORTS, unpack_ids
from safety_center.services.cases.export import open_reason
from safety_center.services.context import Context, reading
from safety_center.services.installation import Installation
from safety_center.store import trail_pages as store
from safety_center.store.tables import TrailEntry
from safety_center.store.trail_pages import TrailSpan

#: Counts on top look at the newest so many: enough for a day or a case, and never slow.
MOST_COUNTED = 10_000
_LEAST_REASON = 10
_MOST_CASES_SHOWN = 200


@dataclass(frozen=True)
class TrailFilter:
    """What the page asks; None means any. Days are Seoul's, both included; `before_seq` pages back.

    `actions`: any of them. `from_seq` and `to_seq` span the acts behind a finding.
    """

    username: str | None = None
    unit_code: str | None = None
    role: str | None = None
    subject: str | None = None
    actions: tuple[str, ...] = ()
    result: str | None = None
    from_day: date | None = None
    to_day: date | None = None
    from_seq: int | None = None
    to_seq: int | None = None
    before_seq: int | None = None
    limit: int = 100


@dataclass(frozen=True)
class TrailLine:
    """One act with its `detail` opened; `name` is the account's display name, `cases` those it showed."""

    entry: TrailEntry
    name: str | None
    detail: Mapping[str, Any]
    cases: tuple[str, ...] = ()

    @property
    def reason(self) -> str | None:
        """The reason given, where one was asked."""
        said = self.detail.get("reason") or self.detail.get("purpose")
        return said if isinstance(said, str) else None


@dataclass(frozen=True)
class TrailPage:
    """One page, newest first; `counts` are those of `store.trail_pages.count_page`."""

    lines: Sequence[TrailLine]
    counts: Mapping[str, int]
    capped: bool
    older_seq: int | None = None
    entries: Sequence[TrailEntry] = field(default=())


def list_trail(ctx: Context, wanted: TrailFilter) -> TrailPage:
    """A page of entries, newest first, and counts of all that fit."""
    require(ctx.require_actor(), Permission.TRAIL_VIEW)
    span = _span(ctx, wanted)
    counts = store.count_page(ctx.session, span, MOST_COUNTED)
    rows = store.fetch_page(ctx.session, _before(span, wanted.before_seq), wanted.limit + 1)
    shown = rows[: wanted.limit]
    ctx.note("trail.view", rows=len(shown))
    return TrailPage(
        lines=_lines(ctx, shown),
        counts=counts,
        capped=counts["all"] >= MOST_COUNTED,
        older_seq=shown[-1].seq if len(rows) > wanted.limit else None,
        entries=shown,
    )


def export_trail(ctx: Context, wanted: TrailFilter, reason: str) -> TrailSpan:
    """Note that a file is taken, with its reason and rows; the span is that of `write_lines`."""
    require(ctx.require_actor(), Permission.TRAIL_VIEW)
    if len(reason.strip()) < _LEAST_REASON:
        message = N_("내려받는 사유를 %(least)s자 이상 적어 주십시오.")
        raise InputRefused([FieldError("reason", "too_short", message, {"least": _LEAST_REASON})])
    span = _span(ctx, wanted)
    if span.last_seq is None:
        last = store.fetch_page(ctx.session, TrailSpan(), 1)
        span = TrailSpan(**{**span.__dict__, "last_seq": last[0].seq if last else 0})
    rows = store.count_all(ctx.session, span)
    asked = {
        name: str(value)
        for name, value in wanted.__dict__.items()
        if value not in (None, ()) and name not in ("limit", "before_seq", "subject")
    }
    ctx.note("trail.export", rows=rows, reason=reason.strip(), filters=asked)
    return span


def write_lines(installation: Installation, span: TrailSpan) -> Iterator[TrailLine]:
    """The lines of a file, oldest first, in constant memory; `export_trail` has noted it."""
    with reading(installation, None) as ctx:
        names: dict[int, str] = {}
        for entry in store.iterate_span(ctx.session, span):
            number = entry.account_id
            if number is not None and number not in names:
                names[number] = store.fetch_accounts(ctx.session, [number])[number].display_name
            yield TrailLine(entry, names.get(number or 0), _opened(ctx, entry))


def _span(ctx: Context, wanted: TrailFilter) -> TrailSpan:
    first, last = store.seq_bounds(ctx.session, *seoul_bounds(wanted.from_day, wanted.to_day))
    account_id = None
    if wanted.username is not None:
        account_id = store.find_account_id(ctx.session, wanted.username) or -1
    return TrailSpan(
        account_id=account_id,
        unit_code=wanted.unit_code,
        role=wanted.role,
        subject=wanted.subject,
        actions=wanted.actions,
        result=wanted.result,
        first_seq=max((n for n in (first, wanted.from_seq) if n is not None), default=None),
        last_seq=min((n for n in (last, wanted.to_seq) if n is not None), default=None),
    )


def _before(span: TrailSpan, seq: int | None) -> TrailSpan:
    if seq is None:
        return span
    last = seq - 1 if span.last_seq is None else min(span.last_seq, seq - 1)
    return TrailSpan(**{**span.__dict__, "last_seq": last})


def _lines(ctx: Context, entries: Sequence[TrailEntry]) -> list[TrailLine]:
    ids = {entry.account_id for entry in entries if entry.account_id is not None}
    accounts = store.fetch_accounts(ctx.session, sorted(ids))
    details = [_opened(ctx, entry) for entry in entries]
    shown = [_shown_cases(detail.pop("cases", None)) for detail in details]
    found = {each for cases in shown for each in cases if isinstance(each, int)}
    numbers = store.case_numbers(ctx.session, found)
    lines = []
    for entry, detail, cases in zip(entries, details, shown, strict=True):
        account = accounts.get(entry.account_id or 0)
        name = account.display_name if account else None
        lines.append(TrailLine(entry, name, detail, _named(cases, numbers)))
    return lines


def _opened(ctx: Context, entry: TrailEntry) -> dict[str, Any]:
    """The details; the words of a reason, sealed in the trail, are opened for the reader."""
    detail: dict[str, Any] = json.loads(entry.detail or "{}")
    if entry.action in EXPORTS and isinstance(detail.get("text"), str):
        detail["text"] = open_reason(ctx, entry.account_id or 0, detail["text"])
    return detail


def _shown_cases(packed: Any) -> Sequence[int | str]:
    """Ids of the cases that a list showed; a list of likely duplicates has their numbers itself."""
    if isinstance(packed, list):
        return [str(number) for number in packed]
    return unpack_ids(packed, _MOST_CASES_SHOWN) if isinstance(packed, str) else ()


def _named(cases: Sequence[int | str], numbers: Mapping[int, str]) -> tuple[str, ...]:
    """Numbers as the list told them; those of ids in their order."""
    told = [each for each in cases if isinstance(each, str)]
    ids = (each for each in cases if isinstance(each, int))
    return (*told, *sorted(numbers[each] for each in ids if each in numbers))
