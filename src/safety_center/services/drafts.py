"""Drafts: half-typed forms on the server, encrypted, bound to the account; nothing typed is lost."""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import select

from safety_center.domain.errors import N_, FieldError, InputRefused, NotFound
from safety_center.services.context import Context
from safety_center.store.tables import Draft
from safety_center.store.vault import seal, unseal

#: The form of a draft whose content was stored for good: it only remembers the receipt.
STORED = "stored"
_PURPOSE = "draft"
_MOST_BYTES = 200_000


@dataclass(frozen=True)
class StoredDraft:
    """A draft as its owner sees it; `values` are the form's fields as typed."""

    token: str
    form: str
    values: Mapping[str, list[str]]
    changed_at: datetime


def save_draft(
    ctx: Context, form: str, values: Mapping[str, list[str]], token: str | None = None
) -> str:
    """Keep what was typed, under its token (a fresh one when None); the owner's only.

    A late save of a form that was stored meanwhile changes nothing.
    """
    actor = ctx.require_actor()
    content = json.dumps(values, ensure_ascii=False).encode()
    if len(content) > _MOST_BYTES:
        raise InputRefused(
            [FieldError("", "too_long", N_("임시 저장하기에는 내용이 너무 깁니다."))]
        )
    sealed = seal(ctx.vault.account_key(actor.account_id), content, _PURPOSE)
    row = _find(ctx, token) if token else None
    if row is not None and row.form == STORED != form:
        return row.token
    if row is None:
        row = Draft(
            token=token or new_draft_token(),
            account_id=actor.account_id,
            form=form,
            content=sealed,
            changed_at=ctx.now,
        )
    row.content, row.form, row.changed_at = sealed, form, ctx.now
    ctx.session.add(row)
    return row.token


def new_draft_token() -> str:
    """An unguessable name for a draft; it says nothing about its content."""
    return secrets.token_urlsafe(12)


def load_draft(ctx: Context, token: str) -> StoredDraft:
    """The actor's own draft; anybody else's does not exist."""
    row = _find(ctx, token)
    if row is None:
        raise NotFound(N_("임시 저장한 내용이 없습니다."))
    return _opened(ctx, row)


def list_drafts(ctx: Context) -> Sequence[StoredDraft]:
    """The actor's drafts, newest first, without those stored for good."""
    account_id = ctx.require_actor().account_id
    query = select(Draft).where(Draft.account_id == account_id, Draft.form != STORED)
    rows = ctx.session.exec(query.order_by(Draft.changed_at.desc())).all()  # type: ignore[attr-defined]
    return [_opened(ctx, row) for row in rows]


def discard_draft(ctx: Context, token: str) -> None:
    """Delete the actor's draft; done when its form was stored."""
    row = _find(ctx, token)
    if row is not None:
        ctx.session.delete(row)


def _find(ctx: Context, token: str) -> Draft | None:
    row = ctx.session.exec(select(Draft).where(Draft.token == token)).first()
    if row is not None and row.account_id != ctx.require_actor().account_id:
        raise NotFound(N_("임시 저장한 내용이 없습니다."))
    return row


def _opened(ctx: Context, row: Draft) -> StoredDraft:
    key = ctx.vault.account_key(row.account_id)
    values = json.loads(unseal(key, row.content, _PURPOSE))
    return StoredDraft(row.token, row.form, values, row.changed_at)
