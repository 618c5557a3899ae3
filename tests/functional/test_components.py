"""The list of components beside the wheels (SBOM): valid, complete, and the same as the locks."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import pytest
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.validation.json import JsonStrictValidator

from tests.functional.test_wheelhouse import TOP, _locked
from tools import components, wheelhouse

STATIC = TOP / "src" / "safety_center" / "web" / "static"


def _slight(name: str, folder: Path) -> None:
    """A wheel of what is installed that holds its metadata alone."""
    installed = distribution(name)
    plain = f"{re.sub('[-.]+', '_', name)}-{installed.version}"
    with zipfile.ZipFile(folder / f"{plain}-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"{plain}.dist-info/METADATA", installed.read_text("METADATA") or "")


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Filled as `make wheelhouse` does, but for fetching and building."""

    def fetch(folder: Path, lock: Path) -> None:
        for name in _locked():
            _slight(name, folder)

    monkeypatch.setattr(wheelhouse, "fetch_wheels", fetch)
    monkeypatch.setattr(
        wheelhouse, "build_wheel", lambda folder, _: _slight("safety-center", folder)
    )
    wheelhouse.main(tmp_path / "house", TOP / "requirements.lock")
    return tmp_path / "house"


def _read(house: Path) -> Bom:
    text = (house / components.NAME).read_text("utf-8")
    assert JsonStrictValidator(components.SCHEMA).validate_str(text) is None
    return Bom.from_json(json.loads(text))


def _of_kind(bom: Bom, kind: str) -> dict[str, Component]:
    return {each.name: each for each in bom.components if each.purl and each.purl.type == kind}


def test_every_wheel_is_listed_with_the_lock_s_version_and_the_wheel_s_hash(house: Path) -> None:
    bom = _read(house)
    listed = _of_kind(bom, "pypi")
    lock = (TOP / "requirements.lock").read_text("utf-8")
    pins = dict(re.findall(r"^([a-z0-9][\w.-]*)==([^\s;\\]+)", lock, re.MULTILINE))
    assert {name: each.version for name, each in listed.items()} == {
        name: pins[name] for name in _locked()
    }
    assert bom.metadata.component is not None
    hashes = {
        each.content for one in (*listed.values(), bom.metadata.component) for each in one.hashes
    }
    written = (house / "requirements.txt").read_text("utf-8")
    assert hashes == set(re.findall("sha256:([0-9a-f]+)", written))


def test_what_browsers_are_given_is_listed_as_the_npm_lock_has_it(house: Path) -> None:
    listed = _of_kind(_read(house), "npm")
    packages = json.loads((TOP / "frontend" / "package-lock.json").read_text("utf-8"))["packages"]
    for name, each in listed.items():
        assert each.version == packages[f"node_modules/{name}"]["version"]
    assert set(listed) >= {"htmx.org", "plotly.js", "krds-uiux", "pretendard-gov", "maplibre-gl"}
    assert not set(listed) & {"esbuild", "sass", "axe-core"}, "building and testing tools"
    notice = (TOP / "NOTICE").read_text("utf-8")
    assert all(
        each.version in notice for name, each in listed.items() if name in components.IN_THE_BROWSER
    )


def test_every_font_script_and_map_is_listed_with_its_hash(house: Path) -> None:
    files = {each.name: each for each in _read(house).components if each.type is ComponentType.FILE}
    given = [
        *STATIC.glob("fonts/*.woff2"),
        *STATIC.glob("vendor/*/*.js"),
        *STATIC.glob("map/*.js*"),
    ]
    for path in given:
        (digest,) = files[f"static/{path.relative_to(STATIC).as_posix()}"].hashes
        assert digest.content == hashlib.sha256(path.read_bytes()).hexdigest()


def test_every_package_has_licence_address_and_hash(house: Path) -> None:
    bom = _read(house)
    packages = [each for each in bom.components if each.type is not ComponentType.FILE]
    assert len(packages) > 80
    for each in (*packages, bom.metadata.component):
        assert each, "ours"
        assert all((each.version, each.purl, each.licenses, each.hashes)), each.name
