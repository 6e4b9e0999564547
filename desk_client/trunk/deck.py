"""Deals each new number its scenario. Fixed numbers keep what the book says; every other number
takes the next card of a deck shuffled by the seed, in the order in which numbers are first called,
and keeps that card. An empty deck is shuffled anew."""

import random

from desk_client.trunk.scenario import ScenarioBook, ScenarioKind, dialled_key


class Deck:
    """Kinds by number; one owner thread at a time."""

    def __init__(self, book: ScenarioBook, seed: int) -> None:
        self._cards = [kind for kind in ScenarioKind for _ in range(book.deck.get(kind, 0))]
        self._chance = random.Random(f"deck {seed}")  # noqa: S311 - a game, not a secret
        self._pile: list[ScenarioKind] = []
        self._kinds = book.fixed_kinds()

    def kind_of(self, number: str) -> ScenarioKind:
        """The kind of this number, dealt now where it is new."""
        key = dialled_key(number)
        if key not in self._kinds:
            self._kinds[key] = self._deal()
        return self._kinds[key]

    def _deal(self) -> ScenarioKind:
        if not self._pile:
            self._pile = list(self._cards)
            self._chance.shuffle(self._pile)
        return self._pile.pop()
