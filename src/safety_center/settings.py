"""Settings, read once from `SAFETY_CENTER_…` variables; a wrong one stops the start by its name."""

import os
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

_PREFIX = "SAFETY_CENTER_"
_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parent.parent


def _shipped(name: str) -> Path:
    """A folder at the top of a checkout, or its copy inside an installed wheel."""
    packaged = _PACKAGE / f"_{name}"
    return packaged if packaged.is_dir() else _CHECKOUT / name


class SettingsError(Exception):
    """A setting is missing or wrong; the message names the variable."""


class Settings(BaseModel):
    """Every setting of the service; each is described in `docs/settings.md`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    database_url: str = "sqlite:///var/safety-center.db"
    key_file: Path = Path("var/keys.json")
    files_folder: Path = Path("var/files")
    data_folder: Path = Field(default_factory=lambda: _shipped("data"))
    dashboards_folder: Path = Field(default_factory=lambda: _shipped("dashboards"))
    demonstration: bool = False
    secure_cookies: bool = True
    trusted_proxies: int = Field(default=0, ge=0, le=5)
    idle_minutes: int = Field(default=10, ge=2, le=120)
    session_hours: int = Field(default=8, ge=1, le=24)
    lock_after: int = Field(default=5, ge=3, le=20)
    password_length: int = Field(default=10, ge=8, le=64)
    default_scheme: str = "statistics"
    call_center_ko: str = "영사안전콜센터"
    call_center_en: str = "Consular Safety Call Center"
    safety_center_ko: str = "해외안전지킴센터"
    safety_center_en: str = "Overseas Safety Center"
    ministry_adopted: bool = False
    web_threads: int = Field(default=8, ge=1, le=64)
    refresh_seconds: int = Field(default=30, ge=5, le=3600)
    job_attempts: int = Field(default=3, ge=1, le=10)


def load_settings(environment: Mapping[str, str] | None = None, **fixed: object) -> Settings:
    """Settings from the environment; `fixed` wins. Unknown `SAFETY_CENTER_…` names are refused."""
    source = os.environ if environment is None else environment
    values: dict[str, object] = {
        name.removeprefix(_PREFIX).lower(): value
        for name, value in source.items()
        if name.startswith(_PREFIX)
    }
    try:
        return Settings.model_validate({**values, **fixed})
    except ValidationError as error:
        faults = "; ".join(
            f"{_PREFIX}{str(fault['loc'][0]).upper()}: {fault['msg']}" for fault in error.errors()
        )
        raise SettingsError(faults) from None
