"""Every act that is written into the trail has a name that an auditor understands."""

from __future__ import annotations

import re
from pathlib import Path

import safety_center
from safety_center.web.trail.actions import ACTIONS

_ACT = re.compile(r"\"([a-z]+\.[a-z_]+)\"")
_WRITES = re.compile(r"(?:ctx\.note|TrailDraft)\(([^,)]*)")


def test_every_act_of_the_trail_has_a_name() -> None:
    services = Path(safety_center.__file__).parent / "services"
    sources = "\n".join(path.read_text(encoding="utf-8") for path in services.rglob("*.py"))
    written = {act for call in _WRITES.findall(sources) for act in _ACT.findall(call)}
    assert "case.view" in written
    assert written - set(ACTIONS) == set()
