"""A dashboard as one HTML file that asks for nothing when it is opened.

Styles, scripts and the base map stand inside; a policy of its own allows exactly these and no
request at all. Fonts are those of the reader's machine.
"""

import re
from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from markupsafe import Markup, escape

from safety_center.documents.dashboard_panels import render_panels
from safety_center.documents.language import environment, translate
from safety_center.domain.errors import N_

_STYLES = ("vendor/krds/krds.css", "app/app.css")
_PLOTLY_STYLE = "vendor/plotly/plotly.css"
_PLOTLY, _MAP, _DRAW = "vendor/plotly/plotly-custom.min.js", "map/topology.js", "app/dashboard.js"
_FONTS = tuple(
    f"{cut}-{w}" for cut in ("hangul-everyday", "hangul-standard", "latin") for w in (400, 700)
)
_FONT_FACE = re.compile(r"@font-face\{[^}]*?url\(([\w-]+)\.woff2\)[^}]*\}")
_ADDRESS = re.compile(r"url\((?!['\"]?data:)[^)]*\)")


#: Where a file says who took it out; a comment until somebody does.
_STAMP = "<!-- taken out by -->"
_TAKEN_OUT = N_("내려받은 사람 %(by)s, 내려받은 시각 %(at)s")


@dataclass(frozen=True)
class Label:
    """What a file says of itself: for whom it is, by whom and when it was written."""

    audience: str
    written_by: str
    written_at: str
    as_of: str


def render_dashboard_file(view: Any, language: str, label: Label) -> str:
    """`view` is a `DashboardView` without addresses of lists and without single cases."""
    template = environment(language).get_template("dashboards/file.html")
    return template.render(
        view=view,
        demonstration=view.demonstration,
        language=language,
        label=label,
        say=lambda sentence: sentence.text(language),
        panels=render_panels(view, language, lambda _panel: None, in_file=True),
        **furnish(has_map=any(item.panel.kind == "map" for item in view.panels)),
    )


def furnish(has_map: bool) -> dict[str, Any]:
    """What stands inside a file that asks for nothing: `styles`, `plotly_style`, `scripts` and its `policy`."""
    scripts = [_read(name) for name in ((_PLOTLY, _MAP, _DRAW) if has_map else (_PLOTLY, _DRAW))]
    styles = [_fonts(), *(_ADDRESS.sub("none", _read(name)) for name in _STYLES)]
    return {
        "styles": [Markup(style) for style in styles],  # noqa: S704 - our own built files
        "plotly_style": Markup(_read(_PLOTLY_STYLE)),  # noqa: S704 - our own built file
        "scripts": [Markup(script) for script in scripts],  # noqa: S704 - our own built files
        "policy": _policy(scripts, [*styles, _read(_PLOTLY_STYLE)]),
    }


def stamp_file(text: str, language: str, by: str, at: str) -> str:
    """A written file with a line that says who took it out and when (once, whatever it holds)."""
    line = translate(language, _TAKEN_OUT, by=by, at=at)
    return text.replace(_STAMP, f"<span>{escape(line)}</span>", 1)


@cache
def _read(name: str) -> str:
    """A built file of ours, with nothing in it that could end its element."""
    text = files("safety_center").joinpath("web", "static", *name.split("/")).read_text("utf-8")
    return text.replace("</script", "<\\/script") if name.endswith(".js") else text


@cache
def _fonts() -> str:
    folder = files("safety_center").joinpath("web", "static", "fonts")
    faces = []
    for face in _FONT_FACE.finditer(folder.joinpath("fonts.css").read_text("utf-8")):
        if face[1] in _FONTS:
            content = b64encode(folder.joinpath(f"{face[1]}.woff2").read_bytes()).decode()
            address = f"data:font/woff2;base64,{content}"
            faces.append(face[0].replace(f"{face[1]}.woff2", address))
    return "".join(faces)


def _policy(scripts: list[str], styles: list[str]) -> str:
    return (
        f"default-src 'none'; script-src {_hashes(scripts)}; style-src {_hashes(styles)}; "
        "font-src data:; img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hashes(texts: list[str]) -> str:
    digests = (sha256(text.encode()).digest() for text in texts)
    return " ".join(f"'sha256-{b64encode(digest).decode()}'" for digest in digests)
