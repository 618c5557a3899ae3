"""The words that all figures of a page share: who is counted and in which periods."""

from dataclasses import dataclass

from safety_center.charts.sentences import PERSONS, Sentence, change, no_records


@dataclass(frozen=True)
class Wording:
    """`who` says the date basis too (`접수된 피해자`, `victims reported`).

    `this` and `last` are full (`2026. 1. 1.–11. 22.`), the short ones stand beside bars (`2026년`);
    `than` names the earlier period in a comparison; `unit` follows numbers (명, 건). `unrecorded`: that
    period lies before this system's first record, so that nothing in it is a count.
    """

    language: str
    who: Sentence
    this: Sentence
    this_short: Sentence
    last: Sentence
    last_short: Sentence
    than: Sentence
    demonstration: bool = False
    unit: Sentence = PERSONS
    unrecorded: bool = False

    def say(self, sentence: Sentence) -> str:
        """A sentence in the page's language."""
        return sentence.text(self.language)

    def moved(self, this: int, last: int, unit: Sentence | None = None) -> Sentence:
        """How a number compares with that of the earlier period, where there is one."""
        if self.unrecorded and not last:
            return no_records(self.than)
        return change(this, last, self.than, unit or self.unit)

    def counted(self, value: str) -> str:
        """A number with its unit where the language puts one behind it: `12명`, `12`."""
        return f"{value}{self.unit.ko}" if self.language == "ko" else value
