"""What the document says of the fields of an input model, made once from pydantic's own schema.

`shape_of` is what `body.parse` checks, `schema_of` the same as JSON Schema.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from pydantic import BaseModel

from safety_center.domain.cases import Change
from safety_center.domain.person_answers import ANYTHING

_PLANE_ENDS = "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000)
)
#: Control characters, non-characters and the mark of broken text: the input models refuse them.
_FORBIDDEN = (
    r"\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufdd0-\ufdef\ufffd-\uffff" + _PLANE_ENDS
)
#: What a reader sees nothing of: a text of these alone counts as not given.
_UNSEEN = (
    r"\u0009-\u000d\u0020\u0085\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u180b-\u180e\u2000-\u200f"
    r"\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
    f"{chr(0xE0000)}-{chr(0xE007F)}"
)
TEXT = f"^[^{_FORBIDDEN}]*$"
SEEN_TEXT = f"^[^{_FORBIDDEN}]*[^{_FORBIDDEN}{_UNSEEN}][^{_FORBIDDEN}]*$"
_HOURS = "([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?"
_FRACTIONS = r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{1,6}"
LOCAL_TIME = f"^({_HOURS}|{_FRACTIONS})$"
Shape = Mapping[str, Any]


@cache
def shape_of(model: type[BaseModel]) -> Shape:
    """Per field: JSON types allowed, longest text, codes, format; of lists also their items.

    Null counts as not given, except in changes, where it clears what may be cleared.
    """
    content = model.model_json_schema()
    return _object(content, content.get("$defs", {}), blanks=not issubclass(model, Change))


def without(shape: Shape, name: str) -> Shape:
    """The shape without a field that comes another way."""
    properties = {key: value for key, value in shape["properties"].items() if key != name}
    return {"properties": properties, "required": tuple(r for r in shape["required"] if r != name)}


def schema_of(shape: Shape, lists: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """JSON Schema of a shape; `lists` are the codes of fields that reference data decide."""
    return {
        "type": "object",
        "properties": {
            name: _schema(field, lists.get(name), name in shape["required"])
            for name, field in shape["properties"].items()
        },
        "required": list(shape["required"]),
        "additionalProperties": False,
    }


def _schema(field: Shape, codes: Sequence[str] | None, required: bool) -> dict[str, Any]:
    kinds = list(field["types"])
    schema: dict[str, Any] = {"type": kinds if len(kinds) > 1 else kinds[0]}
    codes = codes if codes is not None else field.get("enum")
    if codes is not None:
        schema["enum"] = [*codes, None] if "null" in kinds else list(codes)
    elif field.get("format") == "local-time":
        schema["pattern"] = LOCAL_TIME
    elif "format" in field:
        schema["format"] = field["format"]
    elif "maxLength" in field:
        text = field.get("pattern") or (SEEN_TEXT if required else TEXT)
        schema |= {"maxLength": field["maxLength"], "pattern": text}
        schema |= {"minLength": 1} if required else {}
    elif "items" in field:
        schema |= {"maxItems": field["maxItems"]}
    else:
        schema |= {key: field[key] for key in ("minimum", "maximum") if key in field}
    return schema


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
    shape = {"maxLength": main.get("maxLength")}
    if "pattern" in main:
        form = main["pattern"].replace(ANYTHING, f"[^{_FORBIDDEN}]*")
        shape["pattern"] = f"^([{_UNSEEN}]*|{form})$"
    return shape


def _resolve(part: Mapping[str, Any], known: Mapping[str, Any]) -> Mapping[str, Any]:
    return known[part["$ref"].rsplit("/", 1)[1]] if "$ref" in part else part
