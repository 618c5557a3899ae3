"""The library: published cards by situation, region and words."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from safety_center.domain.choices import unknown_code
from safety_center.domain.errors import FieldError, InputRefused
from safety_center.domain.situations import Situation
from safety_center.services.context import Context
from safety_center.services.exemplary import Library, library, waiting
from safety_center.services.search import keep_search, open_search
from safety_center.web.exemplary.regions import region_choices, region_labels
from safety_center.web.rendering import with_arguments
from safety_center.web.request import (
    address,
    current_language,
    reading_unit,
    writing_unit,
)

_FILTERS = ("situation", "region", "search")


def index() -> ResponseReturnValue:
    """Cards by the filters of the address; what is searched for stands there only as a token."""
    return _answer([])


def search() -> ResponseReturnValue:
    """Keep what is searched for and list by its token: it may be somebody's name."""
    values = {name: value for name, value in _filters().items() if name != "search"}
    typed = request.form.get("q", "")
    if typed.strip():
        try:
            with writing_unit() as ctx:
                values["search"] = keep_search(ctx, typed)
        except InputRefused as refused:
            return _answer(refused.errors, typed)
    return redirect(address(url_for("exemplary.index"), MultiDict(values)))


def back() -> ResponseReturnValue:
    """The search's address opened as a page: to the library."""
    return redirect(url_for("exemplary.index"))


def _filters() -> dict[str, str]:
    return {name: value for name in _FILTERS if (value := request.args.get(name, "").strip())}


def _answer(errors: list[FieldError], typed: str = "") -> ResponseReturnValue:
    """The page; 422 where something of the address or of the search is not understood."""
    values = _filters()
    with reading_unit() as ctx:
        regions = region_choices(ctx)
        typed, more = _searched(ctx, values, typed)
        errors = [*errors, *more, *_unknown(ctx, values)]
        found = None if errors else _found(ctx, values, typed)
        waits = waiting(ctx)
    page = render_template(
        "exemplary/index.html",
        found=found,
        values=values,
        typed=typed,
        errors=errors,
        waits=waits,
        regions=_with_counts(regions, found.regions if found else {}),
        region_names=dict(regions),
        situations=_with_counts(
            [(each.value, each.label(current_language())) for each in Situation],
            {each.value: count for each, count in found.situations.items()} if found else {},
        ),
        following=with_arguments(cursor=found.next_cursor) if found and found.next_cursor else None,
        first=with_arguments(cursor=None) if request.args.get("cursor") else None,
    )
    return page, 422 if errors else 200


def _unknown(ctx: Context, values: Mapping[str, str]) -> Iterator[FieldError]:
    known: dict[str, Iterable[Any]] = {"situation": list(Situation), "region": region_labels(ctx)}
    for name, choices in known.items():
        if name in values and values[name] not in choices:
            yield unknown_code(name, values[name], choices)


def _searched(ctx: Context, values: dict[str, str], typed: str) -> tuple[str, list[FieldError]]:
    if typed or "search" not in values:
        return typed, []
    try:
        return open_search(ctx, values["search"]), []
    except InputRefused as refused:
        return "", refused.errors


def _found(ctx: Context, values: dict[str, str], typed: str) -> Library:
    return library(
        ctx,
        typed,
        values.get("situation"),
        values.get("region"),
        request.args.get("cursor"),
    )


def _with_counts(
    choices: list[tuple[str, str]], counts: Mapping[str, int]
) -> list[tuple[str, str]]:
    """Only what finds something, with how many; all of them while nothing was counted."""
    if not counts:
        return choices
    return [(code, f"{name} ({counts[code]})") for code, name in choices if counts.get(code)]
