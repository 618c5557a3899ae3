"""Exemplary cases (우수사례): the library, a card on one page, writing it beside the original, judging it."""
