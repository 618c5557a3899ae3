"""Hand-overs: until it is accepted the sender owns the case; both times are kept."""

import pytest
from sqlmodel import select

from safety_center.domain.access import CALL_CENTER, Actor, Role
from safety_center.domain.errors import Conflict, Forbidden, InputRefused, NotFound
from safety_center.services.cases.reach import require_case
from safety_center.services.context import reading, writing
from safety_center.services.handovers import (
    accept_handover,
    list_waiting,
    return_handover,
    send_handover,
    withdraw_handover,
)
from safety_center.services.installation import Installation
from safety_center.store.tables import Handover
from tests.factories import BANGKOK, PHNOM_PENH, make_actor, submit


@pytest.fixture
def counsellor(installation: Installation) -> Actor:
    return make_actor(installation, Role.COUNSELLOR)


@pytest.fixture
def officer(installation: Installation) -> Actor:
    return make_actor(installation, Role.OFFICER)


@pytest.fixture
def number(installation: Installation, counsellor: Actor) -> str:
    """A case taken by the call center and on its way to Phnom Penh."""
    submitted = submit(installation, counsellor, source="call_center", situation="missing")
    with writing(installation, counsellor) as ctx:
        send_handover(ctx, submitted.case_number or "", PHNOM_PENH, "가족이 급히 찾고 있음")
    return submitted.case_number or ""


def state(installation: Installation, actor: Actor, number: str) -> tuple[str, str, str | None]:
    """Owner, status and receiver of a case."""
    with reading(installation, actor) as ctx:
        case = require_case(ctx, number)
    return case.owner_unit, case.status, case.handover_to_unit


def test_the_sender_owns_the_case_until_it_is_accepted(
    installation: Installation, counsellor: Actor, officer: Actor, number: str
) -> None:
    assert state(installation, counsellor, number) == (CALL_CENTER, "handover_pending", PHNOM_PENH)
    with writing(installation, officer) as ctx:
        accept_handover(ctx, number)
    assert state(installation, counsellor, number) == (PHNOM_PENH, "in_progress", None)


def test_both_ends_see_what_waits(
    installation: Installation, counsellor: Actor, officer: Actor, number: str
) -> None:
    with writing(installation, counsellor) as ctx:
        received, sent = list_waiting(ctx)
        assert ([], [number]) == (list(received), [case.number for _, case in sent])
    with writing(installation, officer) as ctx:
        received, sent = list_waiting(ctx)
        assert ([number], []) == ([case.number for _, case in received], list(sent))


def test_a_returned_handover_leaves_the_case_with_the_sender(
    installation: Installation, counsellor: Actor, officer: Actor, number: str
) -> None:
    with writing(installation, officer) as ctx:
        return_handover(ctx, number, "관할은 주태국대사관임")
    assert state(installation, counsellor, number) == (CALL_CENTER, "received", None)
    with reading(installation, counsellor) as ctx:
        handover = ctx.session.exec(select(Handover)).one()
    assert (handover.state, handover.reason) == ("returned", "관할은 주태국대사관임")
    assert handover.decided_at is not None
    assert handover.decided_at >= handover.sent_at


def test_returning_needs_a_reason(installation: Installation, officer: Actor, number: str) -> None:
    with pytest.raises(InputRefused), writing(installation, officer) as ctx:
        return_handover(ctx, number, "")


def test_the_sender_takes_an_unanswered_handover_back(
    installation: Installation, counsellor: Actor, number: str
) -> None:
    with writing(installation, counsellor) as ctx:
        withdraw_handover(ctx, number)
    assert state(installation, counsellor, number) == (CALL_CENTER, "received", None)


def test_only_the_receiver_accepts(
    installation: Installation, counsellor: Actor, number: str
) -> None:
    with pytest.raises(Forbidden), writing(installation, counsellor) as ctx:
        accept_handover(ctx, number)
    stranger = make_actor(installation, Role.OFFICER, unit_code=BANGKOK)
    with pytest.raises(NotFound), writing(installation, stranger) as ctx:
        accept_handover(ctx, number)


def test_a_handover_is_answered_once(
    installation: Installation, officer: Actor, number: str
) -> None:
    with writing(installation, officer) as ctx:
        accept_handover(ctx, number)
    with pytest.raises(Conflict), writing(installation, officer) as ctx:
        accept_handover(ctx, number)


@pytest.mark.parametrize(
    ("unit", "code"), [("MOON", "unknown_code"), (CALL_CENTER, "same_unit"), ("", "unknown_code")]
)
def test_a_handover_needs_another_unit(
    installation: Installation, counsellor: Actor, unit: str, code: str
) -> None:
    number = submit(installation, counsellor, source="call_center").case_number or ""
    with pytest.raises(InputRefused) as refused, writing(installation, counsellor) as ctx:
        send_handover(ctx, number, unit)
    assert refused.value.errors[0].code == code


def test_a_case_waiting_for_an_answer_is_not_handed_over_again(
    installation: Installation, counsellor: Actor, number: str
) -> None:
    with pytest.raises(Conflict), writing(installation, counsellor) as ctx:
        send_handover(ctx, number, BANGKOK)
