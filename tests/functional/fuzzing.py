"""Random requests to every address of the pages: whatever is sent, the service answers and never fails.

`python -m tests.functional.fuzzing 5000` runs longer, on SQLite; `… postgresql` on PostgreSQL.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from safety_center.domain.access import Role
from safety_center.domain.reports import PersonInput, ReportInput
from safety_center.services.installation import Installation
from safety_center.store.migrate import upgrade
from tests import databases
from tests.factories import make_installation
from tests.functional.desk import FOUR_FIELDS, Desk, all_cases, sit_down

#: Ends the session, or plays a role of the demonstration.
_LEFT_OUT = ("/sign-out", "/sign-in", "/static", "/sessions", "/second-factor", "/health")
_NAMES = [
    *ReportInput.model_fields, *(f"persons.0.{name}" for name in PersonInput.model_fields),
    "persons.0.id", "persons.1.removed", "persons.x.sex", "version", "text", "reason", "to_unit",
    "message", "closing_note", "draft_id", "draft_form", "do", "settle", "username", "role", "unit_code",
    "password", "cursor", "q", "from", "to", "status", "number", "page", "scheme", "period", "month",
    "year", "file", "name", "columns", "filter", "token", "officer", "received_at_zone", "next", "lang",
    "after", "draft", "sort", "format", "keep", "case", "other", "valid_to", "scopes", "display_name",
]  # fmt: skip
_VALUES = [
    "", " ", "\0", "가\0나", "\ufffd", "\u202e", "\u200b", "\ud7ff\ue000", "가" * 300, "a" * 5000, "-1", "0", "1",
    "2147483648", "9" * 20, "1e309", "nan", "true", "[]", "{}", "null", "../../etc/passwd", "%00", "%s%n",
    "'; DROP TABLE report; --", "<script>alert(1)</script>", "=1+1", "2026-11-22", "0001-01-01", "9999-12-31",
    "2026-02-30", "2026-11-22T10:00", "2026-03-08T02:30", "9999-12-31T23:59", "0001-01-01T00:00", "24:00",
    "02:30", "850101-1234567", "M12345678", "캄보디아", "KH", "US", "KR", "theft_loss", "theft", "loss", "victim",
    "detained", "opened_case", "joined_case", "seoul", "place", "KHM-PHNOMPENH", "THA-BANGKOK", "CALL-CENTER",
    "open", "received", "closed", "save", "next", "handover", "person", "move", "mask", "officer", "2026-KHM-000001",
    "2026-11", "statistics", "summary", "persons", "csv", "xlsx", "en", "ko",
]  # fmt: skip


class Fuzz:
    """An installation with a case, and people who send anything to any address."""

    def __init__(self, installation: Installation, seed: int, roles: tuple[Role, ...]) -> None:
        self.random = random.Random(seed)  # noqa: S311 - a test's dice, to be thrown again
        self.desks = [sit_down(installation, role) for role in roles]
        first = self.desks[0]
        receipt = first.take_report()
        self.known = {"number": all_cases(installation)[0].number, "receipt": receipt}
        rules = first.app.url_map.iter_rules()
        self.rules = sorted(
            (rule.rule, method)
            for rule in rules
            for method in (rule.methods or set()) & {"GET", "POST"}
            if not rule.rule.startswith(_LEFT_OUT)
        )

    def run(
        self, rounds: int, methods: tuple[str, ...] = ("GET", "POST")
    ) -> Iterator[tuple[str, str, int]]:
        """`(method, rule, status)` of each request."""
        rules = [(rule, method) for rule, method in self.rules if method in methods]
        for _ in range(rounds):
            for rule, method in rules:
                yield method, rule, self.send(self.random.choice(self.desks), rule, method)

    def send(self, desk: Desk, rule: str, method: str) -> int:
        """One request; a form of a report is mostly right, so that it comes far."""
        path = re.sub(r"<(?:\w+:)?(\w+)>", self._part, rule)
        values = self._values()
        if method == "GET":
            return desk.get(path, query_string=values).status_code
        if rule == "/reports/new" and self.random.random() < 0.7:
            values = {**FOUR_FIELDS, **dict(list(values.items())[:2])}
        return desk.post(path, values).status_code

    def _part(self, match: re.Match[str]) -> str:
        known = self.known.get(match[1])
        if known and self.random.random() < 0.8:
            return known
        return self.random.choice(_VALUES).strip("/.") or "x"

    def _values(self) -> dict[str, Any]:
        names = self.random.sample(_NAMES, self.random.randint(0, 6))
        return {name: self.random.choice(_VALUES) for name in names}


def main(rounds: int, database: str) -> None:
    """Run long and say what came of it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if database == "postgresql":
            databases.open_run_folder()
            url = databases.create_postgres_database(databases.start_postgres())
        else:
            url = databases.sqlite_url(folder / "fuzz.sqlite3")
        upgrade(url)
        installation = make_installation(url, folder)
        roles = (Role.OFFICER, Role.COUNSELLOR, Role.CENTER_MANAGER, Role.ANALYST, Role.AUDITOR)
        fuzz = Fuzz(installation, seed=rounds, roles=(*roles, Role.ADMINISTRATOR))
        seen: Counter[int] = Counter()
        failed: Counter[tuple[str, str]] = Counter()
        for method, rule, status in fuzz.run(rounds):
            seen[status] += 1
            if status >= 500:
                failed[method, rule] += 1
        print(
            f"{sum(seen.values())} requests to {len(fuzz.rules)} addresses on {database}: {dict(seen)}"
        )
        print(f"failures: {dict(failed)}")
        installation.database.close()
        if database == "postgresql":
            databases.close_run_folder()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "sqlite")
