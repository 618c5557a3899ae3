"""Keeps contrast and text size in cookies; `preferences.js` does the same without a page load."""

from datetime import timedelta

from flask import make_response, redirect, request
from flask.typing import ResponseReturnValue

from safety_center.web.own_paths import own_path
from safety_center.web.request import current_settings

_CHOICES = {
    "contrast": ("default", "high"),
    "textsize": ("medium", "large", "xlarge", "xxlarge"),
}
_A_YEAR = timedelta(days=365)


def keep() -> ResponseReturnValue:
    """Set the cookie of the button that was pressed and go back to the page."""
    response = make_response(redirect(own_path(request.form.get("next"))))
    for name, choices in _CHOICES.items():
        if request.form.get(name) in choices:
            # Not HttpOnly and Lax: the script of the page writes the very same cookies.
            response.set_cookie(
                name,
                request.form[name],
                max_age=_A_YEAR,
                samesite="Lax",
                secure=current_settings().secure_cookies,
            )
    return response
