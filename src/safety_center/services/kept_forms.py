"""What a form showed when it was opened, sealed into the form: so that a later comparison needs no memory."""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping

from safety_center.services.context import Context
from safety_center.store.vault import KeyUnavailable, seal, unseal

_PURPOSE = "form"


def seal_form(ctx: Context, values: Mapping[str, str]) -> str:
    """The values as text that only this service reads, and only for the same account."""
    key = ctx.vault.account_key(ctx.require_actor().account_id)
    plain = json.dumps(dict(values), ensure_ascii=False).encode()
    return b64encode(seal(key, plain, _PURPOSE)).decode()


def open_form(ctx: Context, sealed: str) -> dict[str, str]:
    """The values again; nothing when the text is not one of ours for this account."""
    key = ctx.vault.account_key(ctx.require_actor().account_id)
    try:
        return json.loads(unseal(key, b64decode(sealed), _PURPOSE))
    except (KeyUnavailable, ValueError):
        return {}
