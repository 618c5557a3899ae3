"""Nominating a closed case, writing its card beside the original, and handing it in."""

from dataclasses import dataclass

from safety_center.domain.access import CENTERS, Permission, require
from safety_center.domain.errors import N_, Conflict, FieldError, Forbidden, InputRefused
from safety_center.domain.exemplary import (
    ARTICLE_OF,
    CardInput,
    ExemplaryState,
    card_texts,
    check_complete,
)
from safety_center.domain.leaks import Identifiers, Leak, find_leaks
from safety_center.domain.search import join_text
from safety_center.domain.situations import Situation
from safety_center.services.cases.reach import handover_units, require_case
from safety_center.services.context import Context
from safety_center.services.exemplary.originals import (
    Original,
    build_identifiers,
    build_original,
)
from safety_center.services.exemplary.reach import (
    card_name,
    may_nominate,
    move_card,
    require_card,
    require_own_card,
    touch_card,
    write_step,
)
from safety_center.services.exemplary.views import read_card
from safety_center.services.personal_values import data_key, open_value
from safety_center.store import exemplary as store
from safety_center.store.tables import Case, ExemplaryCase
from safety_center.store.vault import seal

_PURPOSE = "exemplary"


@dataclass(frozen=True)
class LeakReport:
    """What in a card still identifies somebody, by the dotted path of its text; zero lets it be handed in."""

    by_field: dict[str, tuple[Leak, ...]]

    @property
    def count(self) -> int:
        """How many marks there are: the counter."""
        return sum(map(len, self.by_field.values()))


@dataclass(frozen=True)
class TextPage:
    """The page on which a card is written: the text so far, the original, marks in both, what is missing.

    `reason` tells why it was returned. `writable` is false where the actor may only look.
    """

    id: int
    version: int
    state: ExemplaryState
    situation: Situation
    unit_code: str
    card: CardInput
    leaks: LeakReport
    original: Original
    missing: tuple[FieldError, ...]
    reason: str | None
    writable: bool


@dataclass(frozen=True)
class Nomination:
    """What a case's page says about it: its card, if there is one, and whether it may be nominated."""

    may_nominate: bool
    card_id: int | None = None
    state: ExemplaryState | None = None


def nomination(ctx: Context, number: str) -> Nomination:
    """For the page of a case; a card out of the actor's reach is not told."""
    actor = ctx.require_actor()
    case = require_case(ctx, number)
    if not actor.may(Permission.EXEMPLARY_VIEW):
        return Nomination(False)
    row = store.fetch_card_of_case(ctx.session, case.id)
    if row is None:
        return Nomination(may_nominate(ctx, case))
    seen = actor.may(Permission.EXEMPLARY_PUBLISH) or row.unit_code in handover_units(actor)
    if not seen or not actor.may(Permission.EXEMPLARY_NOMINATE):
        return Nomination(False)
    return Nomination(False, row.id, ExemplaryState.of(row.state))


def nominate(ctx: Context, number: str) -> int:
    """추천: an empty card for a closed case of the actor's unit; its id.

    Raises `Conflict` where the case is open, merged, erased, without its key, or has a card already.
    """
    actor = ctx.require_actor()
    require(actor, Permission.EXEMPLARY_NOMINATE)
    case = require_case(ctx, number, lock=True)
    if case.owner_unit not in handover_units(actor):
        raise Forbidden(N_("담당 기관에서만 우수사례로 추천할 수 있습니다."))
    if not may_nominate(ctx, case):
        raise Conflict(
            N_(
                "종결되어 있고 개인정보가 파기되지 않은 건만 한 번 추천할 수 있습니다. 현재 상태를 확인해 주십시오."
            )
        )
    row = ExemplaryCase(
        case_id=case.id,
        unit_code=case.owner_unit,
        country_code=case.country_code,
        situation=case.situation,
        incident_type=case.incident_type,
        state=ExemplaryState.NOMINATED.value,
        nominated_by_id=actor.account_id,
        nominated_at=ctx.now,
        written_by_id=actor.account_id,
        changed_at=ctx.now,
    )
    ctx.session.add(row)
    ctx.session.flush()
    row.draft = _sealed(
        ctx, case, CardInput(act_article=ARTICLE_OF.get(Situation.of(case.situation)))
    )
    write_step(ctx, row)
    ctx.note("exemplary.nominate", case.number)
    return row.id


def open_text(ctx: Context, card_id: int) -> TextPage:
    """The page on which the card is written; looking at the case's texts is a view of the case."""
    row = _to_write(ctx, card_id)
    case = _case_of(ctx, row)
    identifiers = build_identifiers(ctx, case)
    card = _text_of(ctx, row, case)
    steps = store.fetch_steps(ctx.session, row.id)
    returned = [step for step in steps if step.state == ExemplaryState.RETURNED.value]
    state = ExemplaryState.of(row.state)
    ctx.note("case.view", case.number, rows=0, purpose="exemplary")
    return TextPage(
        id=row.id,
        version=row.version,
        state=state,
        situation=Situation.of(row.situation),
        unit_code=row.unit_code,
        card=card,
        leaks=_check(card, identifiers),
        original=build_original(ctx, case, identifiers),
        missing=tuple(check_complete(card)),
        reason=returned[-1].reason if returned else None,
        writable=state in (ExemplaryState.NOMINATED, ExemplaryState.RETURNED),
    )


def check(ctx: Context, card_id: int, card: CardInput) -> LeakReport:
    """What in a text just typed identifies somebody on the case. Stores nothing."""
    row = _to_write(ctx, card_id)
    return _check(card, build_identifiers(ctx, _case_of(ctx, row)))


def save_text(
    ctx: Context, card_id: int, card: CardInput, version: int | None = None
) -> LeakReport:
    """Keep the text, however unfinished, sealed under the case's key; what still identifies somebody."""
    row = require_own_card(ctx, card_id, version)
    case = _case_of(ctx, row)
    row.draft = _sealed(ctx, case, card)
    row.written_by_id = ctx.require_actor().account_id
    touch_card(ctx, row)
    ctx.note("exemplary.write", card_name(row))
    return _check(card, build_identifiers(ctx, case))


def submit(ctx: Context, card_id: int, version: int | None = None) -> ExemplaryState:
    """Hand the text in: to the mission head, or a center's own straight to the center's check.

    Raises `InputRefused` while something is missing or identifies somebody.
    """
    row = require_own_card(ctx, card_id, version)
    case = _case_of(ctx, row)
    card = _text_of(ctx, row, case)
    report = _check(card, build_identifiers(ctx, case))
    errors = check_complete(card) + [
        _leaking(path, found) for path, found in report.by_field.items()
    ]
    if errors:
        raise InputRefused(errors)
    row.title, row.card = card.title, card.model_dump_json()
    row.words = join_text(card_texts(card).values())
    row.draft = None
    at_center = row.unit_code in CENTERS
    state = ExemplaryState.ENDORSED if at_center else ExemplaryState.DEIDENTIFIED
    move_card(ctx, row, state)
    ctx.note("exemplary.submit", card_name(row))
    return state


def require_no_leaks(ctx: Context, row: ExemplaryCase) -> None:
    """Asked once more before others read it: the case may know more people by now."""
    card = read_card(row)
    case = ctx.session.get(Case, row.case_id) if row.case_id else None
    if card is None or case is None:
        return
    if _check(card, build_identifiers(ctx, case)).count:
        raise Conflict(
            N_("글에 당사자를 알아볼 수 있는 내용이 남아 있습니다. 보완을 요청해 주십시오.")
        )


def _to_write(ctx: Context, card_id: int) -> ExemplaryCase:
    """Whoever may write it may see the original; others of the reach see the card alone."""
    actor = ctx.require_actor()
    require(actor, Permission.EXEMPLARY_NOMINATE)
    row = require_card(ctx, card_id)
    if row.unit_code not in handover_units(actor):
        raise Forbidden(N_("추천한 공관에서만 원문을 볼 수 있습니다."))
    return row


def _case_of(ctx: Context, row: ExemplaryCase) -> Case:
    case = ctx.session.get(Case, row.case_id) if row.case_id else None
    if case is None or data_key(ctx, case.data_key_id) is None:
        raise Conflict(N_("원래 건의 개인정보가 파기되어 더 쓸 수 없습니다."))
    return case


def _text_of(ctx: Context, row: ExemplaryCase, case: Case) -> CardInput:
    key = data_key(ctx, case.data_key_id)
    if row.draft is not None and key is not None:
        return CardInput.model_validate_json(open_value(key, _PURPOSE, row.draft) or "{}")
    return read_card(row) or CardInput()


def _sealed(ctx: Context, case: Case, card: CardInput) -> bytes | None:
    key = data_key(ctx, case.data_key_id)
    return seal(key, card.model_dump_json().encode(), _PURPOSE) if key else None


def _check(card: CardInput, identifiers: Identifiers) -> LeakReport:
    found = {path: tuple(find_leaks(text, identifiers)) for path, text in card_texts(card).items()}
    return LeakReport({path: leaks for path, leaks in found.items() if leaks})


def _leaking(path: str, leaks: tuple[Leak, ...]) -> FieldError:
    message = N_("당사자를 알아볼 수 있는 표현이 %(count)s곳 남아 있습니다.")
    return FieldError(path, "identifying", message, {"count": len(leaks)})
