"""Text that was broken on its way here: shown as broken in a form, refused in an address."""

from typing import IO
from urllib.parse import parse_qsl

from flask import Flask, Request, abort, request
from werkzeug.datastructures import MultiDict
from werkzeug.formparser import FormDataParser


class _FormParser(FormDataParser):
    """Bytes that are no UTF-8 become U+FFFD, which every field refuses, and not `%FF` as if typed."""

    def _parse_urlencoded(
        self, stream: IO[bytes], _mimetype: str, _length: int | None, _options: dict[str, str]
    ) -> tuple[IO[bytes], MultiDict[str, str], MultiDict[str, object]]:
        text = stream.read().decode("utf-8", "replace")
        pairs = parse_qsl(text, keep_blank_values=True, errors="replace")
        return stream, self.cls(pairs), self.cls()


class PageRequest(Request):
    """A request whose forms are read so."""

    form_data_parser_class = _FormParser


def notice_broken_text(app: Flask) -> None:
    """Read forms so that broken text is seen; refuse addresses that no database can look for."""
    app.request_class = PageRequest

    @app.before_request
    def refuse_zero_characters() -> None:
        values = (request.path, *(v for pair in request.args.items(multi=True) for v in pair))
        if any("\0" in value for value in values):
            abort(400)
