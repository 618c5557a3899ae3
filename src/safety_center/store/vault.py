"""Encryption of personal values: a data key per case, wrapped by a master key outside the database.

`KeyWrapper` is the one small interface behind which a validated module (KCMVP, HSM) may be put. Every
wrapped key and every value carries the id of its algorithm, so that both can be changed later.
"""

import hashlib
import json
import os
import secrets
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_AES_256_GCM = b"\x01"
_NONCE_LENGTH = 12
_KEY_LENGTH = 32
_DIGEST_LENGTH = 16
_BLOCK_LENGTH = 64
#: Gives so many random bytes.
Draw = Callable[[int], bytes]


class KeyWrapper(Protocol):
    """What guards the data keys. An implementation may call a module outside the process."""

    key_id: str

    def wrap(self, data_key: bytes, draw: Draw = os.urandom) -> bytes:
        """Encrypt a data key for storage."""

    def unwrap(self, wrapped: bytes, key_id: str) -> bytes:
        """Give back a data key; raises `KeyUnavailable` for an unknown master key."""


class KeyUnavailable(Exception):
    """The key needed to read a value was destroyed or is not at hand."""


class Randomness:
    """Random bytes for one batch, asked of the system many at a time: each question lets other threads
    go first.

    Of one piece of work in one thread: kept any longer, a fork would give the same bytes twice.
    """

    def __init__(self, size: int) -> None:
        self._size, self._bytes, self._given = size, b"", 0

    def draw(self, length: int) -> bytes:
        """The next so many bytes; none are given twice."""
        end = self._given + length
        if end > len(self._bytes):
            self._bytes, end = os.urandom(max(self._size, length)), length
        self._given = end
        return self._bytes[end - length : end]


class Sealer:
    """A key at work: its cipher is made once for everything it seals."""

    def __init__(self, key: bytes, draw: Draw = os.urandom) -> None:
        self._cipher, self._draw = AESGCM(key), draw

    def seal(self, plain: bytes, purpose: str) -> bytes:
        """AES-256-GCM with a random nonce; `purpose` is authenticated, so values cannot change places."""
        nonce = self._draw(_NONCE_LENGTH)
        return _AES_256_GCM + nonce + self._cipher.encrypt(nonce, plain, purpose.encode())


def seal(key: bytes, plain: bytes, purpose: str) -> bytes:
    """One value under a key; see `Sealer.seal`."""
    return Sealer(key).seal(plain, purpose)


def unseal(key: bytes, sealed: bytes, purpose: str) -> bytes:
    """Inverse of `seal`; raises `KeyUnavailable` when the key or the purpose does not fit."""
    if sealed[:1] != _AES_256_GCM:
        raise KeyUnavailable("unknown algorithm")
    nonce, body = sealed[1 : 1 + _NONCE_LENGTH], sealed[1 + _NONCE_LENGTH :]
    try:
        return AESGCM(key).decrypt(nonce, body, purpose.encode())
    except InvalidTag as error:
        raise KeyUnavailable("wrong key") from error


class FileKeyWrapper:
    """Master keys kept in one file outside the database; the newest wraps, all unwrap."""

    def __init__(self, keys: dict[str, bytes], key_id: str) -> None:
        self._keys = keys
        self.key_id = key_id

    def wrap(self, data_key: bytes, draw: Draw = os.urandom) -> bytes:
        return Sealer(self._keys[self.key_id], draw).seal(data_key, "data-key")

    def unwrap(self, wrapped: bytes, key_id: str) -> bytes:
        if key_id not in self._keys:
            raise KeyUnavailable(key_id)
        return unseal(self._keys[key_id], wrapped, "data-key")


class KeyedHash:
    """HMAC-SHA-256 whose key is hashed once. The library's own lets other threads go first at each call,
    which takes twenty times as long as the hash where many work at once."""

    def __init__(self, key: bytes) -> None:
        short = key if len(key) <= _BLOCK_LENGTH else hashlib.sha256(key).digest()
        block = short.ljust(_BLOCK_LENGTH, b"\0")
        self._inner = hashlib.sha256(bytes(each ^ 0x36 for each in block))
        self._outer = hashlib.sha256(bytes(each ^ 0x5C for each in block))

    def digest(self, message: bytes) -> bytes:
        """The hash of a message."""
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(message)
        outer.update(inner.digest())
        return outer.digest()


@dataclass(frozen=True)
class Vault:
    """What services use: data keys, sealed text, keyed hashes, and drafts under an account's key."""

    wrapper: KeyWrapper
    lookup_secret: bytes
    session_secret: bytes

    def new_data_key(self, draw: Draw = os.urandom) -> tuple[bytes, bytes, str]:
        """`(plain key, wrapped key, master key id)`."""
        key = draw(_KEY_LENGTH)
        return key, self.wrapper.wrap(key, draw), self.wrapper.key_id

    def open_data_key(self, wrapped: bytes | None, key_id: str) -> bytes:
        """The plain key; raises `KeyUnavailable` when it was destroyed."""
        if wrapped is None:
            raise KeyUnavailable("destroyed")
        return self.wrapper.unwrap(wrapped, key_id)

    def digest(self, kind: str, key: str) -> bytes:
        """Keyed hash of a derived key: the same for the same value, useless without the secret."""
        return self._keyed.digest(f"{kind}\x00{key}".encode())[:_DIGEST_LENGTH]

    def account_key(self, account_id: int) -> bytes:
        """Key for an account's drafts, derived and never stored."""
        return self._keyed.digest(f"draft\x00{account_id}".encode())

    @cached_property
    def _keyed(self) -> KeyedHash:
        return KeyedHash(self.lookup_secret)


def make_key_file(path: Path) -> None:
    """Write fresh keys, readable by the owner only; refuses to replace existing ones."""
    content = {
        "master": {"m1": b64encode(secrets.token_bytes(32)).decode()},
        "newest": "m1",
        "lookup": b64encode(secrets.token_bytes(32)).decode(),
        "session": b64encode(secrets.token_bytes(32)).decode(),
    }
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(content, file, indent=2)


def load_vault(path: Path) -> Vault:
    """The vault of a key file made by `make_key_file`."""
    content = json.loads(path.read_text(encoding="utf-8"))
    master = {name: b64decode(key) for name, key in content["master"].items()}
    return Vault(
        wrapper=FileKeyWrapper(master, content["newest"]),
        lookup_secret=b64decode(content["lookup"]),
        session_secret=b64decode(content["session"]),
    )
