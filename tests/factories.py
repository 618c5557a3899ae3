"""What tests are made of: installations, actors, reports. Everything is synthetic."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import select

from safety_center.domain.access import CALL_CENTER, SAFETY_CENTER, Actor, Role
from safety_center.domain.accounts import AccountInput
from safety_center.domain.periods import seoul_date, utc_now
from safety_center.domain.reports import ReportInput, parse_report
from safety_center.services.accounts import create_account, find_actor
from safety_center.services.context import reading, writing
from safety_center.services.installation import Installation, open_installation
from safety_center.services.intake import Submitted, submit_report
from safety_center.services.reference import load_reference
from safety_center.settings import load_settings
from safety_center.store.tables import Country
from safety_center.store.vault import make_key_file

#: The year in the numbers of what is reported here: Seoul's, of an hour ago (see `report_values`).
YEAR = seoul_date(utc_now() - timedelta(hours=1)).year
PHNOM_PENH = "KHM-PHNOMPENH"
BANGKOK = "THA-BANGKOK"
UNITS = {
    Role.OFFICER: PHNOM_PENH,
    Role.MISSION_HEAD: PHNOM_PENH,
    Role.COUNSELLOR: CALL_CENTER,
    Role.ANALYST: SAFETY_CENTER,
    Role.CENTER_MANAGER: SAFETY_CENTER,
    Role.ADMINISTRATOR: None,
    Role.AUDITOR: None,
}


def environment_of(installation: Installation, **more: str) -> dict[str, str]:
    """Where a process of its own finds an installation."""
    settings = installation.settings
    return {
        **os.environ,
        "SAFETY_CENTER_DATABASE_URL": settings.database_url,
        "SAFETY_CENTER_KEY_FILE": str(settings.key_file),
        "SAFETY_CENTER_FILES_FOLDER": str(settings.files_folder),
        **more,
    }


def make_installation(database_url: str, folder: Path, **settings: Any) -> Installation:
    """An installation with reference data, on a migrated database."""
    key_file = folder / "keys.json"
    if not key_file.exists():
        make_key_file(key_file)
    # Few tests are about the second factor: those that are ask for it.
    fixed = {"secure_cookies": False, "second_factor_roles": "", **settings}
    chosen = load_settings(
        {}, database_url=database_url, key_file=key_file, files_folder=folder / "files", **fixed
    )
    installation = open_installation(chosen)
    with installation.database.writing() as session:
        if session.exec(select(Country).limit(1)).first() is None:
            load_reference(session, chosen.data_folder, utc_now().date())
    return installation


def make_actor(
    installation: Installation,
    role: Role,
    unit_code: str | None = None,
    username: str | None = None,
    password: str | None = None,
) -> Actor:
    """An account of a role (at Phnom Penh, a center or nowhere unless told) and its actor."""
    unit = unit_code or UNITS[role]
    name = (
        username or f"{role.value.replace('_', '.')}.{(unit or 'none').lower().replace('_', '-')}"
    )
    account = AccountInput(username=name, display_name=f"시험 {role.ko}", role=role, unit_code=unit)
    with writing(installation, None) as ctx:
        create_account(ctx, account, password)
    with reading(installation, None) as ctx:
        actor = find_actor(ctx, name)
    assert actor is not None
    return replace(actor)


def report_values(**changes: Any) -> dict[str, Any]:
    """The four fields that must be known, as a door would hand them over, and the clock."""
    values = {
        "source": "mission",
        "received_at": (datetime.now(UTC) - timedelta(hours=1)).isoformat(),
        "caller_none": "true",
        "country_code": "KH",
        "situation": "theft",
        "narrative": "시장에서 가방을 도난당했다고 함.",
    }
    return {**values, **changes}


def make_report(**changes: Any) -> ReportInput:
    """A valid report."""
    return parse_report(report_values(**changes))


def submit(installation: Installation, actor: Actor, **changes: Any) -> Submitted:
    """Store one report in a unit of its own."""
    with writing(installation, actor) as ctx:
        return submit_report(ctx, make_report(**changes))
