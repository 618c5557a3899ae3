"""A sealed stream gives back what was sealed, or nothing at all."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safety_center.store.backup import sealed
from safety_center.store.backup.sealed import (
    BackupKey,
    SealBroken,
    load_backup_key,
    make_backup_key,
    seal_stream,
    unseal_stream,
)

KEY = BackupKey(b"k" * 32)
_HEAD = len(sealed._MARK) + sealed._SALT_BYTES


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed, "_PIECE_BYTES", 10)


def seal(*pieces: bytes) -> bytes:
    return b"".join(seal_stream(KEY, pieces))


def unseal(content: bytes, key: BackupKey = KEY) -> bytes:
    return b"".join(unseal_stream(key, io.BytesIO(content)))


@given(st.lists(st.binary(max_size=35), max_size=6))
def test_any_pieces_come_back_as_one_stream(pieces: list[bytes]) -> None:
    assert unseal(seal(*pieces)) == b"".join(pieces)


@pytest.mark.parametrize("length", [0, 9, 10, 11, 20])
def test_no_byte_may_change_and_none_be_missing(length: int) -> None:
    whole = seal(b"x" * length)
    for place in range(len(whole)):
        changed = whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
        for broken in (changed, whole[:place]):
            with pytest.raises(SealBroken):
                unseal(broken)
    with pytest.raises(SealBroken):
        unseal(whole + b"\0")


def test_pieces_cannot_change_places() -> None:
    whole = seal(b"a" * 10, b"b" * 10, b"c" * 5)
    size = 10 + 16
    first, second = whole[_HEAD : _HEAD + size], whole[_HEAD + size : _HEAD + 2 * size]
    with pytest.raises(SealBroken):
        unseal(whole[:_HEAD] + second + first + whole[_HEAD + 2 * size :])


def test_another_key_opens_nothing() -> None:
    with pytest.raises(SealBroken):
        unseal(seal(b"text"), BackupKey(b"o" * 32))


def test_the_same_content_is_never_sealed_alike() -> None:
    assert seal(b"text") != seal(b"text")


def test_a_key_is_its_owners_alone_and_told_apart_from_others(tmp_path: Path) -> None:
    keys = []
    for name in ("one.json", "two.json"):
        make_backup_key(tmp_path / name)
        assert (tmp_path / name).stat().st_mode & 0o077 == 0
        keys.append(load_backup_key(tmp_path / name))
    assert keys[0].key_id != keys[1].key_id
    assert keys[0].sign("a") != keys[0].sign("b") != keys[1].sign("b")
