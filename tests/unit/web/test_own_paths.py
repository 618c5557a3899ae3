"""Nobody is sent to another site."""

from __future__ import annotations

import pytest

from safety_center.web.own_paths import own_path


@pytest.mark.parametrize("path", ["/", "/cases", "/cases?country=KH&from=2026-01-01", "/a/b#c"])
def test_a_path_of_ours_is_followed(path: str) -> None:
    assert own_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        None,
        "",
        "cases",
        "//evil.example",
        "/\\evil.example",
        "/a\\b",
        "https://evil.example/",
        "javascript:alert(1)",
        "/a\r\nSet-Cookie: b=c",
        "\t//evil.example",
    ],
)
def test_anything_else_leads_to_the_start_page(path: str | None) -> None:
    assert own_path(path) == "/"
