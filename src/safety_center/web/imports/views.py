"""The pages of imports: giving a file in, following it, deciding, storing, mending."""

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from flask import Response, flash, redirect, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from safety_center.documents.sheet_files import csv_lines, rows_xlsx
from safety_center.domain.errors import InputRefused, NotFound
from safety_center.domain.sheet_states import ImportState, RowKind
from safety_center.services.sheets import imports, overview
from safety_center.services.sheets.rest import LeftRow, open_rest
from safety_center.services.sheets.template import FORMATS, build_template
from safety_center.web.imports import wording
from safety_center.web.request import (
    current_language,
    current_settings,
    reading_unit,
    viewing_unit,
    writing_unit,
)

_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
_PIECE = 1 << 20
#: Lines of an XLSX file, which is made in memory; what is longer is CSV.
_MOST_XLSX = 20_000


def index() -> ResponseReturnValue:
    """Giving a file in, the template, and the imports so far."""
    return _index_page([])


def _index_page(errors: list[object]) -> str:
    with reading_unit() as ctx:
        found = overview.list_imports(ctx)
    return render_template(
        "imports/index.html",
        imports=found,
        errors=errors,
        wording=wording,
        most=current_settings().import_megabytes,
        days=current_settings().import_days,
    )


def create() -> ResponseReturnValue:
    """Take a file; its check begins within seconds."""
    file = request.files.get("file")
    try:
        with writing_unit() as ctx:
            pieces = iter(lambda: file.stream.read(_PIECE), b"") if file else ()
            token = imports.take_file(ctx, file.filename or "" if file else "", pieces)
    except InputRefused as refused:
        return _index_page(list(refused.errors)), 422
    return redirect(url_for("imports.show", token=token))


def show(token: str) -> ResponseReturnValue:
    """What stands about a file: its progress, or what would become, or became, of each report."""
    kind = request.args.get("kind") or None
    after = request.args.get("after", "0")
    if not after.isdecimal() or len(after) > 9:
        raise NotFound()
    with viewing_unit() as ctx:
        found = overview.show_import(ctx, token)
        page = None
        if found.state in (ImportState.CHECKED, ImportState.DONE):
            page = overview.list_rows(ctx, token, kind, int(after))
    return render_template(
        "imports/show.html",
        found=found,
        page=page,
        kind=kind,
        wording=wording,
        kinds=wording.kinds_of(found.counts),
        days=current_settings().import_days,
        most_xlsx=_MOST_XLSX,
        left=wording.left_of(found.counts),
    )


def progress(token: str) -> ResponseReturnValue:
    """Fragment: how far it is; tells the page to load anew when it is done."""
    with reading_unit() as ctx:
        found = overview.show_import(ctx, token)
    answer = Response(render_template("imports/_progress.html", found=found, wording=wording))
    if not found.is_working:
        answer.headers["HX-Refresh"] = "true"
    return answer


def decide(token: str) -> ResponseReturnValue:
    """Keep the decisions of the page, or one for all reports of a kind."""
    every = request.form.get("every", "")
    with writing_unit() as ctx:
        if every:
            kind, _, answer = every.partition(":")
            if kind not in set(RowKind):
                raise NotFound()
            imports.decide_all(ctx, token, RowKind.of(kind), answer == "yes")
        else:
            imports.decide(ctx, token, dict(_choices()))
    flash(gettext("선택한 처리를 반영했습니다. 아직 저장하지 않았습니다."), "success")
    again = {name: request.form[name] for name in ("kind", "after") if request.form.get(name)}
    return redirect(url_for("imports.show", token=token, **again))


def _choices() -> Iterator[tuple[int, str]]:
    for name, choice in request.form.items():
        field, _, line = name.partition(".")
        if field == "choice" and line.isdecimal() and len(line) < 10:
            yield int(line), choice


def store(token: str) -> ResponseReturnValue:
    """Store what was decided."""
    with writing_unit() as ctx:
        imports.begin_storing(ctx, token)
    return redirect(url_for("imports.show", token=token))


def template(file_format: str) -> ResponseReturnValue:
    """The sheet to fill."""
    if file_format not in FORMATS:
        raise NotFound()
    language = current_language()
    with reading_unit() as ctx:
        content = build_template(ctx, file_format, language)
    name = "접수양식" if language == "ko" else "reports-template"
    return _download(content, f"{name}.{file_format}", file_format)


def rest(token: str, file_format: str) -> ResponseReturnValue:
    """The rows to mend, as a file that can be given in again."""
    if file_format not in FORMATS:
        raise NotFound()
    language = current_language()
    with viewing_unit() as ctx:
        found = overview.show_import(ctx, token)
        left = open_rest(ctx, token, language)
    lines = _reasoned(left.rows)
    name = gettext("고칠행")
    if file_format == "csv" or wording.left_of(found.counts) > _MOST_XLSX:
        # Sent while it is read: each line is translated within the request.
        stream = stream_with_context(_encoded(csv_lines(left.header, lines)))
        return _download(stream, f"{name}.csv", "csv")
    title = "접수" if language == "ko" else "Reports"
    return _download(rows_xlsx(title, left.header, lines), f"{name}.xlsx", "xlsx")


def _reasoned(rows: Iterable[LeftRow]) -> Iterator[list[str]]:
    for row in rows:
        yield ["\n".join(wording.fault_text(fault) for fault in row.faults), *row.cells]


def _encoded(lines: Iterable[str]) -> Iterator[bytes]:
    return (line.encode() for line in lines)


def _download(content: bytes | Iterable[bytes], name: str, file_format: str) -> Response:
    answer = Response(content, mimetype=None, content_type=_TYPES[file_format])
    # A header is ASCII: gunicorn answers 500 where a name in Hangul stands in it as it is.
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer


def discard(token: str) -> ResponseReturnValue:
    """Remove a file and what was kept of it."""
    with writing_unit() as ctx:
        imports.discard_import(ctx, token)
    flash(gettext("파일과 확인 내용을 삭제했습니다. 저장된 접수는 그대로 있습니다."), "success")
    return redirect(url_for("imports.index"))
