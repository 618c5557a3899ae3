"""What a backup says about itself: when, of what, how much, up to which act; nobody's data."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from safety_center.domain.errors import N_, SafetyCenterError

_NAME_FORM = "%Y-%m-%dT%H%M%SZ"
_NAME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{6}Z")
_FORMAT = 1


class BackupFault(SafetyCenterError):
    """A backup cannot be made, read or put back; the message says why and what to do."""


@dataclass(frozen=True)
class Facts:
    """What a database holds at one instant: its revision, rows per table, and the end of its trail."""

    revision: str
    tables: Mapping[str, int]
    trail_entries: int
    trail_hash: str

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(self.tables.values())


@dataclass(frozen=True)
class Content:
    """The one file of a backup: its name, length and SHA-256 as it lies on the disk, sealed."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """`manifest.json`. `system` is `sqlite` or `postgresql`; `key_id` names the key of the backups."""

    version: str
    made_at: datetime
    system: str
    synthetic: bool
    key_id: str
    facts: Facts
    content: Content

    @property
    def name(self) -> str:
        """The name of its folder: the instant in UTC, so that names sort by age."""
        return name_of(self.made_at)

    def encode(self) -> str:
        """As text to be signed and kept."""
        values = asdict(self) | {"made_at": self.made_at.astimezone(UTC).isoformat()}
        return json.dumps({"format": _FORMAT, **values}, ensure_ascii=False, indent=2)

    @classmethod
    def decode(cls, kept: Mapping[str, Any]) -> "Manifest":
        """What was kept; raises `BackupFault` for what no version has written."""
        values = dict(kept)
        try:
            if values.pop("format") != _FORMAT:
                raise BackupFault(N_("이 판이 모르는 형식의 백업입니다. 만든 판으로 복원하십시오."))
            facts, content = Facts(**values.pop("facts")), Content(**values.pop("content"))
            made_at = datetime.fromisoformat(values.pop("made_at"))
            return cls(**values, made_at=made_at, facts=facts, content=content)
        except (KeyError, TypeError, ValueError):
            raise BackupFault(N_("백업 설명 파일(manifest.json)을 읽을 수 없습니다.")) from None


def name_of(made_at: datetime) -> str:
    """The name of a backup begun at an instant."""
    return made_at.astimezone(UTC).strftime(_NAME_FORM)


def is_backup_name(name: str) -> bool:
    """True for the name of a finished backup's folder."""
    return _NAME.fullmatch(name) is not None
