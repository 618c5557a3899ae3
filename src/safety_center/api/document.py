"""The OpenAPI 3.1 document: made from the table of operations, the input models and the records.

It is made once a day and language, since codes of countries and missions stand in it.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from safety_center import __version__
from safety_center.api import records
from safety_center.api.code_lists import CodeLists, read_code_lists
from safety_center.api.descriptions import (
    DESCRIPTIONS,
    ETAG,
    INTRODUCTION,
    STATUS_WORDS,
    TITLE,
    WORDS_OF_PARAMETERS,
    Description,
)
from safety_center.api.gate import Operation
from safety_center.api.paths import CASE_NUMBER, PREFIX, RECEIPT_NUMBER
from safety_center.api.problems import PROBLEM_JSON
from safety_center.api.shapes import SEEN_TEXT, schema_of, shape_of, without
from safety_center.api.statistics import FIGURE_DAYS
from safety_center.domain.cases import CaseChange, NoteInput
from safety_center.domain.incident_types import SLUGS
from safety_center.domain.places import Places
from safety_center.domain.reports import ReportInput
from safety_center.domain.statistics import Dimension, Measure
from safety_center.domain.steps import StepInput
from safety_center.domain.vocabulary import CaseStatus, CountUnit, DateBasis, HandoverState
from safety_center.services.cases.filters import LONGER, LONGEST
from safety_center.services.context import Context
from safety_center.translation import say

_JSON = "application/json"
_REFERENCE = "#/components/schemas/{model}"
_DAY = {"type": "string", "format": "date"}
_INSTANT = {"anyOf": [_DAY, {"type": "string", "format": "date-time"}]}
_RECORDS = (
    records.ProblemRecord,
    records.StaleRecord,
    records.SubmittedRecord,
    records.ReportRecord,
    records.CaseListRecord,
    records.CaseRecord,
    records.NoteAnswer,
    records.FiguresRecord,
    records.DifferencesRecord,
)
#: Language → the places that a document was made from, and the document.
_MADE: dict[str, tuple[Places, dict[str, Any]]] = {}


def document_of(ctx: Context, operations: Sequence[Operation], language: str) -> dict[str, Any]:
    """The document of today's code lists; from memory while they did not change."""
    places, made = _MADE.get(language, (None, {}))
    if places is not ctx.places:
        made = build_document(operations, read_code_lists(ctx), language)
        _MADE[language] = (ctx.places, made)
    return made


def build_document(
    operations: Sequence[Operation], lists: CodeLists, language: str
) -> dict[str, Any]:
    """OpenAPI 3.1 as plain values."""
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        if operation.name in DESCRIPTIONS:
            described = _operation(operation, DESCRIPTIONS[operation.name], lists, language)
            paths.setdefault(operation.path, {})[operation.method.lower()] = described
    return {
        "openapi": "3.1.0",
        "info": {
            "title": say(TITLE, {}, language),
            "version": __version__,
            "description": "\n\n".join(say(text, {}, language) for text in INTRODUCTION),
        },
        "servers": [{"url": PREFIX}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": {**_bodies(lists), **_record_schemas()},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(
    operation: Operation, words: Description, lists: CodeLists, language: str
) -> dict[str, Any]:
    content: dict[str, Any] = {
        "operationId": operation.name,
        "summary": say(words.summary, {}, language),
        "description": say(words.details, {}, language),
        "x-scope": str(operation.needs),
        "parameters": _parameters(operation, words, lists, language),
        "responses": _answers(words, language),
    }
    if words.body:
        media: dict[str, Any] = {"schema": {"$ref": _REFERENCE.format(model=words.body)}}
        if words.example:
            media["example"] = words.example
        content["requestBody"] = {"required": True, "content": {_JSON: media}}
    return content


def _parameters(
    operation: Operation, words: Description, lists: CodeLists, language: str
) -> list[dict[str, Any]]:
    found = []
    if "{number}" in operation.path:
        found.append(_parameter("number", "path", {"type": "string", "pattern": CASE_NUMBER}))
    if "{receipt}" in operation.path:
        found.append(_parameter("receipt", "path", {"type": "string", "pattern": RECEIPT_NUMBER}))
    if operation.writes:
        schema = {"type": "string", "pattern": "^[!-~]{8,200}$"}
        found.append(_parameter("Idempotency-Key", "header", schema))
    if operation.conditional:
        schema = {"type": "string", "pattern": '^"[0-9]{1,9}"$'}
        found.append(_parameter("If-Match", "header", schema))
    schemas = _query_schemas(lists.of(operation.name))
    for name in words.query:
        if name in words.instants:
            found.append({**_parameter(name, "query", _INSTANT), "required": True})
            continue
        found.append(_parameter(name, "query", schemas[name]))
        if schemas[name].get("type") == "array":
            found[-1] |= {"style": "form", "explode": False}
    for parameter in found:
        name = parameter["name"]
        text = words.words.get(name) or WORDS_OF_PARAMETERS.get(name)
        if text:
            parameter["description"] = say(text, {}, language)
    return found


def _parameter(name: str, place: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": place, "required": place != "query", "schema": dict(schema)}


def _query_schemas(lists: Mapping[str, Sequence[str]]) -> dict[str, dict[str, Any]]:
    """Schemas of what may stand behind the question mark."""
    dimensions = {"enum": [term.value for term in Dimension]}
    day = _DAY
    found: dict[str, dict[str, Any]] = {
        "reveal": {"type": "boolean"},
        "cursor": {"type": "string", "pattern": "^[A-Za-z0-9_=-]{1,400}$"},
        "number": {"type": "string", "pattern": "^[0-9A-Z-]{1,40}$"},
        "from": day,
        "to": day,
        "as_of": _INSTANT,
        "day": {"const": "unknown"},
        "overdue": {"const": "1"},
        "unit": {"enum": [term.value for term in CountUnit]},
        "basis": {"enum": [term.value for term in DateBasis]},
        "status": {"enum": [*(term.value for term in CaseStatus), "open"]},
        "case_type": {"enum": list(SLUGS)},
        "without": {"enum": [term.value for term in Measure]},
        "handover": {"enum": [term.value for term in HandoverState]},
        **{key: {"type": "integer", "minimum": 0, "maximum": LONGEST} for key in LONGER},
        **dict.fromkeys(("open_on", "closed_from", "closed_to", "sent_from", "sent_to"), day),
        **dict.fromkeys(FIGURE_DAYS, day),
        "by": {
            "type": "array",
            "items": dimensions,
            "minItems": 1,
            "maxItems": 5,
            "uniqueItems": True,
        },
    }
    for name, codes in lists.items():
        found.setdefault(name, {"enum": list(codes)})
    return found


def _answers(words: Description, language: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for status, record in words.answers:
        found[str(status)] = _answer(status, record, _JSON, language)
        if record == "CaseRecord":
            header = {"description": say(ETAG, {}, language), "schema": {"type": "string"}}
            found[str(status)]["headers"] = {"ETag": {**header, "required": True}}
    for status in words.problems:
        record = "StaleRecord" if status == 412 else "ProblemRecord"
        found[str(status)] = _answer(status, record, PROBLEM_JSON, language)
    return found


def _answer(status: int, record: str, media: str, language: str) -> dict[str, Any]:
    return {
        "description": say(STATUS_WORDS[status], {}, language),
        "content": {media: {"schema": {"$ref": _REFERENCE.format(model=record)}}},
    }


def _bodies(lists: CodeLists) -> dict[str, Any]:
    """Schemas of what is sent, with the codes of the day; persons of reports and changes differ."""
    found = {}
    for name, model in (
        ("Report", ReportInput),
        ("CaseChange", CaseChange),
        ("Note", NoteInput),
        ("Step", StepInput),
    ):
        shape = without(shape_of(model), "version")
        schema = schema_of(shape, lists.body)
        if "persons" in shape["properties"]:
            person = f"{name}Person"
            found[person] = schema_of(shape["properties"]["persons"]["items"], lists.body)
            schema["properties"]["persons"]["items"] = {"$ref": _REFERENCE.format(model=person)}
        found[name] = schema
    found["Report"]["anyOf"] = _known_caller()
    return found


def _known_caller() -> list[dict[str, Any]]:
    """Somebody is named, or it is said that nobody called."""
    seen = {"type": "string", "pattern": SEEN_TEXT}
    return [
        {"required": ["caller_none"], "properties": {"caller_none": {"const": True}}},
        {"required": ["caller_name"], "properties": {"caller_name": seen}},
        {"required": ["caller_telephone"], "properties": {"caller_telephone": seen}},
    ]


@cache
def _record_schemas() -> Mapping[str, Any]:
    models: list[tuple[type[BaseModel], Any]] = [(model, "serialization") for model in _RECORDS]
    _, content = models_json_schema(models, ref_template=_REFERENCE)
    return {name: _untitled(schema) for name, schema in content["$defs"].items()}


def _untitled(schema: Any) -> Any:
    """Without the titles that pydantic makes of names: they repeat them."""
    if isinstance(schema, dict):
        kept = {k: v for k, v in schema.items() if k != "title" or not isinstance(v, str)}
        return {key: _untitled(value) for key, value in kept.items()}
    return [_untitled(item) for item in schema] if isinstance(schema, list) else schema
