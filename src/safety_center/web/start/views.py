"""The start page."""

from flask import render_template
from flask.typing import ResponseReturnValue


def show() -> ResponseReturnValue:
    """What waits for the signed-in person."""
    return render_template("start/show.html")
