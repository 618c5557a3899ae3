"""The API as an application of its own: no sessions, no forms, no pages, its own gate and errors."""

import logging
from collections.abc import Callable
from typing import Any

from flask import Flask

from safety_center.api.gate import register, seal
from safety_center.api.guide import DOCUMENT
from safety_center.api.operations import OPERATIONS
from safety_center.api.paths import PREFIX
from safety_center.api.problems import show_problems
from safety_center.api.refusals import note_refusals
from safety_center.api.reports import SHARED_INTAKE
from safety_center.services.installation import Installation
from safety_center.services.intake.together import SharedIntake

_MOST_BYTES = 1_000_000


class _Api(Flask):
    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """As it is: nothing here is a coroutine, and the library would look at each hook for each request."""
        return func


def create_api(installation: Installation) -> Flask:
    """The application that answers below /api; it knows no session cookie and sets none."""
    api = _Api("safety_center.api", static_folder=None)
    api.extensions["safety_center"] = installation
    api.extensions[SHARED_INTAKE] = SharedIntake(installation)
    api.config["MAX_CONTENT_LENGTH"] = _MOST_BYTES
    api.url_map.merge_slashes = False
    api.logger.setLevel(logging.INFO)
    note_refusals(api, installation)
    show_problems(api)
    operations = (*OPERATIONS, DOCUMENT)
    register(api, PREFIX, operations)
    seal(api, operations)
    return api
