"""Every gate that a shipped pack can lay on a contact stands in words on the screen, in both
languages; an id such as no_debt_info is never shown to an agent."""

import re
from collections.abc import Iterator
from importlib.resources import files

import pytest
from pydantic import ValidationError

from desk_client.compliance.content_template import TEMPLATE_ONLY
from desk_client.compliance.examples import request_of
from desk_client.compliance.load import shipped_packs
from desk_client.compliance.pack import Pack
from desk_client.compliance.rule import Example
from desk_client.compliance.safeguards import INBOUND_GATE
from desk_client.compliance.verdict import verdict
from desk_client.services.judging import gate_text

LAW_WORDS = files("resources").joinpath("i18n", "law.yaml").read_text("utf-8")


def written(pack: Pack) -> Iterator[str]:
    """Gates that the pack's rules name."""
    for rule in pack.rules:
        if rule.kind == "flag_stop":
            yield from rule.say or ("no_demand",)
        if rule.kind == "third_party":
            yield from rule.unrelated_gates


def laid(pack: Pack) -> Iterator[str]:
    """Gates that come out of the pack's examples."""
    for rule in pack.own_rules:
        for example in rule.examples:
            if isinstance(example, Example):
                try:
                    yield from verdict(request_of(pack, example), (pack,)).gates
                except ValidationError:
                    pytest.fail(f"{rule.id}: {example.name}")


@pytest.mark.parametrize("pack", shipped_packs(), ids=lambda pack: pack.id)
def test_every_gate_of_a_pack_has_words(pack: Pack) -> None:
    gates = {INBOUND_GATE, TEMPLATE_ONLY, *written(pack), *laid(pack)}
    for gate in sorted(gates):
        words = gate_text(gate)
        code = gate.partition(":")[0]
        assert code not in (words.zh, words.en), gate
        assert re.search(r"[一-鿿]", words.zh), gate
        assert "_" not in words.en, gate
        assert re.search(rf"^  {code}: ", LAW_WORDS, re.MULTILINE), gate


@pytest.mark.parametrize("pack", shipped_packs(), ids=lambda pack: pack.id)
def test_everything_that_must_be_said_has_words(pack: Pack) -> None:
    for rule in pack.rules:
        if rule.kind == "disclosure":
            assert re.search(rf"^  {rule.say}: ", LAW_WORDS, re.MULTILINE), rule.id


def test_a_gate_that_nobody_knows_is_shown_as_it_is_written() -> None:
    assert gate_text("made_up:A").en == "made_up:A"
