"""Forms answer in the language of the page: a browser's own bubbles speak the browser's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

_BAR = re.compile(r'<div class="form-actions">(.*?)</div>', re.DOTALL)
_TEMPLATES = Path("src/safety_center/web")
_FORM = re.compile(r"(<form\b[^>]*>)(.*?)</form>", re.DOTALL)


@pytest.mark.parametrize("path", sorted(_TEMPLATES.rglob("*.html")), ids=lambda path: path.stem)
def test_a_form_with_required_fields_leaves_checking_to_the_server(path: Path) -> None:
    forms = _FORM.findall(path.read_text(encoding="utf-8"))
    silent = [tag for tag, fields in forms if "required=true" in fields and "novalidate" not in tag]
    assert silent == []


@pytest.mark.parametrize("path", sorted(_TEMPLATES.rglob("*.html")), ids=lambda path: path.stem)
def test_a_form_with_a_bar_of_its_own_can_be_left_without_saving(path: Path) -> None:
    """The way back stands last in the bar, as a link: it sends nothing."""
    bars = _BAR.findall(path.read_text(encoding="utf-8"))
    without = [bar for bar in bars if not re.search(r'<a [^>]*>\{\{ _\("취소"\) \}\}</a>', bar)]
    assert without == []
    early = [bar for bar in bars if "<button" in bar.partition('_("취소")')[2]]
    assert early == []
