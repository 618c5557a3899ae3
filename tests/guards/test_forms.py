"""Forms answer in the language of the page: a browser's own bubbles speak the browser's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

_TEMPLATES = Path("src/safety_center/web")
_FORM = re.compile(r"(<form\b[^>]*>)(.*?)</form>", re.DOTALL)


@pytest.mark.parametrize("path", sorted(_TEMPLATES.rglob("*.html")), ids=lambda path: path.stem)
def test_a_form_with_required_fields_leaves_checking_to_the_server(path: Path) -> None:
    forms = _FORM.findall(path.read_text(encoding="utf-8"))
    silent = [tag for tag, fields in forms if "required=true" in fields and "novalidate" not in tag]
    assert silent == []
