"""What the document says of the fields of an input model: made once from pydantic's own schema.

`shape_of` is what `body.parse` checks; `schema_of` is the same as JSON Schema for the document.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel

from safety_center.domain.cases import Change

#: No control characters; line breaks and tabs are allowed.
TEXT_PATTERN = r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufdd0-\ufdef\ufffe\uffff]*$"
_TEXT = re.compile(TEXT_PATTERN)
Shape = Mapping[str, Any]


@cache
def shape_of(model: type[BaseModel]) -> Shape:
    """Per field: JSON types allowed, longest text, format, pattern; of lists also their items.

    Null counts as not given, except in changes, where it clears what may be cleared.
    """
    content = model.model_json_schema()
    return _object(content, content.get("$defs", {}), blanks=not issubclass(model, Change))


def _object(content: Mapping[str, Any], known: Mapping[str, Any], blanks: bool) -> Shape:
    required = tuple(content.get("required", ()))
    return {
        "properties": {
            name: _field(value, known, blanks and name not in required)
            for name, value in content["properties"].items()
        },
        "required": required,
    }


def _field(content: Mapping[str, Any], known: Mapping[str, Any], blank: bool) -> Shape:
    parts = [_resolve(part, known) for part in content.get("anyOf", [content])]
    main = next(part for part in parts if part["type"] != "null")
    nullable = blank or any(part["type"] == "null" for part in parts)
    shape: dict[str, Any] = {"types": (main["type"], "null") if nullable else (main["type"],)}
    if main["type"] == "string":
        shape |= _text(main)
    elif main["type"] == "integer":
        shape |= {key: main[key] for key in ("minimum", "maximum") if key in main}
    elif main["type"] == "array":
        shape["maxItems"] = main.get("maxItems")
        shape["items"] = _object(_resolve(main["items"], known), known, blank)
    return shape


def _text(main: Mapping[str, Any]) -> dict[str, Any]:
    if "enum" in main:
        return {"enum": tuple(main["enum"])}
    if "format" in main:
        return {"format": "local-time" if main["format"] == "time" else main["format"]}
    return {"maxLength": main.get("maxLength"), "pattern": _TEXT}


def _resolve(part: Mapping[str, Any], known: Mapping[str, Any]) -> Mapping[str, Any]:
    return known[part["$ref"].rsplit("/", 1)[1]] if "$ref" in part else part


def without(shape: Shape, name: str) -> Shape:
    """The shape without a field that comes another way."""
    properties = {key: value for key, value in shape["properties"].items() if key != name}
    return {"properties": properties, "required": tuple(r for r in shape["required"] if r != name)}
