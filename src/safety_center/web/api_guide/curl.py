"""Every operation of the API as a command that can be typed into a shell."""

import json
import shlex
from collections.abc import Mapping
from typing import Any

#: What stands in an example for what only the caller knows.
_KNOWN_TO_CALLER = {
    "number": "2026-KHM-000001",
    "receipt": "R-2026-0000001",
    "If-Match": '"1"',
}
_ASKED = {
    "list_cases": "?country=KH&status=open",
    "count_persons": "?by=country&basis=reported",
    "compare_figures": "?from=2026-01-01&to=2026-03-31&by=country",
}
_AUTHORIZED = '-H "Authorization: Bearer $TOKEN"'


def curl_command(base: str, method: str, path: str, operation: Mapping[str, Any]) -> str:
    """`curl` with the headers that the operation requires and its example; `$TOKEN` holds the token.

    `base` is where the API is: scheme, host and prefix.
    """
    name = operation["operationId"]
    needed = {p["name"]: p["in"] for p in operation["parameters"] if p["required"]}
    for parameter in (p for p, place in needed.items() if place == "path"):
        path = path.replace(f"{{{parameter}}}", _KNOWN_TO_CALLER[parameter])
    words = ["curl", *([] if method == "GET" else ["-X", method])]
    lines = [shlex.join([*words, f"{base}{path}{_ASKED.get(name, '')}"]), _AUTHORIZED]
    for header in (p for p, place in needed.items() if place == "header"):
        value = _KNOWN_TO_CALLER.get(header) or f"{name.replace('_', '-')}-0001"
        lines.append(shlex.join(["-H", f"{header}: {value}"]))
    example = example_of(operation)
    if example:
        lines += ["-H 'Content-Type: application/json'", shlex.join(["-d", example])]
    return " \\\n  ".join(lines)


def example_of(operation: Mapping[str, Any]) -> str:
    """The body of the example as JSON; empty for an operation without a body."""
    media = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    example = media.get("example")
    return json.dumps(example, ensure_ascii=False, indent=2) if example else ""
