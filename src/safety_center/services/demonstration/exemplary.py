"""Exemplary cases in every state (`data/demonstration/exemplary.toml`), through the same services as everybody's."""

import heapq
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from sqlmodel import col, select

from safety_center.domain.access import Actor
from safety_center.domain.errors import InputRefused
from safety_center.domain.exemplary import (
    CardInput,
    ExemplaryState,
    parse_adoption,
    parse_card,
    parse_review,
)
from safety_center.domain.periods import seoul_date
from safety_center.domain.vocabulary import CaseStatus
from safety_center.services import exemplary
from safety_center.services.context import Context, reading, writing
from safety_center.services.demonstration.staff import Staff
from safety_center.services.installation import Installation
from safety_center.store.tables import Case, DataKey, Person

_DAY = timedelta(days=1)
_SUBMITTED, _ENDORSED, _PUBLISHED = 2 * _DAY, 4 * _DAY, 7 * _DAY
_MOST_TRIED = 20
_S = ExemplaryState
#: States that lie behind a state, in which a card has been before.
_WAY: Mapping[ExemplaryState, tuple[ExemplaryState, ...]] = {
    _S.NOMINATED: (),
    _S.DEIDENTIFIED: (_S.DEIDENTIFIED,),
    _S.ENDORSED: (_S.DEIDENTIFIED, _S.ENDORSED),
    _S.RETURNED: (_S.DEIDENTIFIED, _S.RETURNED),
    _S.WITHDRAWN: (_S.DEIDENTIFIED, _S.WITHDRAWN),
    _S.PUBLISHED: (_S.DEIDENTIFIED, _S.ENDORSED, _S.PUBLISHED),
}
Do = Callable[[Context, int], object]


@dataclass(frozen=True)
class _Later:
    """What somebody does with a card once it is there."""

    at: datetime
    actor: Actor
    do: Do


class ExemplaryCases:
    """Makes the cards in the order of their rows; what happens to them follows in the order of time."""

    def __init__(
        self, installation: Installation, staff: Staff, words: Mapping[str, Any], end: datetime
    ) -> None:
        self._installation, self._staff, self._end = installation, staff, end
        self._rows: Sequence[Mapping[str, Any]] = words["exemplary"]["cards"]
        self._heads = {head.unit_code or "": head for head in staff.heads}
        self._used: set[int] = set()
        self._later: list[tuple[datetime, int, int, _Later]] = []
        self._order = count()

    def make(self) -> int:
        """How many cards there are; a row for which no case fits (in a small demonstration) has none."""
        made = 0
        for place, row in enumerate(self._rows):
            made += self._make_card(place, row)
        while self._later:
            _, _, card_id, later = heapq.heappop(self._later)
            with writing(self._installation, later.actor, now=later.at) as ctx:
                later.do(ctx, card_id)
        return made

    def _make_card(self, place: int, row: Mapping[str, Any]) -> bool:
        at = self._end - row["days_ago"] * _DAY
        for case_id, number, unit in self._cases(row, at):
            officer = self._staff.by_unit[unit][0]
            try:
                with writing(self._installation, officer, now=at) as ctx:
                    card_id = self._write(ctx, row, number, at)
            except InputRefused:  # this case calls somebody by a word of the text
                continue
            self._used.add(case_id)
            for later in self._what_follows(place, row, unit, at):
                if later.at < self._end:
                    heapq.heappush(self._later, (later.at, next(self._order), card_id, later))
            return True
        return False

    def _cases(self, row: Mapping[str, Any], at: datetime) -> Iterator[tuple[int, str, str]]:
        """Closed cases of a mission with a head, those named first, newest closed first; with names alone."""
        with reading(self._installation, None) as ctx:
            query = (
                select(Case.id, Case.number, Case.owner_unit, Case.situation)
                .join(DataKey, col(DataKey.id) == col(Case.data_key_id))
                .where(
                    col(Case.owner_unit).in_(list(self._heads)),
                    col(Case.situation).in_(row["situation"]),
                    Case.status == CaseStatus.CLOSED.value,
                    col(Case.closed_at) < at,
                    col(Case.merged_into_id).is_(None),
                    col(DataKey.wrapped).is_not(None),
                )
                .order_by(col(Case.closed_at).desc(), col(Case.id).desc())
            )
            named = set(ctx.session.exec(_named()).all())
            found = [each for each in ctx.session.exec(query).all() if each[0] not in self._used]
        wanted = {unit: number for number, unit in enumerate(row["missions"])}
        told = {situation: number for number, situation in enumerate(row["situation"])}
        fixed = _WAY[_S.of(row["state"])] == (_S.DEIDENTIFIED,)  # it awaits the head to play

        def order(each: tuple[int, str, str, str]) -> tuple[int, int, bool]:
            return wanted.get(each[2], len(wanted)), told[each[3]], each[0] not in named

        for case_id, number, unit, _ in sorted(found, key=order)[:_MOST_TRIED]:
            if unit in wanted or not fixed:
                yield case_id, number, unit

    def _write(self, ctx: Context, row: Mapping[str, Any], number: str, at: datetime) -> int:
        card_id = exemplary.nominate(ctx, number)
        exemplary.save_text(ctx, card_id, _card(row))
        if row["state"] != _S.NOMINATED.value:
            ctx.now = at + _SUBMITTED
            exemplary.submit(ctx, card_id)
        return card_id

    def _what_follows(
        self, place: int, row: Mapping[str, Any], unit: str, at: datetime
    ) -> Iterator[_Later]:
        way = _WAY[_S.of(row["state"])]
        head, manager = self._heads[unit], self._staff.manager
        reason = row.get("reason", "")
        if _S.ENDORSED in way:
            yield _Later(at + _ENDORSED, head, exemplary.endorse)
        if _S.RETURNED in way:
            yield _Later(at + _ENDORSED, head, lambda ctx, i: exemplary.return_for(ctx, i, reason))
        if _S.WITHDRAWN in way:
            yield _Later(at + _ENDORSED, head, lambda ctx, i: exemplary.withdraw(ctx, i, reason))
        if _S.PUBLISHED in way:
            yield _Later(at + _PUBLISHED, manager, exemplary.publish)
            yield from self._reactions(place, row, unit, at + _PUBLISHED)

    def _reactions(
        self, place: int, row: Mapping[str, Any], unit: str, published: datetime
    ) -> Iterator[_Later]:
        """Reviews by the heads in turn, the former ones mostly; the first also take it over."""
        others = [head for code, head in self._heads.items() if code != unit]
        turned = others[place % len(others) :] + others[: place % len(others)]
        for number, (head, told) in enumerate(zip(turned, row["reviews"], strict=False)):
            at = published + (2 + 2 * number) * _DAY
            yield _Later(at, head, _review(told))
        for number, (head, note) in enumerate(zip(turned, row.get("adoptions", ()), strict=False)):
            at = published + (9 + 3 * number) * _DAY
            yield _Later(at, head, _adopt(note, at))


def _named() -> Any:
    return select(Person.case_id).where(col(Person.name_hangul).is_not(None)).distinct()


def _card(row: Mapping[str, Any]) -> CardInput:
    return parse_card(
        {
            "title": row["title"],
            "situation": row["told"],
            "steps": [{"what": what, "after": after} for what, after in row["steps"]],
            "partners": row["partners"],
            "result": row["result"],
            "lessons": row["lessons"],
            "act_article": row["article"],
        }
    )


def _review(told: Sequence[Any]) -> Do:
    effect, speed, transfer, care, comment, shared = told
    scores = {"effect": effect, "speed": speed, "transfer": transfer, "care": care}
    given = parse_review({**scores, "comment": comment, "share_in_session": shared})
    return lambda ctx, card_id: exemplary.review(ctx, card_id, given)


def _adopt(note: str, at: datetime) -> Do:
    given = parse_adoption({"note": note, "adopted_on": seoul_date(at)})
    return lambda ctx, card_id: exemplary.adopt(ctx, card_id, given)
