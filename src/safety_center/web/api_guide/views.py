"""Operations, fields and problems of the API, from the document that the API itself gives."""

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

from flask import Response, current_app, render_template, request
from flask.typing import ResponseReturnValue

from safety_center.web.api_guide.curl import curl_command
from safety_center.web.request import current_language, reading_unit

#: Longer lists of codes are cut on the page; the document has them all.
_MOST_CODES = 16


def index() -> ResponseReturnValue:
    """The page."""
    document = _document()
    return render_template(
        "api_guide/index.html",
        document=document,
        operations=[
            (method.upper(), path, operation)
            for path, methods in document["paths"].items()
            for method, operation in methods.items()
        ],
        shared=_shared_answers(document),
        problems=current_app.extensions["safety_center.api_guide"].problems,
        body_of=lambda operation: _body(document, operation),
        kind_of=kind_of,
        curl_of=partial(curl_command, request.host_url.rstrip("/") + document["servers"][0]["url"]),
    )


def document() -> ResponseReturnValue:
    """The document itself, to be kept or given to a tool."""
    text = json.dumps(_document(), ensure_ascii=False, indent=2)
    return Response(text, content_type="application/json")


def kind_of(schema: Mapping[str, Any]) -> str:
    """A schema in a few words: type, format, bounds, codes."""
    if "$ref" in schema:
        return schema["$ref"].rsplit("/", 1)[1]
    if "anyOf" in schema:
        return " | ".join(kind_of(each) for each in schema["anyOf"])
    kinds = schema.get("type", ())
    words = [" | ".join([kinds] if isinstance(kinds, str) else kinds)]
    if "items" in schema:
        words.append(f"[{kind_of(schema['items'])}]")
    words += [str(schema[key]) for key in ("format", "const") if key in schema]
    words += [f"≤ {schema[key]}" for key in ("maxLength", "maxItems", "maximum") if key in schema]
    codes = [str(code) for code in schema.get("enum", ()) if code is not None]
    if codes:
        words.append(", ".join(codes[:_MOST_CODES]) + (" …" if len(codes) > _MOST_CODES else ""))
    return " ".join(word for word in words if word)


def _shared_answers(document: Mapping[str, Any]) -> dict[str, str]:
    """Answers that more than one operation gives, in the same words wherever they stand."""
    told: dict[str, list[str]] = {}
    for methods in document["paths"].values():
        for operation in methods.values():
            for status, answer in operation["responses"].items():
                told.setdefault(status, []).append(answer["description"])
    return {
        status: texts[0]
        for status, texts in sorted(told.items())
        if len(texts) > 1 and len(set(texts)) == 1
    }


def _document() -> dict[str, Any]:
    make = current_app.extensions["safety_center.api_guide"].document
    with reading_unit() as ctx:
        return make(ctx, current_language())


def _body(document: Mapping[str, Any], operation: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The fields that an operation takes, and those of the persons in it."""
    if "requestBody" not in operation:
        return None
    reference = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    schemas = document["components"]["schemas"]
    name = reference.rsplit("/", 1)[1]
    return {"fields": schemas[name], "person": schemas.get(f"{name}Person")}
