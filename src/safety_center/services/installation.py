"""One installation: settings, database, keys, and the reference data that change rarely."""

import threading
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from sqlmodel import Session

from safety_center.domain.places import Places
from safety_center.services.places import build_places
from safety_center.settings import Settings
from safety_center.store.session import Database
from safety_center.store.tables import SystemFact
from safety_center.store.vault import Vault, load_vault

#: Value of the system fact `mode` where the data are synthetic.
DEMONSTRATION_MODE = "demonstration"


@dataclass
class Installation:
    """What a process holds for its whole life. `places` is read once a day and after each load."""

    settings: Settings
    database: Database
    vault: Vault
    _places: tuple[date, int, Places] | None = None
    _generation: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def places(self, session: Session, today: date) -> Places:
        """Selectable countries and missions of today, from memory while nothing changed."""
        held = self.held_places(today)
        if held is not None:
            return held
        with self._lock:
            places = build_places(session, today)
            self._places = (today, self._generation, places)
        return places

    def held_places(self, today: date) -> Places | None:
        """The same where they are in memory: whoever has no session asks for one only if need be."""
        held = self._places
        return held[2] if held is not None and held[:2] == (today, self._generation) else None

    @cached_property
    def holds_synthetic_data(self) -> bool:
        """True for a demonstration: every figure, page and file then says that its data are made up.

        The database itself knows, so that no forgotten setting can pass made-up figures for real.
        """
        if self.settings.demonstration:
            return True
        with self.database.reading() as session:
            mode = session.get(SystemFact, "mode")
        return mode is not None and mode.value == DEMONSTRATION_MODE

    def reference_changed(self) -> None:
        """Forget what was read; called after reference data were loaded."""
        self._generation += 1


def open_installation(settings: Settings) -> Installation:
    """Open the database and the keys that the settings name."""
    return Installation(settings, Database(settings.database_url), load_vault(settings.key_file))
