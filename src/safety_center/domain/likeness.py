"""How alike two cases are: reasons in words with a weight each. Nothing is ever joined by a name alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Reason:
    """One thing two cases have in common.

    `message` is a Korean msgid with `%(name)s` places filled from `params` (codes and numbers only,
    never a personal value). `code` is stable. `weight` adds up.
    """

    code: str
    message: str
    weight: int
    params: Mapping[str, Any] = field(default_factory=dict)
