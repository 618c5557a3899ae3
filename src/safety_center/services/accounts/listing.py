"""Accounts for the administrator: page by page, searched, one by one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from safety_center.domain.access import Permission, require
from safety_center.domain.errors import NotFound
from safety_center.services.context import Context
from safety_center.store import accounts as account_store
from safety_center.store.tables import Account

PAGE_ROWS = 30


@dataclass(frozen=True)
class AccountPage:
    """One page of the accounts found; `number` begins at 1, `last` is at least 1."""

    accounts: Sequence[Account]
    found: int
    number: int

    @property
    def last(self) -> int:
        """The number of the last page."""
        return _last_page(self.found)

    @property
    def first_row(self) -> int:
        """The place of the page's first account among all found, from 1."""
        return (self.number - 1) * PAGE_ROWS + 1


def find_accounts(
    ctx: Context, typed: str = "", units: Collection[str] = (), number: int = 1
) -> AccountPage:
    """Accounts whose names hold what was typed, or of these units; locked ones first, then those in use.

    A page that is not there is the nearest one.
    """
    require(ctx.require_actor(), Permission.ACCOUNT_MANAGE)
    found = account_store.count_accounts(ctx.session, typed, units)
    at = min(max(number, 1), _last_page(found))
    rows = account_store.fetch_accounts(
        ctx.session, typed, units, offset=(at - 1) * PAGE_ROWS, limit=PAGE_ROWS
    )
    return AccountPage(rows, found, at)


def find_account(ctx: Context, username: str) -> Account:
    """One account; raises `NotFound`."""
    require(ctx.require_actor(), Permission.ACCOUNT_MANAGE)
    account = account_store.fetch_account(ctx.session, username)
    if account is None:
        raise NotFound()
    return account


def _last_page(found: int) -> int:
    return max(1, -(-found // PAGE_ROWS))
