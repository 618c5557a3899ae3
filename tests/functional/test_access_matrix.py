"""Every role at every address, and at another mission's records; `docs/access.md` prints the matrix."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.test import TestResponse

from safety_center.api.gate import Operation
from safety_center.api.operations import OPERATIONS
from safety_center.domain.access import Role
from safety_center.domain.tokens import grantable_scopes
from safety_center.web.gate import may_enter
from tests.functional import addresses
from tests.functional.addresses import Address, Records
from tests.functional.caller import Caller
from tests.visitor import Visitor

_EVERY_CASE = {Role.ANALYST, Role.CENTER_MANAGER}


@pytest.fixture(scope="module")
def house(
    sqlite_loaded_template: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[addresses.House]:
    """One installation for the whole matrix: own and other records, and a desk per role."""
    made = addresses.open_house(sqlite_loaded_template, tmp_path_factory.mktemp("matrix"))
    yield made
    made.installation.database.close()


@pytest.mark.parametrize("role", list(Role))
def test_a_role_enters_where_its_permissions_say_and_nowhere_else(
    house: addresses.House, role: Role
) -> None:
    desk = house.desks[role]
    for address in house.addresses:
        if address.rule in addresses.ELSEWHERE:
            continue
        answer = ask(desk, address, house.own[role])
        entered = answer.status_code != 403
        assert answer.status_code < 500, address
        assert entered is may_enter(desk.actor, address.needs), f"{address}: {answer.status_code}"


@pytest.mark.parametrize("role", list(Role))
def test_another_missions_records_do_not_exist(house: addresses.House, role: Role) -> None:
    """The two are not told apart: what one may not see answers like what is not there."""
    desk = house.desks[role]
    for address in house.addresses:
        if not address.names_a_record or not may_enter(desk.actor, address.needs):
            continue
        if role in _EVERY_CASE and address.is_about_cases:
            continue
        answer = ask(desk, address, house.others)
        nothing = ask(desk, address, house.others | addresses.NOTHING).status_code
        refused = {403, 404, nothing}
        assert answer.status_code in refused, f"{address}: {answer.status_code}"
        assert house.others_secret not in answer.text, address


def test_nobody_in_particular_enters_open_addresses_only(house: addresses.House) -> None:
    stranger = addresses.stranger(house.installation)
    for address in house.addresses:
        answer = ask(stranger, address, house.others)
        landed = answer.request.path  # after following, where that is
        sent_away = answer.status_code == 401 or "/sign-in" in answer.headers.get(
            "Location", landed
        )
        assert may_enter(None, address.needs) or sent_away, f"{address}: {answer.status}"


@pytest.mark.parametrize("role", [role for role in Role if grantable_scopes(role)])
def test_a_token_enters_where_the_role_and_its_scopes_say(
    house: addresses.House, role: Role
) -> None:
    """Own records; somebody else's do not exist here either."""
    caller = Caller(house.installation, role)
    for operation in OPERATIONS:
        own = send(caller, operation, house.own[role])
        assert (own != 403) is (operation.needs in grantable_scopes(role)), operation.name
        if own != 403 and "{" in operation.path and role not in _EVERY_CASE:
            nothing = send(caller, operation, addresses.NOTHING)
            assert send(caller, operation, house.others) in {404, nothing}, operation.name


def test_every_place_holder_of_an_address_has_a_record_to_try(house: addresses.House) -> None:
    unknown = {name for a in house.addresses for name in a.place_holders} - set(house.others)
    assert unknown == set()


def test_the_matrix_stands_in_the_documents() -> None:
    """`python -m tests.functional.addresses` writes it anew."""
    assert addresses.printed() == addresses.generated()


def ask(desk: Visitor, address: Address, records: Records) -> TestResponse:
    """One request as that person's browser would make it."""
    path = address.filled(records)
    if address.method == "GET":  # a bookmark of a button's address leads on to its page
        return desk.get(path, follow_redirects=address.names_a_record)
    return desk.post(path)


def send(caller: Caller, operation: Operation, records: Records) -> int:
    """The status of one call."""
    path = operation.path.format(number=records["cases.number"], receipt=records["reports.receipt"])
    body = {"text": "확인함.", "step": "take_up"} if operation.writes else None
    headers = caller.headers(If_Match='"1"')
    answer = caller.client.open(
        f"/api/v1{path}", method=operation.method, json=body, headers=headers
    )
    assert answer.status_code < 500
    return answer.status_code
