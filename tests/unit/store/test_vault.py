"""Encryption of personal values."""

import hmac
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safety_center.store.vault import (
    KeyedHash,
    KeyUnavailable,
    Randomness,
    Sealer,
    Vault,
    load_vault,
    make_key_file,
    seal,
    unseal,
)

KEY = bytes(range(32))


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    make_key_file(tmp_path / "keys.json")
    return load_vault(tmp_path / "keys.json")


@given(st.binary(max_size=200))
def test_what_is_sealed_can_be_opened(plain: bytes) -> None:
    assert unseal(KEY, seal(KEY, plain, "name"), "name") == plain


def test_a_sealed_value_cannot_change_its_column() -> None:
    with pytest.raises(KeyUnavailable):
        unseal(KEY, seal(KEY, b"x", "name_hangul"), "telephone")


def test_the_same_value_is_never_sealed_alike() -> None:
    assert seal(KEY, b"x", "name") != seal(KEY, b"x", "name")


@given(st.binary(max_size=200), st.binary(max_size=200))
def test_the_keyed_hash_is_the_usual_one(key: bytes, message: bytes) -> None:
    kept = KeyedHash(key)
    assert [kept.digest(message)] * 2 == [
        hmac.digest(key, message, "sha256"),
        kept.digest(message),
    ]


@given(st.lists(st.integers(1, 40), max_size=30))
def test_random_bytes_of_a_batch_have_their_length_and_never_come_twice(lengths: list[int]) -> None:
    random = Randomness(32)
    drawn = [random.draw(length + 7) for length in lengths]
    assert [len(each) - 7 for each in drawn] == lengths
    assert len({each[:8] for each in drawn}) == len(drawn)


def test_a_sealer_seals_as_its_key_does_and_never_alike() -> None:
    sealer = Sealer(KEY, Randomness(24).draw)
    sealed = {sealer.seal(b"x", "name") for _ in range(50)}
    assert len({each[:13] for each in sealed}) == 50
    assert {unseal(KEY, each, "name") for each in sealed} == {b"x"}


def test_a_destroyed_key_opens_nothing(vault: Vault) -> None:
    key, wrapped, key_id = vault.new_data_key()
    assert vault.open_data_key(wrapped, key_id) == key
    with pytest.raises(KeyUnavailable):
        vault.open_data_key(None, key_id)


def test_digests_are_equal_for_equal_values_of_one_kind_only(vault: Vault) -> None:
    assert vault.digest("full", "홍길동") == vault.digest("full", "홍길동")
    assert vault.digest("full", "홍길동") != vault.digest("given", "홍길동")


def test_a_key_file_is_private_and_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    make_key_file(path)
    assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(FileExistsError):
        make_key_file(path)
