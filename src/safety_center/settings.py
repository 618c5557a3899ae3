"""Settings, read once from `SAFETY_CENTER_…` variables; a wrong one stops the start by its name."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from safety_center.domain.access import Role
from safety_center.domain.networks import Networks, parse_networks
from safety_center.domain.trail import ACCESS_FLOOR_YEARS, RIGHTS_FLOOR_YEARS

_PREFIX = "SAFETY_CENTER_"
_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parent.parent


def _shipped(name: str) -> Path:
    """A folder at the top of a checkout, or its copy inside an installed wheel."""
    packaged = _PACKAGE / f"_{name}"
    return packaged if packaged.is_dir() else _CHECKOUT / name


def _listed(value: Any) -> Any:
    """`a, b` → `["a", "b"]`; what is no text stays as it is."""
    if not isinstance(value, str):
        return value
    return [part.strip() for part in value.split(",") if part.strip()]


_Thresholds = Annotated[
    tuple[Annotated[int, Field(ge=1, le=10_000)], ...],
    BeforeValidator(_listed),
    Field(min_length=1, max_length=3),
]
_MaybePath = Annotated[Path | None, BeforeValidator(lambda value: value or None)]
_Roles = Annotated[frozenset[Role], BeforeValidator(_listed)]
_Acts = Annotated[frozenset[Literal["reveal", "export"]], BeforeValidator(_listed)]


class SettingsError(Exception):
    """A setting is missing or wrong; the message names the variable."""


class Settings(BaseModel):
    """Every setting of the service; each is described in `docs/settings.md`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    database_url: str = "sqlite:///var/safety-center.db"
    key_file: Path = Path("var/keys.json")
    files_folder: Path = Path("var/files")
    backup_folder: _MaybePath = None
    backup_key_file: _MaybePath = None
    backups_kept: int = Field(default=14, ge=1, le=1_000)
    postgresql_programs: _MaybePath = None
    data_folder: Path = Field(default_factory=lambda: _shipped("data"))
    dashboards_folder: Path = Field(default_factory=lambda: _shipped("dashboards"))
    demonstration: bool = False
    secure_cookies: bool = True
    trusted_proxies: int = Field(default=0, ge=0, le=5)
    idle_minutes: int = Field(default=10, ge=2, le=120)
    session_hours: int = Field(default=8, ge=1, le=24)
    sessions_at_once: int = Field(default=1, ge=1, le=20)
    lock_after: int = Field(default=5, ge=3, le=20)
    password_length: int = Field(default=10, ge=8, le=64)
    password_classes: int = Field(default=3, ge=1, le=4)
    password_history: int = Field(default=5, ge=0, le=24)
    second_factor_roles: _Roles = frozenset({Role.ADMINISTRATOR})
    second_factor_acts: _Acts = frozenset()
    allowed_networks: Annotated[Networks, BeforeValidator(parse_networks)] = Field(
        default_factory=dict
    )
    default_scheme: str = "statistics"
    call_center_ko: str = "영사안전콜센터"
    call_center_en: str = "Consular Safety Call Center"
    safety_center_ko: str = "해외안전지킴센터"
    safety_center_en: str = "Overseas Safety Center"
    ministry_adopted: bool = False
    log_format: Literal["json", "text"] = "json"
    metrics_token_file: _MaybePath = None
    web_threads: int = Field(default=8, ge=1, le=64)
    report_hours: _Thresholds = (24,)
    accept_hours: _Thresholds = (1, 4)
    close_days: _Thresholds = (30,)
    refresh_seconds: int = Field(default=30, ge=5, le=3600)
    job_attempts: int = Field(default=3, ge=1, le=10)
    import_megabytes: int = Field(default=40, ge=1, le=200)
    import_days: int = Field(default=30, ge=1, le=365)
    draft_days: int = Field(default=30, ge=1, le=365)
    briefings_kept: int = Field(default=30, ge=1, le=500)
    export_rows_mission: int = Field(default=2_000, ge=0, le=1_000_000)
    export_rows_center: int = Field(default=20_000, ge=0, le=1_000_000)
    export_rows_analyst: int = Field(default=50_000, ge=0, le=1_000_000)
    access_log_years: int = Field(default=3, ge=ACCESS_FLOOR_YEARS, le=30)
    rights_log_years: int = Field(default=5, ge=RIGHTS_FLOOR_YEARS, le=30)
    review_days: int = Field(default=31, ge=1, le=93)


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
