"""Reports through the API, at 1 and 16 clients, beside a bare Flask + psycopg endpoint."""

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import psycopg
from sqlalchemy import func, select
from sqlalchemy.engine import make_url

from benchmarks.bare import TABLES
from benchmarks.databases import (
    TITLES,
    UNIT,
    Place,
    drop_database,
    installed,
    maintenance,
    new_database,
)
from benchmarks.harness import Finding, progress, require_equal
from benchmarks.load import Load, post, send_all
from benchmarks.material import report_values
from benchmarks.servers import served, served_bare
from safety_center.domain.access import Permission, Role
from safety_center.domain.accounts import AccountInput
from safety_center.domain.periods import utc_now
from safety_center.domain.tokens import TokenInput
from safety_center.services.accounts import create_account, find_actor
from safety_center.services.context import reading, writing
from safety_center.services.installation import Installation
from safety_center.services.tokens import create_system_account, create_token
from safety_center.store.tables import Case, Report, StoredAnswer, TrailEntry
from safety_center.store.trail_chain import find_faults

FULL_SIZE = 2_000
_CLIENTS = (1, 16)
_SHARE_OF_BARE, _TIMES_POSTGRES = 0.4, 3.0
_BARE = "bare"
#: One process on SQLite, whose writers then queue on one lock; two on PostgreSQL.
_WORKERS = {"sqlite": 1, "postgresql": 2, _BARE: 2}
_THREADS = 8


@dataclass
class _Side:
    """A server to send reports to, and what was sent so far."""

    port: int
    token: str | None
    made: Installation | None
    url: str
    sent: int = 0

    def request(self, number: int) -> bytes:
        """The request that hands in report `number`."""
        body = json.dumps(report_values(number), ensure_ascii=False).encode()
        if self.token is None:
            return post("/reports", body, {})
        key = f"bench-{number:010d}"
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": key}
        return post("/api/v1/reports", body, headers)

    def send(self, clients: int, count: int) -> Load:
        """Send so many more reports; every one must be stored."""
        first = self.sent
        load = send_all(self.port, clients, count, lambda number: self.request(first + number))
        self.sent += count
        require_equal("statuses of the answers", load.statuses, {201: count})
        self.check()
        return load

    def check(self) -> None:
        """As many rows as were sent, counted in the database, and the trail whole."""
        if self.made is None:
            with psycopg.connect(_plain(self.url)) as connection:
                for name in ("bare_case", "bare_audit"):
                    query = f"SELECT count(*) FROM {name}"  # noqa: S608 - names of our own
                    require_equal(name, connection.execute(query).fetchone(), (self.sent,))
            return
        with self.made.database.reading() as session:
            for table in (Report, Case, StoredAnswer):
                counted = session.execute(select(func.count()).select_from(table)).scalar_one()
                require_equal(table.__tablename__, counted, self.sent)
            acts = select(func.count()).where(TrailEntry.action == "report.submit")
            require_equal("acts in the trail", session.execute(acts).scalar_one(), self.sent)
            require_equal("faults of the trail", list(find_faults(session)), [])


def run(place: Place, systems: Sequence[str], size: int, rounds: int) -> Iterator[Finding]:
    """Lines per number of clients; the databases take turns."""
    with ExitStack() as stack:
        sides = {system: _start(stack, place, system) for system in systems}
        if "postgresql" in systems:
            sides[_BARE] = _start_bare(stack, place)
        for side in sides.values():
            side.send(
                4, max(8, size // 20)
            )  # connections, caches and prepared statements are there
        for clients in _CLIENTS:
            count = size if clients > 1 else max(20, size // 4)
            loads: dict[str, list[Load]] = {name: [] for name in sides}
            for number in range(rounds):
                for name in list(sides)[:: 1 if number % 2 == 0 else -1]:
                    progress(f"{count} reports, {clients} clients: {name}")
                    loads[name].append(sides[name].send(clients, count))
            yield from _findings(clients, {k: _middle(v) for k, v in loads.items()})


def _middle(loads: list[Load]) -> Load:
    """The run whose rate is the median."""
    return sorted(loads, key=lambda load: load.rate)[len(loads) // 2]


def _findings(clients: int, loads: dict[str, Load]) -> Iterator[Finding]:
    bare, postgres = loads.get(_BARE), loads.get("postgresql")
    for system in ("sqlite", "postgresql"):
        if system in loads and bare is not None:
            yield Finding(
                f"API, {clients} clients, {TITLES[system]}",
                _describe(loads[system]),
                _describe(bare),
                loads[system].rate / bare.rate,
                _SHARE_OF_BARE if system == "postgresql" and clients > 1 else None,
                note="beside bare Flask + psycopg (PostgreSQL), same gunicorn",
            )
    if clients > 1 and postgres is not None and "sqlite" in loads:
        ours, theirs = (loads[n].requests.percentile(0.99) for n in ("sqlite", "postgresql"))
        yield Finding(
            f"API, {clients} clients, p99 on SQLite",
            f"{ours * 1000:.0f} ms",
            f"{theirs * 1000:.0f} ms",
            ours / theirs,
            _TIMES_POSTGRES,
            at_most=True,
            note="beside the p99 on PostgreSQL",
        )


def _describe(load: Load) -> str:
    p50, p99 = (load.requests.percentile(share) * 1000 for share in (0.5, 0.99))
    return f"{load.rate:.0f}/s, p50 {p50:.1f}, p99 {p99:.1f} ms"


def _start(stack: ExitStack, place: Place, system: str) -> _Side:
    made, _ = stack.enter_context(installed(place, system))
    token = _make_token(made)
    log = Path(made.settings.key_file).parent / "server.log"
    port = stack.enter_context(served(made, _WORKERS[system], log))
    return _Side(port, token, made, made.settings.database_url)


def _start_bare(stack: ExitStack, place: Place) -> _Side:
    url = new_database(place, "postgresql", place.scratch)
    stack.callback(drop_database, place, url)
    with maintenance(url) as connection:
        for statement in TABLES:
            connection.execute(statement)
    log = place.scratch / "bare.log"
    port = stack.enter_context(served_bare(_plain(url), _WORKERS[_BARE], _THREADS, log))
    return _Side(port, None, None, url)


def _plain(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def _make_token(made: Installation) -> str:
    """The secret of a system user's token that may hand in reports."""
    chief = AccountInput(username="bench.chief", display_name="측정", role=Role.ADMINISTRATOR)
    with writing(made, None) as ctx:
        create_account(ctx, chief, None)
    with reading(made, None) as ctx:
        actor = find_actor(ctx, chief.username)
    system = AccountInput(
        username="bench.system", display_name="측정 시스템", role=Role.OFFICER, unit_code=UNIT
    )
    with writing(made, actor) as ctx:
        create_system_account(ctx, system)
    with writing(made, actor) as ctx:
        wanted = TokenInput(
            username=system.username,
            name="bench",
            scopes=[Permission.REPORT_SUBMIT],
            valid_to=utc_now().date() + timedelta(days=30),
        )
        return create_token(ctx, wanted)[0]
