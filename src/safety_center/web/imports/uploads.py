"""One address takes files larger than any form, and no file that is sent lies open on the disk."""

import io
from typing import IO

from flask import Flask, request

from safety_center.web.broken_text import PageRequest
from safety_center.web.request import current_settings

_UPLOAD = "imports.create"
#: Room for the rest of the form.
_BESIDES = 50_000


class RequestInMemory(PageRequest):
    """Keeps what is sent in memory: a temporary file would hold personal data in the clear."""

    def _get_file_stream(self, *_size_and_name: object, **_more: object) -> IO[bytes]:
        return io.BytesIO()


def accept_uploads(app: Flask) -> None:
    """To be called after the gate is hung and before forms are read."""
    app.request_class = RequestInMemory

    @app.before_request
    def make_room() -> None:
        if request.endpoint == _UPLOAD:
            most = current_settings().import_megabytes * 1_000_000
            request.max_content_length = most + _BESIDES
