"""One write, one answer: what a system was answered under its idempotency key is kept and said again.

The answer is stored in the transaction of the write, so that either both stand or neither. Two
senders of one key at a time: the second fails on the unique key, does nothing, and finds the answer
of the first (`KeyTaken`). The job `purge` forgets answers after a week; then a key counts as new.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import IntegrityError

from safety_center.domain.errors import N_, Conflict
from safety_center.services.context import Context
from safety_center.store.rows import Insert
from safety_center.store.tables import StoredAnswer
from safety_center.store.vault import Sealer, unseal

_PURPOSE = "answer"
_SAME = json.JSONEncoder(sort_keys=True, separators=(",", ":"))
_SAID = json.JSONEncoder(ensure_ascii=False)


@dataclass(frozen=True)
class Kept:
    """An answer as it was given: status, the headers that belong to it, the content."""

    status: int
    headers: Mapping[str, str]
    content: Any


class KeyTaken(Exception):
    """Somebody else used the key meanwhile; the unit of work must be tried again from its beginning."""


class KeyReused(Conflict):
    """The key was used before for something else."""

    def __init__(self) -> None:
        super().__init__(
            N_("이미 다른 요청에 쓴 멱등 키(Idempotency-Key)입니다. 새 키로 다시 보내 주십시오.")
        )


@contextmanager
def telling_taken_keys() -> Iterator[None]:
    """Around a unit that keeps an answer: raises `KeyTaken` where another unit kept one meanwhile."""
    try:
        yield
    except IntegrityError as error:
        if StoredAnswer.__tablename__ in str(error.orig):
            raise KeyTaken from error
        raise


def hash_request(*parts: Any) -> str:
    """What makes two requests the same: operation, address, precondition and the values sent."""
    return hashlib.sha256(_SAME.encode(parts).encode()).hexdigest()


def kept_answer(ctx: Context, earlier: tuple[str, bytes], request_hash: str) -> Kept:
    """What was answered under the key; raises `KeyReused` when the request was another one."""
    earlier_hash, sealed = earlier
    if earlier_hash != request_hash:
        raise KeyReused
    key = ctx.vault.account_key(ctx.require_actor().account_id)
    content = json.loads(unseal(key, sealed, _PURPOSE))
    return Kept(content["status"], content["headers"], content["content"])


def keep_answer(ctx: Context, key: str, request_hash: str, answer: Kept) -> None:
    """Store what is about to be answered, when the unit ends; the last step of a write."""
    sealer = Sealer(ctx.vault.account_key(ctx.require_actor().account_id))
    row = answer_row(ctx, key, request_hash, answer, sealer)
    ctx.pending.append(Insert(StoredAnswer, [row]))


def answer_row(
    ctx: Context, key: str, request_hash: str, answer: Kept, sealer: Sealer
) -> dict[str, Any]:
    """The answer as it is stored; the sealer's key is the actor's."""
    text = _SAID.encode(
        {"status": answer.status, "headers": dict(answer.headers), "content": answer.content}
    )
    return {
        "account_id": ctx.require_actor().account_id,
        "key": key,
        "request_hash": request_hash,
        "status": answer.status,
        "answer": sealer.seal(text.encode(), _PURPOSE),
        "created_at": ctx.now,
    }
