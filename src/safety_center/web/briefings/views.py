"""Briefings: what was made, asking for another, how far it is, and the files."""

from collections.abc import Mapping

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from safety_center.documents.dashboard_file import stamp_file
from safety_center.domain.briefing import UNDER_WAY, BriefingForm, BriefingState
from safety_center.domain.errors import FieldError, InputRefused
from safety_center.services.briefing import (
    TakenOut,
    ask_again,
    ask_for_briefing,
    choosable_years,
    list_briefings,
    makers,
    parse_wanted,
    show_briefing,
    take_out,
)
from safety_center.web.briefings.asked import is_day, is_time, read_asked
from safety_center.web.request import (
    current_language,
    current_settings,
    reading_unit,
    writing_unit,
)

_TAGS = {
    BriefingState.WAITING: "info",
    BriefingState.MAKING: "info",
    BriefingState.DONE: "success",
    BriefingState.FAILED: "danger",
}
_TYPES = {
    BriefingForm.HTML: "text/html; charset=utf-8",
    BriefingForm.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def index() -> ResponseReturnValue:
    """Every briefing, and the form for a new one."""
    return _index({}, [])


def create() -> ResponseReturnValue:
    """Ask for one; the scheduler begins within seconds."""
    asked, errors = read_asked({"language": current_language(), **request.form})
    try:
        with writing_unit() as ctx:
            wanted = parse_wanted(ctx, asked)
            if errors:
                raise InputRefused([])
            record = ask_for_briefing(ctx, wanted)
    except InputRefused as refused:
        return _index(request.form, [*errors, *refused.errors]), 422
    return redirect(url_for("briefings.show", name=record.name))


def show(name: str) -> ResponseReturnValue:
    """One briefing: how far it is, or its files."""
    with reading_unit() as ctx:
        record = show_briefing(ctx, name)
        names = makers(ctx, [record])
    return render_template("briefings/show.html", found=record, names=names, **_words())


def progress(name: str) -> ResponseReturnValue:
    """The part of the page that says how far it is; once it is over, the page is opened anew."""
    with reading_unit() as ctx:
        record = show_briefing(ctx, name)
    response = Response(render_template("briefings/_progress.html", found=record, **_words()))
    if record.state not in UNDER_WAY:
        response.headers["HX-Redirect"] = url_for("briefings.show", name=name)
    return response


def again(name: str) -> ResponseReturnValue:
    """Make it once more."""
    with writing_unit() as ctx:
        record = ask_again(ctx, name)
    return redirect(url_for("briefings.show", name=record.name))


def file(name: str, form: str) -> ResponseReturnValue:
    """One of the two files; that it was taken out is in the trail before it goes."""
    with writing_unit() as ctx:
        taken = take_out(ctx, name, form)
    response = Response(_stamped(taken), content_type=_TYPES[taken.form])
    known = f"briefing-{taken.record.name}.{taken.form.value}"
    response.headers["Content-Disposition"] = f'attachment; filename="{known}"'
    return response


def _stamped(taken: TakenOut) -> bytes:
    """The document says who took it out and when; the tables are handed on as they are."""
    if taken.form is not BriefingForm.HTML:
        return taken.content
    language, mark = taken.record.wanted.language, taken.mark
    by, at = mark.written_by(language), mark.written_at(language)
    return stamp_file(taken.content.decode(), language, by, at).encode()


def _index(values: Mapping[str, str], errors: list[FieldError]) -> str:
    with reading_unit() as ctx:
        records = list_briefings(ctx)
        names, years = makers(ctx, records), choosable_years(ctx)
    return render_template(
        "briefings/index.html",
        records=records,
        names=names,
        years=years,
        values=values,
        errors=errors,
        is_day=is_day,
        is_time=is_time,
        kept=current_settings().briefings_kept,
        **_words(),
    )


def _words() -> dict[str, object]:
    return {"tags": _TAGS, "under_way": UNDER_WAY, "forms": list(BriefingForm)}
