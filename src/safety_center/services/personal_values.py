"""Sealing, opening and finding of personal values: names, birth dates, telephone and identity numbers."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from sqlmodel import col, select

from safety_center.domain.names import identity_key, name_keys, telephone_key
from safety_center.domain.reports import PersonInput
from safety_center.services.context import Context
from safety_center.store.tables.data_key import DataKey
from safety_center.store.vault import KeyUnavailable, Sealer, Vault, unseal

#: Person columns that hold ciphertext.
SECRET_COLUMNS = ("name_hangul", "name_roman", "birth_date", "telephone", "passport_number")


def seal_person(sealer: Sealer, person: PersonInput) -> dict[str, bytes | None]:
    """Ciphertext per secret column; None where nothing was told."""
    return {name: seal_value(sealer, name, getattr(person, name)) for name in SECRET_COLUMNS}


def seal_value(sealer: Sealer, name: str, value: str | date | None) -> bytes | None:
    """One sealed value; `name` is bound to it, so that values cannot change columns."""
    if value is None:
        return None
    text = value.isoformat() if isinstance(value, date) else value
    return sealer.seal(text.encode(), name)


def open_value(key: bytes, name: str, sealed: bytes | None) -> str | None:
    """The plain value, or None where there is none."""
    return None if sealed is None else unseal(key, sealed, name).decode()


def data_key(ctx: Context, data_key_id: int) -> bytes | None:
    """The plain data key of a case or report; None when it was destroyed."""
    return _open_key(ctx.vault, ctx.session.get_one(DataKey, data_key_id))


def _open_key(vault: Vault, row: DataKey) -> bytes | None:
    try:
        return vault.open_data_key(row.wrapped, row.master_key_id)
    except KeyUnavailable:
        return None


def data_keys(ctx: Context, ids: Collection[int]) -> dict[int, bytes | None]:
    """Plain data keys by id, each read once; None for those destroyed."""
    if not ids:
        return {}
    rows = ctx.session.exec(select(DataKey).where(col(DataKey.id).in_(sorted(set(ids)))))
    return {row.id: _open_key(ctx.vault, row) for row in rows}


def person_lookups(
    vault: Vault, hangul: str | None, roman: str | None, telephone: str | None, passport: str | None
) -> Iterator[tuple[str, bytes]]:
    """`(kind, keyed hash)` pairs under which a person or caller is found again."""
    keys = name_keys(hangul, roman)
    if telephone:
        keys.add(("telephone", telephone_key(telephone)))
    if passport:
        keys.add(("identity", identity_key(passport)))
    for kind, key in sorted(keys):
        yield kind, vault.digest(kind, key)


def lookup_rows(
    subject: str, subject_id: int, pairs: Iterator[tuple[str, bytes]]
) -> list[dict[str, Any]]:
    """Rows for the lookup table; `subject` is `person` or `caller`."""
    return [
        {"subject": subject, "subject_id": subject_id, "kind": kind, "digest": digest}
        for kind, digest in pairs
    ]
