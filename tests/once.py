"""What each application of a test run would work out anew, though it comes out the same every time.

A test run makes some thousand applications with the same addresses; compiling what builds an address
takes werkzeug far longer than all the rest of making one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from argon2 import PasswordHasher
from werkzeug.routing import Rule

from safety_center.services.accounts import passwords

_compile = Rule._compile_builder
_builders: dict[tuple[Any, ...], Callable[..., tuple[str, str]]] = {}


def _compile_once(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
    """The function that builds a rule's addresses; the rule is its argument, so that equal rules share it."""
    if rule.defaults:
        return _compile(rule, append_unknown)
    key = (tuple(rule._trace), append_unknown)
    if key not in _builders:
        _builders[key] = _compile(rule, append_unknown)
    return _builders[key]


def keep_address_builders() -> None:
    """From now on each distinct address is compiled once in this process."""
    Rule._compile_builder = _compile_once


@contextmanager
def cheap_passwords() -> Iterator[PasswordHasher]:
    """Argon2id as in operation, but of the least cost: hundreds of tests sign somebody in, and one hash
    takes longer than the rest of most of them. Gives what operation uses, for the test of its cost.
    """
    # The package has a function of the module's name.
    sign_in = import_module("safety_center.services.accounts.sign_in")
    real, nobody = passwords._HASHER, sign_in._NOBODY
    passwords._HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    sign_in._NOBODY = passwords._HASHER.hash("nobody")
    try:
        yield real
    finally:
        passwords._HASHER, sign_in._NOBODY = real, nobody
