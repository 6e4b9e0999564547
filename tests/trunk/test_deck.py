"""Twelve numbers meet all nine kinds, whatever the seed; a number keeps its kind."""

from hypothesis import given
from hypothesis import strategies as st

from desk_client.trunk.deck import Deck
from desk_client.trunk.scenario import ScenarioKind, load_scenarios

BOOK = load_scenarios()
SEEDS = st.integers(min_value=-(2**63), max_value=2**63)


def numbers(count: int, first: int = 0) -> list[str]:
    return [f"+86138{n:08}" for n in range(first, first + count)]


@given(SEEDS, st.integers(0, 5))
def test_every_twelve_new_numbers_meet_all_nine_kinds(seed: int, before: int) -> None:
    deck = Deck(BOOK, seed)
    for number in numbers(12 * before):
        deck.kind_of(number)
    assert {deck.kind_of(n) for n in numbers(12, 12 * before)} == set(ScenarioKind)


@given(SEEDS, st.lists(st.integers(0, 30), max_size=60))
def test_a_number_keeps_its_kind(seed: int, called: list[int]) -> None:
    deck = Deck(BOOK, seed)
    first = {n: deck.kind_of(f"+86138{n:08}") for n in dict.fromkeys(called)}
    assert all(deck.kind_of(f"138{n:08}") is kind for n, kind in first.items())


@given(SEEDS)
def test_the_same_seed_deals_the_same(seed: int) -> None:
    one, other = Deck(BOOK, seed), Deck(BOOK, seed)
    assert [one.kind_of(n) for n in numbers(24)] == [other.kind_of(n) for n in numbers(24)]


def test_seeds_deal_differently() -> None:
    decks = [Deck(BOOK, seed) for seed in range(20)]
    orders = {tuple(map(deck.kind_of, numbers(12))) for deck in decks}
    assert len(orders) > 15


def test_a_fixed_number_takes_no_card() -> None:
    fixed = BOOK.model_copy(update={"numbers": {"13900000000": ScenarioKind.BUSY}})
    deck = Deck(fixed, 1)
    assert deck.kind_of("+8613900000000") is ScenarioKind.BUSY
    assert [*map(deck.kind_of, numbers(12))] == [*map(Deck(BOOK, 1).kind_of, numbers(12))]
