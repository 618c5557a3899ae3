"""What this system is, and what it is made of."""

from flask import render_template
from flask.typing import ResponseReturnValue

from safety_center import __version__


def show() -> ResponseReturnValue:
    """Version, licences, mode."""
    return render_template("about/show.html", version=__version__)
