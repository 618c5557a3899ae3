"""Who saw this person: by case number in the address, by name or number only in a form."""

from collections.abc import Sequence

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from safety_center.domain.errors import FieldError, InputRefused, NotFound
from safety_center.services.trail import Witnesses, find_person_cases, find_witnesses
from safety_center.web.request import viewing_unit
from safety_center.web.trail import words

_BY = ("name", "telephone", "identity")


def show() -> ResponseReturnValue:
    """Everybody who saw the case of the address; without one, the form alone."""
    number = request.args.get("case", "").strip().upper()
    return _page([number] if number else [], asked=number)


def search() -> ResponseReturnValue:
    """By a name or number typed into the form; it stands neither in the address nor in the trail."""
    by = request.form.get("by", "name")
    try:
        with viewing_unit() as ctx:
            numbers = find_person_cases(
                ctx, by if by in _BY else "name", request.form.get("typed", "")
            )
    except InputRefused as refused:
        return _page([], errors=refused.errors, by=by)
    return _page(numbers, by=by, searched=True)


def _page(
    numbers: Sequence[str],
    asked: str = "",
    errors: Sequence[FieldError] = (),
    by: str = "name",
    searched: bool = False,
) -> tuple[str, int]:
    found: Witnesses | None = None
    missing = searched and not numbers
    if numbers:
        try:
            with viewing_unit() as ctx:
                found = find_witnesses(ctx, numbers)
        except NotFound:
            missing = True
    choices = [("name", gettext("성명")), ("telephone", gettext("전화번호"))]
    content = render_template(
        "trail/who.html",
        found=found,
        missing=missing,
        asked=asked,
        errors=errors,
        by=by,
        choices=[*choices, ("identity", gettext("여권번호"))],
        kinds=_kinds(),
        columns=[{"label": label, "num": True} for _, label in _kinds()],
        words=words,
        total=len(numbers),
    )
    return content, 422 if errors else 200


def _kinds() -> list[tuple[str, str]]:
    return [
        ("viewed", gettext("열람(회)")),
        ("revealed", gettext("전체 보기(회)")),
        ("changed", gettext("변경(회)")),
        ("exported", gettext("내려받기(회)")),
        ("listed", gettext("목록 표시(회)")),
        ("refused", gettext("거부(회)")),
    ]
