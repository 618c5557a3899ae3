"""Drafts: half-typed forms on the server, encrypted, bound to the account; nothing typed is lost."""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from safety_center.domain.errors import N_, FieldError, InputRefused, NotFound
from safety_center.services.context import Context
from safety_center.store.tables import Draft
from safety_center.store.vault import seal, unseal

#: The form of a draft whose content was stored for good: it only remembers the receipt.
STORED = "stored"
#: The form of what was sent when its session had ended; its author finds it after signing in.
WAITING = "waiting"
#: The form of a draft whose content was saved where it belongs: a save that comes late changes nothing.
ENDED = "ended"
_KEPT_NO_MORE = (STORED, ENDED)
_PURPOSE = "draft"
_MOST_BYTES = 200_000


@dataclass(frozen=True)
class StoredDraft:
    """A draft as its owner sees it; `values` are the form's fields as typed."""

    token: str
    form: str
    values: Mapping[str, list[str]]
    changed_at: datetime

    @property
    def flat(self) -> dict[str, str]:
        """The last value of each field."""
        return {name: texts[-1] for name, texts in self.values.items() if texts}


def save_draft(
    ctx: Context, form: str, values: Mapping[str, list[str]], token: str | None = None
) -> str:
    """Keep what was typed, under its token (a fresh one when None); the owner's only.

    A late save of a form that was stored meanwhile changes nothing.
    """
    account_id = ctx.require_actor().account_id
    sealed = _sealed(ctx, account_id, values)
    row = _find(ctx, token) if token else None
    if row is not None and row.form in _KEPT_NO_MORE and form != row.form:
        return row.token
    if row is None:
        row = _new_draft(ctx, account_id, form, sealed, token or new_draft_token())
    row.content, row.form, row.changed_at = sealed, form, ctx.now
    ctx.session.add(row)
    return row.token


def keep_waiting(ctx: Context, account_id: int, values: Mapping[str, list[str]]) -> str:
    """Keep a form that came when its session had ended, for the account it belonged to."""
    token = new_draft_token()
    ctx.session.add(_new_draft(ctx, account_id, WAITING, _sealed(ctx, account_id, values), token))
    return token


def _sealed(ctx: Context, account_id: int, values: Mapping[str, list[str]]) -> bytes:
    content = json.dumps(values, ensure_ascii=False).encode()
    if len(content) > _MOST_BYTES:
        raise InputRefused(
            [FieldError("", "too_long", N_("임시 저장하기에는 내용이 너무 깁니다."))]
        )
    return seal(ctx.vault.account_key(account_id), content, _PURPOSE)


def _new_draft(ctx: Context, account_id: int, form: str, sealed: bytes, token: str) -> Draft:
    return Draft(token=token, account_id=account_id, form=form, content=sealed, changed_at=ctx.now)


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
    """The actor's drafts, newest first, without those stored for good or waiting to be sent."""
    account_id = ctx.require_actor().account_id
    mine = Draft.account_id == account_id
    query = select(Draft).where(mine, col(Draft.form).not_in((*_KEPT_NO_MORE, WAITING)))
    rows = ctx.session.exec(query.order_by(col(Draft.changed_at).desc())).all()
    return [_opened(ctx, row) for row in rows]


def find_draft(ctx: Context, form: str) -> StoredDraft | None:
    """The actor's newest draft of one form."""
    mine = (Draft.account_id == ctx.require_actor().account_id, Draft.form == form)
    query = select(Draft).where(*mine).order_by(col(Draft.changed_at).desc())
    row = ctx.session.exec(query).first()
    return _opened(ctx, row) if row is not None else None


def discard_draft(ctx: Context, token: str) -> None:
    """Delete the actor's draft; done when its form was stored."""
    row = _find(ctx, token)
    if row is not None:
        ctx.session.delete(row)


def discard_drafts(ctx: Context, form: str) -> None:
    """Delete every draft of the actor of one form."""
    mine = (Draft.account_id == ctx.require_actor().account_id, Draft.form == form)
    for row in ctx.session.exec(select(Draft).where(*mine)).all():
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
