"""What each application of a test run would work out anew, though it comes out the same every time.

A test run makes some thousand applications with the same addresses; compiling what builds an address
takes werkzeug far longer than all the rest of making one. It opens as many databases, and SQLAlchemy
would put the same statements into words for each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from argon2 import PasswordHasher
from sqlalchemy import Engine
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

from safety_center.services.accounts import passwords
from safety_center.store import session

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


_make_engine = session._make_engine
#: By kind of database: the statements put into words so far, and the dialect that did it.
_statements: dict[type[DefaultDialect], tuple[LRUCache[Any, Any], type[DefaultDialect]]] = {}


def _alike(dialect: type[DefaultDialect]) -> type[DefaultDialect]:
    """The same dialect, of which any two are equal: what one compiled, another finds."""
    same = {
        "__eq__": lambda one, other: type(one) is type(other),
        "__hash__": lambda _: hash(dialect),
    }
    return type(dialect.__name__, (dialect,), {**same, "supports_statement_cache": True})


def _make_engine_alike(url: str, is_sqlite: bool) -> Engine:
    engine = _make_engine(url, is_sqlite)
    kind = type(engine.dialect)
    if kind not in _statements:
        _statements[kind] = (LRUCache(2000), _alike(kind))
    engine._compiled_cache, engine.dialect.__class__ = _statements[kind]
    return engine


def keep_statements() -> None:
    """From now on a statement is compiled once in this process, as in one that runs for long."""
    session._make_engine = _make_engine_alike


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
