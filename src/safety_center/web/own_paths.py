"""Where to go next: only ever to a page of ours."""

from urllib.parse import urlsplit


def own_path(wanted: str | None, otherwise: str = "/") -> str:
    """The wanted path when it is one of this server's own, else `otherwise`."""
    if not wanted or not wanted.startswith("/") or wanted[1:2] in ("/", "\\"):
        return otherwise
    if any(ord(letter) < 32 for letter in wanted) or "\\" in wanted:
        return otherwise
    parts = urlsplit(wanted)
    return otherwise if parts.scheme or parts.netloc else wanted
