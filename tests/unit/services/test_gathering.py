"""Work for many at once: everybody gets their own outcome, whatever becomes of the rest."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from safety_center.services.gathering import Gathering


class Desk:
    """Work that waits until it is let go, so that others can gather meanwhile."""

    def __init__(self, most: int = 8) -> None:
        self.batches: list[list[int]] = []
        self.handed_in = 0
        self.begun, self.go = threading.Semaphore(0), threading.Semaphore(0)
        self.gathering: Gathering[int, str] = Gathering(self._work, most)
        self.pool = ThreadPoolExecutor(16)

    def _work(self, items: Sequence[int]) -> list[str | None]:
        self.batches.append(list(items))
        self.begun.release()
        assert self.go.acquire(timeout=10)
        if 13 in items:
            raise ValueError(13)
        if 99 in items:
            raise SystemExit
        return [None if item < 0 else f"outcome {item}" for item in items]

    def hand_in(self, *items: int) -> list[Future[str | None]]:
        """Each by a thread of its own, in this order."""
        found = []
        for item in items:
            found.append(self.pool.submit(self.gathering.hand_in, item))
            self.handed_in += 1
            self._wait_until_all_are_in()
        return found

    def _wait_until_all_are_in(self) -> None:
        end = time.monotonic() + 10
        while sum(map(len, self.batches)) + self.gathering.count_waiting() < self.handed_in:
            assert time.monotonic() < end
            time.sleep(0.001)

    def lead(self) -> None:
        assert self.begun.acquire(timeout=10)

    def end(self) -> None:
        self.go.release()


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_one_alone_is_served_at_once(desk: Desk) -> None:
    desk.end()
    assert desk.gathering.hand_in(1) == "outcome 1"


def test_who_comes_meanwhile_goes_together_and_gets_the_own_outcome(desk: Desk) -> None:
    (first,) = desk.hand_in(1)
    desk.lead()
    later = desk.hand_in(2, -3, 4)
    desk.end()
    desk.end()
    assert first.result(10) == "outcome 1"
    assert [each.result(10) for each in later] == ["outcome 2", None, "outcome 4"]
    assert desk.batches == [[1], [2, -3, 4]]


def test_no_more_than_the_most_go_at_a_time() -> None:
    desk = Desk(most=2)
    waiting = desk.hand_in(1)
    desk.lead()
    waiting += desk.hand_in(2, 3, 4)
    for _ in range(3):
        desk.end()
    assert [each.result(10) for each in waiting] == [f"outcome {n}" for n in (1, 2, 3, 4)]
    assert desk.batches == [[1], [2, 3], [4]]


def test_when_the_work_fails_everybody_of_it_is_left_alone_and_the_next_are_served(
    desk: Desk,
) -> None:
    waiting = desk.hand_in(1)
    desk.lead()
    waiting += desk.hand_in(2, 13)
    desk.end()
    desk.lead()
    waiting += desk.hand_in(5)
    desk.end()
    desk.end()
    outcomes = [each.result(10) for each in waiting]
    assert outcomes == ["outcome 1", None, None, "outcome 5"]


def test_when_the_leader_dies_nobody_waits_for_ever(desk: Desk) -> None:
    (dying,) = desk.hand_in(99)
    desk.lead()
    (following,) = desk.hand_in(2)
    desk.end()
    desk.end()
    with pytest.raises(SystemExit):
        dying.result(10)
    assert following.result(10) == "outcome 2"


def test_who_dies_with_the_leader_is_left_alone(desk: Desk) -> None:
    waiting = desk.hand_in(1)
    desk.lead()
    waiting += desk.hand_in(99, 2)
    desk.end()
    desk.end()
    assert waiting[0].result(10) == "outcome 1"
    with pytest.raises(SystemExit):
        waiting[1].result(10)
    assert waiting[2].result(10) is None


def test_many_threads_all_get_their_own() -> None:
    gathering: Gathering[int, int] = Gathering(lambda items: [item * 2 for item in items], 4)
    with ThreadPoolExecutor(12) as pool:
        assert list(pool.map(gathering.hand_in, range(600))) == [n * 2 for n in range(600)]
