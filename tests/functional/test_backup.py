"""A backup is whole or not there, holds one instant, and proves itself when it is put back."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from sqlmodel import col, select

from safety_center.domain.jobs import RunState, RunTrigger
from safety_center.services.context import reading
from safety_center.services.installation import Installation
from safety_center.services.jobs import run_job
from safety_center.store.backup import folder as store
from safety_center.store.tables import TrailEntry
from tests.functional.backing_up import Keeper, set_environment

# The command, which stops for good after so many bytes of the sealed stream were written.
STOPPING = """
import sys, time
from pathlib import Path
from safety_center.cli import main
from safety_center.store.backup import folder

def write_content(half, pieces):
    (half / folder.CONTENT).write_bytes(next(iter(pieces)))
    Path("halfway").touch()
    time.sleep(600)

folder.write_content = write_content
main(sys.argv[1:])
"""


@pytest.fixture
def keeper(installation: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Keeper:
    monkeypatch.chdir(tmp_path)
    set_environment(installation, tmp_path / "backups", monkeypatch)
    keeper = Keeper(installation, tmp_path / "backups")
    assert keeper.run("backup", "--make-key").exit_code == 0
    keeper.report(narrative="비밀로 할 이야기")
    return keeper


def manifest_of(backup: Path) -> dict:
    return json.loads((backup / "manifest.json").read_text("utf-8"))["manifest"]


def acts_of(installation: Installation, action: str) -> list[TrailEntry]:
    with reading(installation, None) as ctx:
        query = select(TrailEntry).where(TrailEntry.action == action)
        return list(ctx.session.exec(query.order_by(col(TrailEntry.seq))))


def test_a_backup_says_of_what_it_is_and_holds_nothing_in_the_open(keeper: Keeper) -> None:
    backup = keeper.back_up()
    told = manifest_of(backup)
    assert told["facts"]["tables"]["report"] == told["facts"]["tables"]["incident_case"] == 1
    assert (told["facts"]["trail_entries"], len(told["facts"]["trail_hash"])) == (3, 64)
    assert {path.name for path in backup.iterdir()} == {"manifest.json", "database.sealed"}
    sealed = (backup / "database.sealed").read_bytes()
    for open_text in ("비밀로 할 이야기", "trail_entry", "SQLite format"):
        assert open_text.encode() not in sealed
    assert all(path.stat().st_mode & 0o077 == 0 for path in (backup, *backup.glob("*.sealed")))
    left = [path.name for path in keeper.folder.parent.iterdir() if ".backup-" in path.name]
    assert left == []


def test_a_backup_and_a_drill_stand_in_the_trail_under_who_made_them(keeper: Keeper) -> None:
    backup = keeper.back_up()
    result = keeper.command("backup", "--verify", str(keeper.folder))
    assert result.exit_code == 0, result.output
    assert "every count is the same" in result.output
    assert "the trail is whole: 3 · " in result.output
    assert "the key file fits" in result.output
    rows = manifest_of(backup)["facts"]["tables"].values()
    for action in ("backup.make", "backup.verify"):
        (act,) = acts_of(keeper.installation, action)
        assert (act.username, act.subject) == (keeper.administrator.username, backup.name)
        assert act.rows == sum(rows)


def test_a_backup_made_while_others_write_holds_one_instant(keeper: Keeper) -> None:
    done = threading.Event()

    def write() -> None:
        while not done.is_set():
            keeper.report()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        time.sleep(0.2)
        backups = [keeper.back_up(), keeper.back_up()]
    finally:
        done.set()
        writer.join()
    for backup in backups:
        assert keeper.command("backup", "--verify", str(backup)).exit_code == 0
    first, second = (manifest_of(backup)["facts"]["tables"]["report"] for backup in backups)
    assert second > first


@pytest.mark.parametrize("name", ["manifest.json", "database.sealed"])
@pytest.mark.parametrize("damage", ["changed", "cut", "gone"])
def test_a_damaged_backup_is_refused_by_the_name_of_its_file(
    keeper: Keeper, name: str, damage: str
) -> None:
    path = keeper.back_up() / name
    if damage == "gone":
        path.unlink()
    elif damage == "cut":
        path.write_bytes(path.read_bytes()[:-20])
    else:
        content = path.read_bytes().replace(b'"report": 1', b'"report": 2')
        middle = len(content) // 2
        flipped = content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
        path.write_bytes(content if name == "manifest.json" else flipped)
    result = keeper.command("backup", "--verify", str(path.parent))
    assert result.exit_code == 1
    assert name in result.output
    (act,) = acts_of(keeper.installation, "backup.verify")
    assert json.loads(act.detail) == {"faults": 1}


def test_a_backup_whose_counts_were_forged_with_the_key_is_found_by_counting(
    keeper: Keeper,
) -> None:
    backup = keeper.back_up()
    path = backup / "manifest.json"
    kept = json.loads(path.read_text("utf-8"))
    kept["manifest"]["facts"]["tables"]["report"] = 7
    key = store.BackupKey(_secret(keeper))
    text = store.Manifest.decode(kept["manifest"]).encode()
    path.write_text(json.dumps(kept | {"signature": key.sign(text)}), "utf-8")
    result = keeper.command("backup", "--verify", str(backup))
    assert result.exit_code == 1
    assert "report 1" in result.output


def _secret(keeper: Keeper) -> bytes:
    from safety_center.store.backup.sealed import load_backup_key

    return load_backup_key(
        keeper.installation.settings.key_file.with_name("backup-key.json")
    ).secret


def test_another_backup_key_or_key_file_is_told_from_a_damage(
    keeper: Keeper, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    keeper.back_up()
    other = tmp_path / "other" / "backup-key.json"
    monkeypatch.setenv("SAFETY_CENTER_BACKUP_KEY_FILE", str(other))
    assert keeper.run("backup", "--make-key").exit_code == 0
    result = keeper.command("backup", "--verify", str(keeper.folder))
    assert result.exit_code == 1
    assert "sealed with another backup key" in result.output


def test_a_key_of_backups_is_never_replaced(keeper: Keeper) -> None:
    before = _secret(keeper)
    assert keeper.run("backup", "--make-key").exit_code == 1
    assert _secret(keeper) == before


def test_a_full_disk_leaves_the_older_backup_and_no_half_one(
    keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = keeper.back_up()
    monkeypatch.setattr(store, "_to_disk", _full)
    result = keeper.command("backup")
    assert result.exit_code == 1
    assert "No space left on device" in result.output
    assert list(keeper.folder.iterdir()) == [before]
    assert keeper.command("backup", "--verify", str(keeper.folder)).exit_code == 0
    assert len(acts_of(keeper.installation, "backup.make")) == 1


def _full(_descriptor: int) -> None:
    raise OSError(28, "no space")


def test_a_backup_killed_halfway_leaves_the_older_one_and_is_removed_by_the_next(
    keeper: Keeper,
) -> None:
    before = keeper.back_up()
    words = ["backup", "--as", keeper.administrator.username]
    process = subprocess.Popen([sys.executable, "-c", STOPPING, *words], start_new_session=True)
    try:
        _wait_for(Path("halfway"), process)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    (half,) = set(keeper.folder.iterdir()) - {before}
    assert half.name.endswith(".half")
    assert keeper.command("backup", "--verify", str(keeper.folder)).exit_code == 0
    after = keeper.back_up()
    assert sorted(keeper.folder.iterdir()) == [before, after]
    plain = [path for path in keeper.folder.parent.iterdir() if ".backup-" in path.name]
    assert plain == []


def _wait_for(path: Path, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 120
    while not path.exists():
        assert process.poll() is None
        assert time.monotonic() < end
        time.sleep(0.05)


def test_the_oldest_backups_go_after_a_new_one_is_whole(
    keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAFETY_CENTER_BACKUPS_KEPT", "2")
    made = [keeper.back_up() for _ in range(3)]
    assert keeper.backups() == made[1:]


def test_only_the_administrator_backs_up_and_rehearses(keeper: Keeper) -> None:
    for words in (["backup"], ["backup", "--verify", str(keeper.folder)]):
        result = keeper.run(*words, "--as", keeper.officer.username)
        assert result.exit_code == 1
        assert "권한" in result.output
    assert not keeper.folder.exists()


def test_the_nightly_job_backs_up_where_a_folder_is_set(keeper: Keeper) -> None:
    settings = keeper.installation.settings
    off = run_job(keeper.installation, "backup", RunTrigger.SCHEDULE)
    assert (off.state, off.rows) == (RunState.DONE, 0)
    programs = os.environ.get("SAFETY_CENTER_POSTGRESQL_PROGRAMS")
    chosen = {
        "backup_folder": keeper.folder,
        "postgresql_programs": Path(programs) if programs else None,
    }
    keeper.installation.settings = settings.model_copy(update=chosen)
    ran = run_job(keeper.installation, "backup", RunTrigger.SCHEDULE)
    assert ran.state is RunState.DONE
    assert ran.rows == acts_of(keeper.installation, "backup.make")[0].rows
    assert len(keeper.backups()) == 1


def test_a_nightly_backup_that_cannot_be_made_says_why(keeper: Keeper, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    chosen = {"backup_folder": tmp_path / "file" / "below"}
    settings = keeper.installation.settings
    keeper.installation.settings = settings.model_copy(update=chosen)
    ran = run_job(keeper.installation, "backup", RunTrigger.SCHEDULE)
    assert ran.state is RunState.FAILED
    assert ran.message is not None
    assert "이전 백업은 그대로" in ran.message.message
