"""Free text of a case in the trail: under the case's data key, so that it goes when the key goes."""

from base64 import b64decode, b64encode
from typing import Any

from safety_center.store.tables.classes import texts_sealed_in_trail
from safety_center.store.vault import KeyUnavailable, seal, unseal

SEALED_TEXTS = texts_sealed_in_trail("incident_case")


def seal_text(key: bytes | None, name: str, text: str | None) -> str | None:
    """A text as the trail keeps it; empty where the case's key was destroyed."""
    if text is None:
        return None
    return b64encode(seal(key, text.encode(), _purpose(name))).decode() if key else ""


def open_text(key: bytes | None, name: str, kept: Any) -> str | None:
    """The text again; raises `KeyUnavailable` where nobody can read it any more."""
    if kept is None:
        return None
    if key is None:
        raise KeyUnavailable("destroyed")
    try:
        return unseal(key, b64decode(kept, validate=True), _purpose(name)).decode()
    except ValueError as error:
        raise KeyUnavailable("not sealed") from error


def _purpose(name: str) -> str:
    return f"trail:{name}"
