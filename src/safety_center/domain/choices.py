"""What may stand where an unknown word was given: all choices of a short list, the nearest of a long one.

The words are both labels and the code, since a person writes labels and a program codes.
"""

from collections.abc import Iterable, Mapping, Set
from difflib import SequenceMatcher
from functools import cache, lru_cache
from typing import Any

from safety_center.domain.errors import N_, FieldError
from safety_center.domain.vocabulary import Term

UNKNOWN_CODE = N_("목록에 없는 값입니다: %(value)s. 쓸 수 있는 값: %(choices)s")

#: A choice as code, Korean and English label; the same text thrice where there are no labels.
Choice = tuple[str, str, str]
#: Lists up to this length are named in full.
_SHORT = 10
_NEAREST = 5
#: Below this a word is not like another; the first of the list are named instead.
_LIKE = 0.5


def name_choices(typed: object, choices: Iterable[Choice]) -> dict[str, str]:
    """The choices by language, as a parameter of an error: `{"ko": "여성(female), …", "en": "…"}`."""
    return dict(_named(str(typed)[:40], tuple(choices)))


def name_nearest(typed: object, choices: Iterable[Choice]) -> dict[str, str] | None:
    """The same of a list too long to begin with its first; None where nothing is like it."""
    near = _nearest(str(typed)[:40], tuple(choices))
    return name_choices(typed, near) if near else None


def unknown_code(field: str, value: object, known: Iterable[Any]) -> FieldError:
    """The error of a value that is none of `known`: terms, codes, or rows with labels by their code."""
    params = {"value": str(value)[:40], "choices": name_choices(value, choices_of(known))}
    return FieldError(field, "unknown_code", UNKNOWN_CODE, params)


def choices_of(known: Iterable[Any]) -> tuple[Choice, ...]:
    """Terms and rows (`ko`, `en`) by their labels, plain codes by the vocabulary they make up."""
    if isinstance(known, Mapping):
        return tuple((code, row.ko, row.en) for code, row in known.items())
    found = list(known)
    vocabulary = _vocabularies().get(frozenset(found))
    if vocabulary is not None:
        found = list(vocabulary)
    elif isinstance(known, Set):
        found.sort()
    return tuple(
        (str(each), getattr(each, "ko", each), getattr(each, "en", each)) for each in found
    )


# A file of 100,000 rows repeats its mistakes.
@lru_cache(maxsize=512)
def _named(typed: str, choices: tuple[Choice, ...]) -> Mapping[str, str]:
    shown = choices
    if len(choices) > _SHORT:
        shown = _nearest(typed, choices) or choices[:_NEAREST]
    rest = ", …" if len(shown) < len(choices) else ""
    return {
        "ko": ", ".join(c if c == ko else f"{ko}({c})" for c, ko, _ in shown) + rest,
        "en": ", ".join(c if c == en else f"{en} ({c})" for c, _, en in shown) + rest,
    }


@lru_cache(maxsize=512)
def _nearest(typed: str, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    likeness = {choice: max(_likeness(typed, word) for word in choice) for choice in choices}
    like = [choice for choice in choices if likeness[choice] >= _LIKE]
    like.sort(key=lambda choice: -likeness[choice])
    return tuple(like[:_NEAREST])


def _likeness(typed: str, word: str) -> float:
    one, other = typed.casefold(), word.casefold()
    if min(len(one), len(other)) > 1 and (one in other or other in one):
        return 0.9
    return SequenceMatcher(None, one, other).ratio()


@cache
def _vocabularies() -> Mapping[frozenset[str], type[Term]]:
    """Vocabularies by their codes; none shares all of its codes with another."""
    found: dict[frozenset[str], type[Term]] = {}
    waiting = list(Term.__subclasses__())
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        found[frozenset(kind)] = kind
    return found
