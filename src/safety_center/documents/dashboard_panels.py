"""Panels of a dashboard as HTML, the same on the page and in a file."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup

from safety_center.documents.language import environment
from safety_center.domain.periods import format_date

_KOREAN = re.compile("[가-힣]")
#: Address of a panel's numbers as CSV; None in a file.
CsvAddress = Callable[[str], str | None]


def render_panels(
    view: Any,
    language: str,
    csv_address: CsvAddress,
    in_file: bool = False,
    level: int = 2,
    after: Mapping[str, Markup] | None = None,
) -> Markup:
    """`view` is a `DashboardView`; its panels in their order, with what is behind each number.

    `level` is that of the headings of its panels; `after`: what a page puts at the end of a panel, by its id.
    """
    template = environment(language).get_template("dashboards/panels.html")
    text = template.render(
        view=view,
        language=language,
        say=lambda sentence: sentence.text(language),
        say_date=lambda day: format_date(day, language),
        payload=payload,
        in_file=in_file,
        level=level,
        is_korean=_KOREAN.search,
        csv_address=csv_address,
        after=after or {},
    )
    return Markup(text)  # noqa: S704 - the template escapes


def payload(figure: dict[str, Any]) -> Markup:
    """A figure as JSON inside a `<script>`: nothing in it can end the element."""
    text = json.dumps(figure, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for letter in "<>&":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return Markup(text)  # noqa: S704 - escaped above
