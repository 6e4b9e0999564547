"""Which rules hold at a desk is a setting; a pack that nobody has is told before anything is
dialled."""

import shutil
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import pytest

from desk_client.compliance.request import ContactRequest, DebtorFacts, Location, Party
from desk_client.errors import BadInput
from desk_client.services.law_in_force import collector, packs_in_force
from desk_client.settings import LawSettings


def asked(region: str, zone: str, law: LawSettings) -> ContactRequest:
    return ContactRequest(
        now=datetime(2026, 11, 24, 16, 0, tzinfo=UTC),
        kind="call",
        collector=collector(law),
        party=Party(id="d", role="debtor"),
        debtor=DebtorFacts(
            id="d", locations=(Location(source="address", zone=zone, region=region),)
        ),
        history_as_of=datetime(2026, 11, 24, 16, 0, tzinfo=UTC),
    )


def test_a_chinese_banks_rules_unless_told_otherwise() -> None:
    law = LawSettings()
    assert packs_in_force(law).named == ("cn-bank-card", "house-default")
    assert collector(law).role == "first_party"


def test_an_agency_in_the_states_works_under_the_packs_of_the_place() -> None:
    law = LawSettings(packs=(), role="third_party", entity="agency-a")
    packs = packs_in_force(law)
    used = {pack.id for pack in packs.in_force(asked("US-MA", "America/New_York", law))}
    assert {"us-regf", "us-ma", "house-default"} <= used
    assert "cn-bank-card" not in used


def test_a_pack_that_nobody_has_is_one_sentence() -> None:
    with pytest.raises(BadInput, match="mars-bank"):
        packs_in_force(LawSettings(packs=("mars-bank",)))


def test_a_banks_own_pack_stands_beside_ours(tmp_path: Path) -> None:
    ours = files("resources").joinpath("packs", "house-default.yaml").read_text("utf-8")
    (tmp_path / "own-bank.yaml").write_text(
        ours.replace("pack: house-default", "pack: own-bank", 1), encoding="utf-8"
    )
    law = LawSettings(packs=("cn-bank-card", "own-bank"), folder=str(tmp_path))
    assert {pack.id for pack in packs_in_force(law)._named} == {"cn-bank-card", "own-bank"}
    shutil.rmtree(tmp_path)
    with pytest.raises(BadInput):
        packs_in_force(law)
