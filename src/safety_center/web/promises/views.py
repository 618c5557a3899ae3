"""Promises of the session on the web. Nothing typed is lost when something is wrong with it."""

from collections.abc import Callable, Mapping, Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from safety_center.domain.errors import Conflict, FieldError, InputRefused
from safety_center.domain.promises import (
    PromiseShow,
    parse_outcome,
    parse_postponement,
    parse_promise,
)
from safety_center.services.context import Context
from safety_center.services.promises import (
    list_promises,
    postpone_promise,
    promise_filters,
    record_promise,
    settle_promise,
    show_promise,
)
from safety_center.web.own_paths import own_path
from safety_center.web.promises.form import FIELDS, form_values
from safety_center.web.request import current_language, reading_unit, writing_unit
from safety_center.web.terms import message_text, unit_label


def index() -> ResponseReturnValue:
    """Everybody's promises; `?show=`, `?owner=` and `?year=` narrow the list, unknown ones do not."""
    asked = request.args.get("show", "")
    show = PromiseShow(asked) if asked in set(PromiseShow) else None
    owner, year = request.args.get("owner", ""), request.args.get("year", "")
    with reading_unit() as ctx:
        owners, years = promise_filters(ctx)
        lines = list_promises(
            ctx,
            show,
            owner if owner in owners else None,
            int(year) if year in map(str, years) else None,
        )
    return render_template(
        "promises/index.html",
        lines=lines,
        show=show,
        shows=[(term.value, term.label(current_language())) for term in PromiseShow],
        owners=[(code, unit_label(code)) for code in owners],
        years=[(str(each), str(each)) for each in years],
        owner=owner,
        year=year,
    )


def new() -> ResponseReturnValue:
    """질문을 약속으로 적기: the form alone, and where every form is sent to."""
    back = own_path(request.values.get("back"), "")
    if request.method == "GET":
        return render_template("promises/new.html", **form_values({}, (), back))
    typed = _typed(FIELDS)
    try:
        with writing_unit() as ctx:
            promise = record_promise(ctx, parse_promise(typed))
    except InputRefused as refused:
        page = render_template("promises/new.html", **form_values(typed, refused.errors, back))
        return page, 422
    flash(gettext("질문을 약속으로 적었습니다."), "success")
    return redirect(f"{back}#promises" if back else url_for("promises.show", promise=promise))


def show(promise: int) -> ResponseReturnValue:
    """One promise with the days it was moved from."""
    return _page(promise)


def settle(promise: int) -> ResponseReturnValue:
    """이행 완료, with what came of it."""
    typed = _typed(("outcome",))

    def do(ctx: Context) -> None:
        settle_promise(ctx, promise, parse_outcome(typed), _version())

    return _change(promise, do, typed, gettext("이행 결과를 저장했습니다."))


def postpone(promise: int) -> ResponseReturnValue:
    """Another day, with the reason."""
    typed = _typed(("due_on", "reason"))

    def do(ctx: Context) -> None:
        postpone_promise(ctx, promise, parse_postponement(typed), _version())

    return _change(promise, do, typed, gettext("기한을 바꾸었습니다."))


def _change(
    promise: int, do: Callable[[Context], None], typed: Mapping[str, str], told: str
) -> ResponseReturnValue:
    try:
        with writing_unit() as ctx:
            do(ctx)
    except InputRefused as refused:
        return _page(promise, refused.errors, typed), 422
    except Conflict as moved:
        flash(message_text(moved.message, moved.params), "warning")
        return _page(promise, (), typed), 409
    flash(told, "success")
    return redirect(url_for("promises.show", promise=promise))


def _page(
    promise: int, errors: Sequence[FieldError] = (), typed: Mapping[str, str] | None = None
) -> str:
    with reading_unit() as ctx:
        page = show_promise(ctx, promise)
    return render_template("promises/show.html", page=page, errors=errors, typed=typed or {})


def _typed(names: Sequence[str]) -> dict[str, str]:
    return {name: request.form.get(name, "") for name in names}


def _version() -> int | None:
    """The version that was seen; a form without one is not compared."""
    return request.form.get("version", type=int)
