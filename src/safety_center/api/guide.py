"""The OpenAPI document, for any token that works."""

from safety_center.api.document import current_document
from safety_center.api.gate import ANYBODY, Answer, Call, Operation


def answer_with(operations: tuple[Operation, ...]) -> Operation:
    """The operation that answers with the document of the others."""

    def show(call: Call) -> Answer:
        return Answer(current_document(call.ctx, operations, call.language))

    return Operation("GET", "/openapi.json", "openapi", show, ANYBODY)
