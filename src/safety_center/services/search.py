"""One search field: what was typed is understood, looked for within one's scope, and kept sealed.

What is typed may be somebody's name, so it never stands in an address, a log or the trail: the address
holds a token, and only the account that searched can open what is behind it.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlmodel import col

from safety_center.domain.access import Permission, require
from safety_center.domain.errors import N_, FieldError, InputRefused
from safety_center.domain.queries import Asked, Lookup, says_something, understand
from safety_center.domain.search import MOST_CHARACTERS
from safety_center.services.context import Context
from safety_center.store import lookups as lookup_store
from safety_center.store import search as search_store
from safety_center.store.lookups import HashedGroup, HashedLookup
from safety_center.store.tables import Case, KeptSearch, Report
from safety_center.store.vault import KeyUnavailable, seal, unseal

_PURPOSE = "search"
#: Up to so many cases are taken from the index at once; beyond, the list is walked in its order.
MOST_MATCHES = 5_000


@dataclass(frozen=True)
class Matches:
    """The cases a search finds: their ids, or a condition where there are more than `MOST_MATCHES`."""

    ids: tuple[int, ...] | None
    condition: Any = None


def keep_search(ctx: Context, query: str) -> str:
    """Seal what was searched for; the token that stands for it in addresses. Refuses what says nothing.

    `services.retention` purges it after a day unless a saved filter holds it.
    """
    actor = ctx.require_actor()
    require(actor, Permission.CASE_VIEW)
    plain = query.strip()
    if len(plain) > MOST_CHARACTERS:
        message = N_("검색어는 %(most)s자까지 입력할 수 있습니다.")
        raise InputRefused([FieldError("q", "too_long", message, {"most": MOST_CHARACTERS})])
    if not says_something(plain):
        raise InputRefused(
            [FieldError("q", "missing", N_("글자나 숫자가 든 검색어를 입력해 주십시오."))]
        )
    token = secrets.token_urlsafe(12)
    content = seal(ctx.vault.account_key(actor.account_id), plain.encode(), _PURPOSE)
    ctx.session.add(
        KeptSearch(token=token, account_id=actor.account_id, content=content, created_at=ctx.now)
    )
    return token


def open_search(ctx: Context, token: str) -> str:
    """What the actor searched for; anybody else's token, or one purged, is refused."""
    actor = ctx.require_actor()
    query = select(KeptSearch).where(col(KeptSearch.token) == token)
    row = ctx.session.execute(query).scalar_one_or_none()
    try:
        if row is not None and row.account_id == actor.account_id:
            return unseal(ctx.vault.account_key(actor.account_id), row.content, _PURPOSE).decode()
    except KeyUnavailable:
        pass
    message = N_("검색어를 보관하는 기간(하루)이 지났습니다. 다시 입력해 주십시오.")
    raise InputRefused([FieldError("q", "unknown_search", message)])


def find_matches(ctx: Context, query: str) -> tuple[Asked, Matches]:
    """How a search is understood and which cases it finds, whatever their scope: the list narrows."""
    asked = understand(query)
    if asked.case_number or asked.receipt_number:
        return asked, Matches(tuple(_by_number(ctx, asked)))
    hashed = hash_lookups(ctx, asked.lookups)
    limit = MOST_MATCHES + 1
    found: set[int] = set()
    if asked.terms:
        found.update(search_store.find_text_ids(ctx.session, asked.terms, limit))
    if hashed and len(found) <= MOST_MATCHES:
        found.update(lookup_store.find_lookup_ids(ctx.session, hashed, limit))
    if len(found) <= MOST_MATCHES:
        return asked, Matches(tuple(sorted(found)))
    return asked, Matches(None, _walked(asked, hashed))


def _walked(asked: Asked, hashed: Sequence[HashedLookup]) -> Any:
    case_id = col(Case.id)
    ways = [search_store.holds_terms(case_id, asked.terms)] if asked.terms else []
    return or_(*ways, *([lookup_store.has_lookup(case_id, hashed)] if hashed else []))


def _by_number(ctx: Context, asked: Asked) -> Sequence[int]:
    query: Any
    if asked.case_number:
        query = select(col(Case.id)).where(col(Case.number) == asked.case_number)
    else:
        wanted = col(Report.receipt_number) == asked.receipt_number
        query = select(col(Report.case_id)).where(wanted, col(Report.case_id).is_not(None))
    return ctx.session.execute(query).scalars().all()


def hash_lookups(ctx: Context, lookups: Sequence[Lookup]) -> list[HashedLookup]:
    """Keys as the store has them."""
    digest = ctx.vault.digest
    return [
        HashedLookup(
            tuple(
                HashedGroup(
                    group.kind, tuple(digest(group.kind, key) for key in sorted(group.keys))
                )
                for group in lookup.groups
            ),
            lookup.roman_only,
        )
        for lookup in lookups
    ]
