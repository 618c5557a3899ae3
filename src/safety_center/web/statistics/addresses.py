"""Addresses that are sent and kept: a form hands in its empty fields too, and nobody needs them."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue


def lead_to_short_address(endpoint: str) -> ResponseReturnValue | None:
    """To the same address without its empty parts; None where it has none."""
    given = [(name, value) for name, value in request.args.items(multi=True)]
    kept: dict[str, list[str]] = {}
    for name, value in given:
        if value.strip():
            kept.setdefault(name, []).append(value)
    if sum(map(len, kept.values())) == len(given):
        return None
    return redirect(url_for(endpoint, **kept))
