"""Every address of the service, what it needs, and records to try it with.

`python -m tests.functional.addresses` writes the matrix of roles and addresses into `docs/access.md`.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import groupby
from pathlib import Path

from flask import Flask

from safety_center.api.operations import OPERATIONS
from safety_center.app import create_app
from safety_center.domain.access import SAFETY_CENTER, Actor, Permission, Role
from safety_center.domain.exemplary import CardInput, ExemplaryState
from safety_center.domain.periods import utc_now
from safety_center.domain.promises import parse_promise
from safety_center.domain.review import FindingKind
from safety_center.domain.tokens import grantable_scopes
from safety_center.domain.vocabulary import CaseStatus
from safety_center.services.cases.saved_filters import save_filter
from safety_center.services.context import Context, writing
from safety_center.services.drafts import save_draft
from safety_center.services.exemplary import nominate
from safety_center.services.installation import Installation
from safety_center.services.promises import record_promise
from safety_center.services.sheets.imports import take_file
from safety_center.store.cases import fetch_case
from safety_center.store.migrate import upgrade
from safety_center.store.tables import AccessFinding, ExemplaryCase
from safety_center.web.gate import OPEN, SIGNED_IN, Needs, may_enter, needs_of
from tests.databases import copy_sqlite_database, sqlite_url
from tests.factories import BANGKOK, PHNOM_PENH, make_actor, make_installation, submit
from tests.functional.desk import Desk, sit_down
from tests.visitor import Visitor

DOCUMENT = Path(__file__).parents[2] / "docs" / "access.md"
_BEGIN, _END = "<!-- addresses -->\n", "<!-- end of addresses -->\n"
#: `<first word of the address>.<place holder>` → a value to try.
Records = dict[str, str]
#: Place holders that stand for somebody's record; the others are open to whoever may enter.
SCOPED = (
    "cases.number",
    "cases.filter_id",
    "drafts.token",
    "exemplary.card_id",
    "explanations.finding",
    "handovers.number",
    "imports.token",
    "reports.receipt",
)
_ABOUT_CASES = ("cases.number", "handovers.number", "reports.receipt")
_SECRET = "비밀스러운 방콕 사건"
#: Nobody made it: briefings are everybody's who may open them.
_BRIEFING = "2026-20260101T000000-00000000"
#: Records of those kinds that nobody has.
NOTHING = {
    "cases.number": "2026-THA-999999",
    "handovers.number": "2026-THA-999999",
    "reports.receipt": "R-2026-9999999",
    "cases.filter_id": "999999",
    "drafts.token": "there-is-no-such-draft",
    "exemplary.card_id": "999999",
    "explanations.finding": "999999",
    "imports.token": "there-is-no-such-file",
}
#: Tried elsewhere: they ask for more than a role (a password, a proven factor) or end the session.
ELSEWHERE = ("/metrics", "/second-factor/codes", "/sign-in", "/sign-in/demonstration", "/sign-out")


@dataclass(frozen=True)
class Address:
    """One address with one method."""

    rule: str
    method: str
    needs: Needs

    @property
    def place_holders(self) -> list[str]:
        first = self.rule.split("/")[1]
        return [f"{first}.{name}" for name in re.findall(r"<(?:\w+:)?(\w+)>", self.rule)]

    @property
    def names_a_record(self) -> bool:
        return any(name in SCOPED for name in self.place_holders)

    @property
    def is_about_cases(self) -> bool:
        return any(name in _ABOUT_CASES for name in self.place_holders)

    def filled(self, records: Records) -> str:
        path = self.rule
        for name in self.place_holders:
            pattern = rf"<(?:\w+:)?{name.partition('.')[2]}>"
            path = re.sub(pattern, records[name], path, count=1)
        return path


@dataclass(frozen=True)
class House:
    """An installation with a desk for each role, each desk's own records, and somebody else's."""

    installation: Installation
    addresses: list[Address]
    desks: Mapping[Role, Desk]
    own: Mapping[Role, Records]
    others: Records
    others_secret: str = _SECRET


def list_addresses(app: Flask) -> list[Address]:
    """Every address, in the order of the alphabet."""
    found = [
        Address(rule.rule, method, needs_of(app, rule.endpoint))
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]
    return sorted(found, key=lambda a: (a.rule, a.method))


def open_house(template: Path, folder: Path) -> House:
    """Everything the matrix needs, on SQLite."""
    url = copy_sqlite_database(template, folder / "matrix.sqlite3")
    installation = make_installation(url, folder)
    desks = {role: sit_down(installation, role) for role in Role}
    own = {role: _records(installation, desk) for role, desk in desks.items()}
    others = _records(
        installation, sit_down(installation, Role.OFFICER, unit_code=BANGKOK), "TH", _SECRET
    )
    return House(installation, list_addresses(desks[Role.OFFICER].app), desks, own, others)


def _records(
    installation: Installation, desk: Desk, country: str = "KH", text: str = "우리 사건"
) -> Records:
    """A case, a report, a draft of that desk's own; a desk without cases names another's."""
    actor, owner = desk.actor, desk.actor
    if actor.role in {Role.ANALYST, Role.ADMINISTRATOR, Role.AUDITOR}:
        owner = make_actor(
            installation, Role.OFFICER, PHNOM_PENH, username=f"for.{actor.role.value}"
        )
    stored = submit(installation, owner, country_code=country, narrative=text)
    with writing(installation, actor) as ctx:
        draft = save_draft(ctx, "report", {"narrative": [text]})
        asked = _finding(ctx, actor.account_id)
    spare = make_actor(installation, Role.OFFICER, username=f"spare.{actor.username}")
    return {
        "accounts.username": spare.username,
        "cases.number": stored.case_number or "",
        "handovers.number": stored.case_number or "",
        "reports.receipt": stored.receipt_number or "",
        "cases.filter_id": _filter(installation, desk, text),
        "drafts.token": draft,
        "exemplary.card_id": _card(installation, desk, owner, text),
        "explanations.finding": asked,
        "imports.token": _sheet(installation, desk, text),
        "imports.file_format": "csv",
        "promises.promise": _promise(installation, desk),
        "review.finding": asked,
        "tokens.token_id": "1",
        "briefings.name": _BRIEFING,
        "briefings.form": "html",
        "dashboards.name": "overview",
        "dashboards.panel": "persons",
        "dashboards.file": "overview.html",
        "jobs.name": "refresh-statistics",
        "reference.name": "countries",
        "static.filename": "app/app.css",
    }


def _card(installation: Installation, desk: Desk, owner: Actor, text: str) -> str:
    """A card that is being written, of a closed case; published for a desk that only reads."""
    writes = desk.actor.may(Permission.EXEMPLARY_NOMINATE)
    if not writes and owner is desk.actor:
        owner = make_actor(installation, Role.OFFICER, username=f"writes.{desk.actor.username}")
    number = submit(installation, owner, narrative=text).case_number or ""
    with writing(installation, owner) as ctx:
        case = fetch_case(ctx.session, number)
        assert case
        case.status, case.owner_unit = CaseStatus.CLOSED.value, owner.unit_code or ""
        ctx.session.flush()
        card = ctx.session.get_one(ExemplaryCase, nominate(ctx, number))
        if not writes:
            card.state, card.published_at = ExemplaryState.PUBLISHED.value, ctx.now
            card.card = CardInput(title=text).model_dump_json()
        return str(card.id)


def _finding(ctx: Context, account_id: int) -> str:
    """A finding that the account is asked to explain."""
    row = AccessFinding(
        day=ctx.today,
        kind=FindingKind.VOLUME.value,
        account_id=account_id,
        first_seq=1,
        last_seq=1,
        found_at=ctx.now,
        asked_at=ctx.now,
    )
    ctx.session.add(row)
    ctx.session.flush()
    return str(row.id)


def _promise(installation: Installation, desk: Desk) -> str:
    """What the desk's unit promised, so that its head may settle it."""
    actor = desk.actor
    manager = replace(actor, role=Role.CENTER_MANAGER)
    given = {"question": "언제까지 하는가?", "due_on": utc_now().date() + timedelta(days=30)}
    with writing(installation, manager) as ctx:
        owner = actor.unit_code or SAFETY_CENTER
        return str(record_promise(ctx, parse_promise({**given, "owner_unit": owner})))


def _filter(installation: Installation, desk: Desk, name: str) -> str:
    if not desk.actor.may(Permission.CASE_VIEW):
        return "1"
    with writing(installation, desk.actor) as ctx:
        return str(save_filter(ctx, name, {"severity": "critical"}).id)


def _sheet(installation: Installation, desk: Desk, name: str) -> str:
    if not desk.actor.may(Permission.REPORT_IMPORT):
        return NOTHING["imports.token"]
    with writing(installation, desk.actor) as ctx:
        return take_file(ctx, f"{name}.csv", [b"source,narrative\n"])


def stranger(installation: Installation) -> Visitor:
    """Somebody who is not signed in."""
    return Visitor(installation)


def generated() -> str:
    """The matrix as a table: addresses with the same needs and roles stand together."""
    with tempfile.TemporaryDirectory() as name:
        url = sqlite_url(Path(name) / "empty.sqlite3")
        upgrade(url)
        installation = make_installation(url, Path(name))
        addresses = list_addresses(create_app(installation=installation))
        installation.database.close()
    head = ["address", "methods", "needs", *(role.value for role in Role)]
    lines = [_line(head), _line(["---"] * len(head))]
    for (rule, needs), found in groupby(
        sorted(addresses, key=lambda a: (a.rule, str(a.needs), a.method)),
        key=lambda a: (a.rule, a.needs),
    ):
        methods = " ".join(address.method for address in found)
        lines.append(_line([f"`{rule}`", methods, _needs_text(needs), *_marks(needs)]))
    return "".join(lines) + "\n" + _operations()


def _operations() -> str:
    """The API's part: what a token of a role's system account may do at most."""
    head = ["API operation", "needs", *(role.value for role in Role)]
    lines = [_line(head), _line(["---"] * len(head))]
    for operation in OPERATIONS:
        held = ["●" if operation.needs in grantable_scopes(role) else "" for role in Role]
        path = f"`{operation.method} /api/v1{operation.path}`"
        lines.append(_line([path, f"`{operation.needs}`", *held]))
    return "".join(lines)


def _marks(needs: Needs) -> list[str]:
    actors = (Actor(0, "", "", role, None) for role in Role)
    return ["●" if may_enter(actor, needs) else "" for actor in actors]


def _needs_text(needs: Needs) -> str:
    return {OPEN: "open to all", SIGNED_IN: "signed in"}.get(needs, f"`{needs}`")


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |\n"


def printed() -> str:
    """The matrix as the document has it."""
    return DOCUMENT.read_text(encoding="utf-8").partition(_BEGIN)[2].partition(_END)[0]


def write() -> None:
    """Put the matrix into the document."""
    before, _, rest = DOCUMENT.read_text(encoding="utf-8").partition(_BEGIN)
    after = rest.partition(_END)[2]
    DOCUMENT.write_text(before + _BEGIN + generated() + _END + after, encoding="utf-8")


if __name__ == "__main__":
    write()
