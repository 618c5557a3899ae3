"""Identity numbers in the account of a report, offered to be moved or masked while one still types."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from safety_center.domain.identity_numbers import (
    IdentityKind,
    IdentityNumber,
    find_identity_numbers,
    mask_identity_numbers,
)
from safety_center.web.form_values import count_blocks

PASSPORT_FIELD = "persons.0.passport_number"
_ONE = ("", "1")


@dataclass(frozen=True)
class Offered:
    """What seems to stand in the account, and whether the passport's field is free for it."""

    numbers: tuple[IdentityNumber, ...] = ()
    may_move: bool = False
    said: str = ""


def offer(values: Mapping[str, Any]) -> Offered:
    """The numbers in the account as typed."""
    numbers = find_identity_numbers(values.get("narrative") or "")
    return Offered(tuple(numbers), _passport_to_move(values, numbers) is not None)


def settle_values(values: Mapping[str, str], move: bool) -> tuple[dict[str, str], Offered]:
    """The form with its account masked, a passport number in its field if asked; and what was done."""
    typed = values.get("narrative") or ""
    passport = _passport_to_move(values, find_identity_numbers(typed)) if move else None
    settled = {**values, "narrative": mask_identity_numbers(typed)}
    if passport is None:
        return settled, Offered(said=gettext("번호를 가렸습니다."))
    settled[PASSPORT_FIELD] = passport
    return settled, Offered(
        said=gettext("번호를 당사자 1의 여권번호 칸으로 옮기고 글에서는 가렸습니다.")
    )


def _passport_to_move(values: Mapping[str, Any], numbers: list[IdentityNumber]) -> str | None:
    """The one passport number, where exactly one person is concerned who has none."""
    told = {number.plain for number in numbers if number.kind is IdentityKind.PASSPORT}
    free = (
        count_blocks(values, "persons") <= 1
        and (values.get("persons.0.headcount") or "").strip() in _ONE
        and not (values.get(PASSPORT_FIELD) or "").strip()
        and (values.get("disposition") or "opened_case") == "opened_case"
    )
    return told.pop() if free and len(told) == 1 else None
