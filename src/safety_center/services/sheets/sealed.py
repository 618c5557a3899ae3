"""Files given in, sealed on the disk in pieces; they never lie there open."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from safety_center.domain.errors import N_
from safety_center.services.sheets.rows import Pieces, SheetError
from safety_center.store.vault import KeyUnavailable, seal, unseal

_PIECE = 1 << 20
_FOLDER = "imports"
_SUFFIX = ".sealed"


def sealed_path(files_folder: Path, token: str) -> Path:
    """Where the file of an import lies."""
    return files_folder / _FOLDER / f"{token}{_SUFFIX}"


def seal_file(path: Path, key: bytes, token: str, pieces: Iterable[bytes]) -> None:
    """Write a file sealed; each piece is bound to its place, and the last one says that it is."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    held = b""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        number = 0
        for piece in _pieces(pieces):
            if held:
                _write(file, seal(key, held, _purpose(token, number, False)))
                number += 1
            held = piece
        _write(file, seal(key, held, _purpose(token, number, True)))
        file.flush()
        os.fsync(file.fileno())


def open_sealed(path: Path, key: bytes, token: str) -> Pieces:
    """The plain pieces, as often as asked for; raises `SheetError` where the file is gone or altered."""

    def read() -> Iterator[bytes]:
        try:
            with path.open("rb") as file:
                number, sealed = 0, _read(file)
                while sealed:
                    following = _read(file)
                    yield unseal(key, sealed, _purpose(token, number, not following))
                    number, sealed = number + 1, following
        except (OSError, KeyUnavailable):
            raise SheetError(
                N_("올린 파일을 더 이상 읽을 수 없습니다. 파일을 다시 올려 주십시오.")
            ) from None

    return read


def remove_sealed(files_folder: Path, token: str) -> None:
    """Remove the file of an import; nothing happens when it is gone."""
    sealed_path(files_folder, token).unlink(missing_ok=True)


def tokens_on_disk(files_folder: Path) -> Iterator[tuple[str, Path]]:
    """Tokens of the files that lie there."""
    for path in sorted((files_folder / _FOLDER).glob(f"*{_SUFFIX}")):
        yield path.name.removesuffix(_SUFFIX), path


def _purpose(token: str, number: int, last: bool) -> str:
    return f"sheet:{token}:{number}:{'last' if last else 'more'}"


def _pieces(pieces: Iterable[bytes]) -> Iterator[bytes]:
    rest = b""
    for piece in pieces:
        rest += piece
        while len(rest) >= _PIECE:
            yield rest[:_PIECE]
            rest = rest[_PIECE:]
    if rest:
        yield rest


def _write(file: BinaryIO, sealed: bytes) -> None:
    file.write(len(sealed).to_bytes(4, "big") + sealed)


def _read(file: BinaryIO) -> bytes:
    head: bytes = file.read(4)
    length = int.from_bytes(head, "big")
    if len(head) < 4 or length > 2 * _PIECE:
        return b""
    return file.read(length)
