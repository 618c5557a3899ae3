"""The accounts of the demonstration: those to sign in as, and former colleagues who did the past."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from safety_center.domain.access import CALL_CENTER, SAFETY_CENTER, Actor, Role
from safety_center.domain.accounts import AccountInput
from safety_center.services.accounts import create_account, find_actor
from safety_center.services.context import Context, writing
from safety_center.services.demonstration.people import Names
from safety_center.services.installation import Installation
from safety_center.store import accounts as account_store
from safety_center.store.tables import Account

PHNOM_PENH, BANGKOK, TOKYO = "KHM-PHNOMPENH", "THA-BANGKOK", "JPN-TOKYO"
#: Who can be played; nobody has a password, the sign-in page opens them in demonstration mode only.
PLAYED: tuple[tuple[str, Role, str | None], ...] = (
    ("officer.phnompenh", Role.OFFICER, PHNOM_PENH),
    ("head.phnompenh", Role.MISSION_HEAD, PHNOM_PENH),
    ("counsellor.callcenter", Role.COUNSELLOR, CALL_CENTER),
    ("analyst.center", Role.ANALYST, SAFETY_CENTER),
    ("manager.center", Role.CENTER_MANAGER, SAFETY_CENTER),
    ("administrator", Role.ADMINISTRATOR, None),
    ("auditor", Role.AUDITOR, None),
    ("officer.bangkok", Role.OFFICER, BANGKOK),
    ("head.bangkok", Role.MISSION_HEAD, BANGKOK),
    ("officer.tokyo", Role.OFFICER, TOKYO),
    ("head.tokyo", Role.MISSION_HEAD, TOKYO),
)
_PLAYED_HEADS = [account for account in PLAYED if account[1] is Role.MISSION_HEAD]
_FORMER_COUNSELLORS = 5
_PLAYED_SHARE = 0.3


@dataclass(frozen=True)
class Staff:
    """Actors by unit; `manager` enters the past and mends it. `heads` are the mission heads, former ones first."""

    manager: Actor
    heads: Sequence[Actor]
    by_unit: Mapping[str, Sequence[Actor]]

    def acting_for(self, unit_code: str | None) -> Actor:
        """Who acts for a unit; the center manager where it has nobody."""
        return self.by_unit.get(unit_code or "", [self.manager])[0]

    def entering_for(self, unit_code: str, chance: random.Random) -> Actor:
        """Who types a report of a unit; at the call center mostly one of the others."""
        people = self.by_unit.get(unit_code, [self.manager])
        if len(people) == 1 or chance.random() < _PLAYED_SHARE:
            return people[0]
        return people[1 + int(chance.random() * (len(people) - 1))]


def create_staff(
    installation: Installation,
    words: Mapping[str, Any],
    at: datetime,
    today: date,
    chance: random.Random,
) -> Staff:
    """Make every account as of `at`: the played ones, and one former officer per other mission.

    Accounts that nobody plays end the day before `today`, so that sign-in offers only the others.
    """
    mark, names = words["words"]["display"]["mark"], Names(words)
    with writing(installation, None, now=at) as ctx:
        without = set(words["cities"]["without_cases"])
        missions = [code for code in sorted(ctx.places.missions) if code not in without]
        former = [*_former(missions), *_former_heads(words["exemplary"]["heads"], missions)]
        for username, role, unit in (*PLAYED, *former):
            account = AccountInput(
                username=username,
                display_name=mark.format(name=names.draw(chance)[0]),
                role=role,
                unit_code=unit,
                valid_to=today - timedelta(days=1) if (username, role, unit) in former else None,
            )
            create_account(ctx, account, None)
        actors = [_require_actor(ctx, username) for username, _, _ in (*PLAYED, *former)]
    return _staff(actors)


def has_accounts(ctx: Context) -> bool:
    """True when somebody's account is in the database."""
    return bool(account_store.list_accounts(ctx.session))


def demonstration_accounts(ctx: Context) -> list[Account]:
    """The accounts to sign in as: one of each role first, then further missions."""
    found = (account_store.fetch_account(ctx.session, username) for username, _, _ in PLAYED)
    return [account for account in found if account is not None]


def _former(missions: Sequence[str]) -> Sequence[tuple[str, Role, str | None]]:
    played = {unit for _, _, unit in PLAYED}
    officers = [
        (f"officer.{code.lower()}", Role.OFFICER, code) for code in missions if code not in played
    ]
    counsellors = [
        (f"counsellor.{number}", Role.COUNSELLOR, CALL_CENTER)
        for number in range(2, 2 + _FORMER_COUNSELLORS)
    ]
    return [*officers, *counsellors]


def _former_heads(
    units: Sequence[str], missions: Sequence[str]
) -> Sequence[tuple[str, Role, str | None]]:
    return [(f"head.{code.lower()}", Role.MISSION_HEAD, code) for code in units if code in missions]


def _staff(actors: Sequence[Actor]) -> Staff:
    by_unit: dict[str, list[Actor]] = {}
    for actor in actors:
        if actor.unit_code and actor.role in (Role.OFFICER, Role.COUNSELLOR, Role.CENTER_MANAGER):
            by_unit.setdefault(actor.unit_code, []).append(actor)
    manager = next(actor for actor in actors if actor.role is Role.CENTER_MANAGER)
    heads = [actor for actor in actors if actor.role is Role.MISSION_HEAD]
    return Staff(manager, heads[len(_PLAYED_HEADS) :] + heads[: len(_PLAYED_HEADS)], by_unit)


def _require_actor(ctx: Context, username: str) -> Actor:
    actor = find_actor(ctx, username)
    if actor is None:
        raise RuntimeError(f"account {username} is not usable")
    return actor
