"""A stream sealed piece by piece: changed, cut, reordered or mixed pieces are noticed where they stand.

A file begins with a mark and a salt; from the key and the salt comes a key for this file alone. Each
piece is AES-256-GCM under its number and whether it is the last, so that a file that ends early does
not pass for whole. Nothing of a piece is given out before it was proven.
"""

import hmac
import json
import os
import secrets
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_MARK = b"safety-center backup 1\n"
_SALT_BYTES, _KEY_BYTES, _TAG_BYTES = 32, 32, 16
_PIECE_BYTES = 1 << 20


class SealBroken(Exception):
    """The file was changed or cut, or another key sealed it."""


@dataclass(frozen=True)
class BackupKey:
    """What seals the backups. Not one of the keys of the key file: whoever restores needs both."""

    secret: bytes

    @cached_property
    def key_id(self) -> str:
        """Tells keys apart and gives nothing away."""
        return self._derive(b"id").hex()[:16]

    def sign(self, text: str) -> str:
        """A code that only the key's holder can make for this text."""
        return hmac.digest(self._derive(b"manifest"), text.encode(), "sha256").hex()

    def file_key(self, salt: bytes) -> bytes:
        """The key of one file."""
        return self._derive(b"file", salt)

    def _derive(self, purpose: bytes, salt: bytes | None = None) -> bytes:
        return HKDF(SHA256(), _KEY_BYTES, salt, b"safety-center backup " + purpose).derive(
            self.secret
        )


def make_backup_key(path: Path) -> None:
    """Write a fresh key, readable by the owner only; refuses to replace one."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump({"backup": b64encode(secrets.token_bytes(_KEY_BYTES)).decode()}, file, indent=2)


def load_backup_key(path: Path) -> BackupKey:
    """The key of a file made by `make_backup_key`."""
    return BackupKey(b64decode(json.loads(path.read_text(encoding="utf-8"))["backup"]))


def seal_stream(key: BackupKey, plain: Iterable[bytes]) -> Iterator[bytes]:
    """What to write for a stream of any pieces."""
    salt = os.urandom(_SALT_BYTES)
    cipher = AESGCM(key.file_key(salt))
    yield _MARK + salt
    number, held = 0, b""
    for piece in _of_one_size(plain):
        if held:
            yield cipher.encrypt(_nonce(number, last=False), held, _MARK)
            number += 1
        held = piece
    yield cipher.encrypt(_nonce(number, last=True), held, _MARK)


def unseal_stream(key: BackupKey, file: BinaryIO) -> Iterator[bytes]:
    """The inverse; raises `SealBroken` at the first piece that is not what was sealed."""
    head = file.read(len(_MARK) + _SALT_BYTES)
    if len(head) != len(_MARK) + _SALT_BYTES or not head.startswith(_MARK):
        raise SealBroken
    cipher = AESGCM(key.file_key(head[len(_MARK) :]))
    length = _PIECE_BYTES + _TAG_BYTES
    number, piece = 0, file.read(length)
    while True:
        following = file.read(length)
        try:
            yield cipher.decrypt(_nonce(number, last=not following), piece, _MARK)
        except (InvalidTag, ValueError):
            raise SealBroken from None
        if not following:
            return
        number, piece = number + 1, following


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _of_one_size(pieces: Iterable[bytes]) -> Iterator[bytes]:
    held = bytearray()
    for piece in pieces:
        held += piece
        while len(held) >= _PIECE_BYTES:
            yield bytes(held[:_PIECE_BYTES])
            del held[:_PIECE_BYTES]
    if held:
        yield bytes(held)
