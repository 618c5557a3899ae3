"""Whose turn it is to write into an SQLite database, across threads and processes.

SQLite lets in whoever happens to ask when the lock is free, and those who wait ask ever more seldom,
at last every tenth of a second. Here everybody first becomes *the next*, of whom there is one, and as
such waits for whoever writes. Who has just written and goes on stands behind the next one, so that
nobody who works in pieces keeps others out, however short the gaps are.

Only the order hangs on this; SQLite's own lock guards the data. Whoever has waited for too long, or
may not use the files, goes to that one at once.
"""

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

#: Longer than any writing unit in service holds up others.
PATIENCE_SECONDS = 10.0
_ASK_SECONDS = 0.001


class ThreadTurns:
    """Turns of the threads of this process."""

    def __init__(self) -> None:
        self._next, self._writing = threading.Lock(), threading.Lock()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for one's turn, and keep it until left."""
        with self._next:
            self._writing.acquire()
        try:
            yield
        finally:
            self._writing.release()

    def is_taken(self) -> bool:
        """Whether a thread has its turn or waits for it."""
        return self._next.locked() or self._writing.locked()


class FileTurns:
    """Turns of processes: `flock` on two files beside the database, which end with their holder.

    The files stay: removing one would let two processes lock two files.
    """

    def __init__(self, database: Path) -> None:
        self._next = database.with_name(f"{database.name}-next-writer.lock")
        self._writing = database.with_name(f"{database.name}-writer.lock")

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for one's turn, and keep it until left."""
        end = time.monotonic() + PATIENCE_SECONDS
        with ExitStack() as held:
            with ExitStack() as waiting:
                if _wait_for(self._next, end, waiting):
                    _wait_for(self._writing, end, held)
            yield

    def is_taken(self) -> bool:
        """Whether a process has its turn or waits for it."""
        for path in (self._next, self._writing):
            with ExitStack() as held:
                if not _take(path, held):
                    return True
        return False


def _wait_for(path: Path, end: float, held: ExitStack) -> bool:
    """Lock a file until `held` is left; False when time has run out."""
    while not _take(path, held):
        if time.monotonic() >= end:
            return False
        time.sleep(_ASK_SECONDS)
    return True


def _take(path: Path, held: ExitStack) -> bool:
    """Lock a file if it is free. One that cannot be locked keeps nobody waiting: it counts as free."""
    try:
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError:
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(file)
        return False
    except OSError:  # no such locks here, on some shared folders: SQLite's own must do
        os.close(file)
        return True
    held.callback(_give_back, file)
    return True


def _give_back(file: int) -> None:
    """By name, not by closing alone: a process forked meanwhile may have the file open too."""
    with suppress(OSError):
        fcntl.flock(file, fcntl.LOCK_UN)
    os.close(file)
