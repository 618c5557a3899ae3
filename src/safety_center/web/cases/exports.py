"""Taking the cases of a list out as a file: the page that asks why, and the file itself."""

import tempfile
from collections.abc import Iterator, Sequence
from typing import IO

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from safety_center.documents.case_files import Stamp, stream_csv, write_xlsx
from safety_center.domain.errors import FieldError, InputRefused
from safety_center.domain.exports import ExportReason, FileForm
from safety_center.domain.periods import SEOUL
from safety_center.domain.statistics import Notice
from safety_center.services.cases.export import (
    Export,
    ExportRequest,
    begin_export,
    export_rows,
    offer_export,
)
from safety_center.services.cases.listing import choose_cases
from safety_center.web.cases.chips import Chip
from safety_center.web.cases.lists import chips_of, list_address, list_values
from safety_center.web.rendering import instant_text
from safety_center.web.reports import choices
from safety_center.web.request import (
    address,
    current_installation,
    current_language,
    reading_unit,
    writing_unit,
)

_CSV = "text/csv; charset=utf-8"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PIECE = 64 * 1024


def ask() -> ResponseReturnValue:
    """The page that says what the file will hold and asks why."""
    return _page({}, [])


def give() -> ResponseReturnValue:
    """The file. Its row of the trail is committed before the first byte goes out."""
    form = {name: request.form.get(name, "") for name in ("reason_code", "reason_text", "form")}
    try:
        with writing_unit() as ctx:
            export = begin_export(ctx, ExportRequest(list_values(), **form))
            filters = [chip.text for chip in _chips()]
    except InputRefused as refused:
        return _page(form, refused.errors), 422
    language = current_language()
    stamp, headings = _stamp(export, filters), [c.label(language) for c in export.columns]
    rows = export_rows(current_installation(), export, language)
    if export.form is FileForm.CSV:
        return _answer(stream_csv(stamp, headings, rows), _CSV, export)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the last piece was sent
    write_xlsx(file, gettext("사건·사고"), stamp, headings, rows)
    return _answer(_pieces(file), _XLSX, export)


def _answer(pieces: Iterator[str] | Iterator[bytes], kind: str, export: Export) -> Response:
    name = f"cases-{export.made_at.astimezone(SEOUL):%Y%m%d-%H%M}.{export.form.value}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(pieces, content_type=kind, headers=headers)


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while piece := file.read(_PIECE):
            yield piece


def _stamp(export: Export, filters: Sequence[str]) -> Stamp:
    """What the file is, who made it when, why, and of which list."""
    language = current_language()
    nature = [
        gettext("내부용"),
        *([Notice.DEMONSTRATION.label(language)] if export.synthetic else []),
    ]
    by = f"{export.actor.display_name} ({export.actor.username})"
    reason = f"{export.reason.label(language)}: {export.reason_text}"
    rows = gettext("%(rows)s건", rows=len(export.ids))
    return [
        (gettext("파일 성격"), " · ".join(nature)),
        (gettext("작성"), f"{by} · {instant_text(export.made_at)}"),
        (gettext("사유"), reason),
        (gettext("조건"), " / ".join(filters) or gettext("전체(담당 범위)")),
        (gettext("건수"), rows),
    ]


def _chips() -> list[Chip]:
    values = list_values()
    with reading_unit() as ctx:
        return chips_of(ctx, values, choose_cases(ctx, values).asked)


def _page(form: dict[str, str], errors: Sequence[FieldError]) -> str:
    values = list_values()
    with reading_unit() as ctx:
        offer = offer_export(ctx, values)
        asked = choose_cases(ctx, values).asked
        chips = chips_of(ctx, values, asked)
    return render_template(
        "cases/export.html",
        offer=offer,
        chips=chips,
        errors=errors,
        form=form,
        reasons=choices.terms(ExportReason),
        forms=choices.terms(FileForm),
        back=list_address(values),
        query_string=address("", MultiDict(values)),
    )
