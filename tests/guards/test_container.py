"""What the image and the installation must keep to; they are not built where tests run."""

from __future__ import annotations

import re

from tests.guards.tree import TOP, list_files

_DOCKERFILE = (TOP / "Dockerfile").read_text(encoding="utf-8")
_RUNTIME = _DOCKERFILE[_DOCKERFILE.rindex("\nFROM ") :]
#: Major version of PostgreSQL's programs in each release of Debian.
_IN_DEBIAN = {"bookworm": 15, "trixie": 17}
_COMPOSE = (TOP / "compose.yaml").read_text(encoding="utf-8")


def test_the_image_does_not_run_as_root() -> None:
    users = re.findall(r"^USER (\S+)", _RUNTIME, re.MULTILINE)
    assert users
    assert users[-1] not in {"root", "0"}


def test_the_image_is_asked_for_its_health() -> None:
    assert re.search(r"^HEALTHCHECK .*\n.*/healthz", _RUNTIME, re.MULTILINE)


def test_the_image_installs_by_hash_and_nothing_for_development() -> None:
    assert "--require-hashes --requirement requirements.lock" in _DOCKERFILE
    assert "requirements-dev.lock" not in _DOCKERFILE
    assert "pip install" not in _RUNTIME


def test_the_builder_sees_only_what_the_wheel_is_built_from() -> None:
    first, *rest = [
        line
        for line in (TOP / ".dockerignore").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    assert first == "*"
    assert {"!src", "!data", "!dashboards", "!requirements.lock"} <= set(rest)


def test_the_installation_has_one_scheduler_and_web_servers_without_one() -> None:
    assert "[serve, --no-scheduler" in _COMPOSE
    assert _COMPOSE.count("command: [scheduler]") == 1


def test_secrets_reach_the_installation_as_files_that_are_not_tracked() -> None:
    assert not re.search(r"PASSWORD:(?! *\n)", _COMPOSE)
    assert "file: ./secrets/" in _COMPOSE
    assert [path for path in list_files() if TOP / "secrets" in path.parents] == []


def test_the_image_can_back_up_the_server_of_the_installation() -> None:
    (release,) = re.findall(r"^FROM python:[\d.]+-slim-(\w+)$", _RUNTIME, re.MULTILINE)
    (client,) = re.findall(r"apt-get install .*\bpostgresql-client-(\d+)", _RUNTIME)
    (server,) = re.findall(r"image: postgres:(\d+)", _COMPOSE)
    assert int(client) == _IN_DEBIAN[release]
    assert int(client) >= int(server), "pg_dump refuses a newer server"
    # The official image keeps its data a folder further down before version 18.
    data = "/var/lib/postgresql/data" if int(server) < 18 else "/var/lib/postgresql"
    assert f"- database:{data}\n" in _COMPOSE


def test_backups_have_a_volume_of_their_own_that_the_service_may_write_to() -> None:
    folder = "/var/lib/safety-center/backups"
    assert f"SAFETY_CENTER_BACKUP_FOLDER: {folder}\n" in _COMPOSE
    assert f"- backups:{folder}\n" in _COMPOSE
    made = re.search(r"install -d -o safety-center -m 700((?:.*\\\n)*.*)", _RUNTIME)
    assert made
    assert folder in made[1]
