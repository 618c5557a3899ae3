"""Reading with a row in the trail: the page is read without holding back writers, then noted shortly."""

from collections.abc import Iterator
from contextlib import contextmanager

from safety_center.services.context import Context
from safety_center.web.request import reading_unit, writing_unit


@contextmanager
def noting_unit() -> Iterator[Context]:
    """A unit that reads; what it notes is in the trail before the page goes out, or the page fails.

    On SQLite a writing unit holds the one write lock from its start, so a long list read in it
    would make every officer wait who saves.
    """
    with reading_unit() as ctx:
        yield ctx
    if ctx.acts:
        with writing_unit() as note:
            note.acts.extend(ctx.acts)
