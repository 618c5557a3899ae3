"""Someone in front of a browser, without the browser: one client, signed in or not."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.test import TestResponse

from safety_center.app import create_app
from safety_center.domain.access import Actor
from safety_center.services.accounts import sign_in_demonstration
from safety_center.services.context import writing
from safety_center.services.installation import Installation

PASSWORD = "Visitor-2026"
ORIGIN = "http://localhost"


class _CompiledTemplates(BytecodeCache):
    """Templates are compiled once per run, not once per application."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


_TEMPLATES = _CompiledTemplates()


class Visitor:
    """`get` and `post` as a page of ours would; `post` brings the form's token along."""

    def __init__(self, installation: Installation, app: Flask | None = None) -> None:
        self.installation = installation
        self.app = app or create_app(installation=installation)
        self.app.jinja_env.bytecode_cache = _TEMPLATES
        self.client: FlaskClient = self.app.test_client()

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.client.get(path, buffered=True, **options)

    def post(self, path: str, values: dict[str, Any] | None = None, **options: Any) -> TestResponse:
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.get("/about").text)
        assert token
        headers = {"Origin": ORIGIN, **options.pop("headers", {})}
        data = {"csrf_token": token[1], **(values or {})}
        return self.client.post(path, data=data, headers=headers, **options)

    def sign_in(self, username: str, password: str = PASSWORD, **values: str) -> TestResponse:
        return self.post("/sign-in", {"username": username, "password": password, **values})

    def enter(self, actor: Actor) -> Visitor:
        """Be signed in, without the password's slow hash."""
        played = self.installation.settings.model_copy(update={"demonstration": True})
        with writing(replace(self.installation, settings=played), None) as ctx:
            token = sign_in_demonstration(ctx, actor.username)
        self.client.set_cookie("session_token", token)
        return self


def heading(answer: TestResponse) -> str:
    """Text of the page's only h1."""
    found = re.findall(r"<h1[^>]*>(.*?)</h1>", answer.text, re.DOTALL)
    assert len(found) == 1, answer.text[:2000]
    return re.sub(r"<[^>]+>", "", found[0]).strip()
