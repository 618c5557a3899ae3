"""Records of briefings: one JSON file each, beside a folder with what was made.

A record names the folder that its files stand in, and is replaced in one step: so whoever fetches a
file has the HTML and the XLSX of the same run, and a run that fails leaves the earlier files alone.
They lie where the job's other files lie, so nothing has to be kept in step with the database.
"""

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from safety_center.domain.briefing import BriefingForm, BriefingState, Wanted, is_briefing_name
from safety_center.domain.jobs import RunMessage
from safety_center.services.installation import Installation

_FOLDER = "briefings"
_INSTANTS = ("asked_at", "ended_at", "as_of")


@dataclass(frozen=True)
class Record:
    """One briefing. `as_of` and `sizes` (bytes by form) are of the files in `folder`, the newest run that
    ended well; `done` of `steps` and `step` (Korean, English) tell how far the present one is."""

    name: str
    wanted: Wanted
    asked_by: str
    asked_at: datetime
    state: BriefingState = BriefingState.WAITING
    done: int = 0
    steps: int = 0
    step: tuple[str, str] = ("", "")
    as_of: datetime | None = None
    ended_at: datetime | None = None
    folder: str = ""
    sizes: Mapping[str, int] = field(default_factory=dict)
    message: RunMessage | None = None

    @property
    def percent(self) -> int:
        """How much of it is done."""
        return 100 * self.done // self.steps if self.steps else 0


def read_records(installation: Installation) -> list[Record]:
    """Every record, the newest first."""
    found = (read_record(installation, path.stem) for path in _home(installation).glob("*.json"))
    return sorted((record for record in found if record), key=lambda r: r.asked_at, reverse=True)


def read_record(installation: Installation, name: str) -> Record | None:
    """The record of that name; None for any other word."""
    if not is_briefing_name(name):
        return None
    try:
        text = (_home(installation) / f"{name}.json").read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    return _decode(json.loads(text))


def write_record(installation: Installation, record: Record) -> Record:
    """Put the record in the place of the one before, in one step."""
    home = _home(installation)
    home.mkdir(parents=True, exist_ok=True)
    _replace(home / f"{record.name}.json", json.dumps(_encode(record), ensure_ascii=False).encode())
    return record


def keep_files(
    installation: Installation, record: Record, run: str, files: Mapping[BriefingForm, bytes]
) -> Record:
    """Store the files of a run, make the record name them, and take the earlier ones away."""
    home, folder = _home(installation), f"{record.name}.{run}"
    (home / folder).mkdir(parents=True, exist_ok=True)
    for form, content in files.items():
        _replace(home / folder / _file_name(form), content)
    sizes = {form.value: len(content) for form, content in files.items()}
    told = write_record(installation, replace(record, folder=folder, sizes=sizes))
    for other in home.glob(f"{record.name}.*"):
        if other.is_dir() and other.name != folder:
            shutil.rmtree(other, ignore_errors=True)
    return told


def read_file(installation: Installation, record: Record, form: BriefingForm) -> bytes:
    """What the newest good run made; raises `FileNotFoundError`."""
    if not record.folder:
        raise FileNotFoundError(record.name)
    return file_place(installation, record, form).read_bytes()


def remove_record(installation: Installation, record: Record) -> None:
    """The record first: nobody is offered files that are going."""
    home = _home(installation)
    (home / f"{record.name}.json").unlink(missing_ok=True)
    for folder in home.glob(f"{record.name}.*"):
        shutil.rmtree(folder, ignore_errors=True)


def file_place(installation: Installation, record: Record, form: BriefingForm) -> Path:
    """Where a file of the newest good run lies: for a command on the same host."""
    return _home(installation) / record.folder / _file_name(form)


def _file_name(form: BriefingForm) -> str:
    return f"briefing.{form.value}"


def _home(installation: Installation) -> Path:
    return installation.settings.files_folder / _FOLDER


def _replace(path: Path, content: bytes) -> None:
    with NamedTemporaryFile("wb", dir=path.parent, suffix=".part", delete=False) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(path)


def _encode(record: Record) -> dict[str, Any]:
    told = asdict(record) | {"state": record.state.value}
    told |= {name: at.isoformat() for name in _INSTANTS if (at := told[name])}
    told["message"] = record.message.encode() if record.message else None
    return told


def _decode(told: dict[str, Any]) -> Record:
    instants = {name: datetime.fromisoformat(told[name]) for name in _INSTANTS if told[name]}
    message = RunMessage.decode(told["message"]) if told["message"] else None
    changed = {
        "wanted": Wanted(**told["wanted"]),
        "state": BriefingState.of(told["state"]),
        "step": tuple(told["step"]),
        "message": message,
    }
    return Record(**{**told, **instants, **changed})
