"""The seal of a recording: a signed link after the one before."""

from dataclasses import replace

import pytest

from desk_client.fact_body import RecordingSealed
from desk_client.ids import CallId, new_id
from desk_client.services.call_in_hand import recording_made
from desk_client.services.recording_seal import (
    RecordingSeal,
    link_hash,
    own_public_key,
    seal_holds,
    signed,
)
from desk_client.store.chain import NO_LINK
from desk_client.store.settings import StoredSettings
from tests.services.hands import recording
from tests.services.recorded import RecordingDesk


def sealed(desk: RecordingDesk, sha256: str) -> RecordingSealed:
    made = recording_made(recording(sha256=sha256))
    assert made is not None
    seal = RecordingSeal(chain=desk.chain, settings=StoredSettings(desk.database))
    return seal.seal(CallId(new_id()), made)


def test_each_link_names_the_one_before(recording_desk: RecordingDesk) -> None:
    first, second = sealed(recording_desk, "a" * 64), sealed(recording_desk, "b" * 64)
    assert (first.index, first.previous) == (1, NO_LINK)
    assert (second.index, second.previous) == (2, first.link)
    assert [each.link for each in recording_desk.chain.links()] == [first.link, second.link]


def test_one_key_for_the_life_of_the_store(recording_desk: RecordingDesk) -> None:
    settings = StoredSettings(recording_desk.database)
    assert own_public_key(settings) is None
    first, second = sealed(recording_desk, "a" * 64), sealed(recording_desk, "b" * 64)
    assert first.public_key == second.public_key == own_public_key(settings)


def test_whoever_has_the_public_key_can_judge_the_link(recording_desk: RecordingDesk) -> None:
    fact = sealed(recording_desk, "a" * 64)
    (link,) = recording_desk.chain.links()
    assert seal_holds(link, fact.public_key)
    assert signed(fact.link, fact.signature, fact.public_key)
    assert fact.link == link_hash(index=1, call_id=fact.call_id, sha256="a" * 64, previous=NO_LINK)


@pytest.mark.parametrize(
    "change",
    [
        {"index": 2},
        {"call_id": "another"},
        {"sha256": "c" * 64},
        {"previous": "d" * 64},
        {"link": "e" * 64},
        {"signature": "f" * 128},
        {"signature": ""},
        {"signature": "none"},
    ],
)
def test_nothing_in_it_can_be_changed(
    recording_desk: RecordingDesk, change: dict[str, object]
) -> None:
    fact = sealed(recording_desk, "a" * 64)
    (link,) = recording_desk.chain.links()
    assert not seal_holds(replace(link, **change), fact.public_key)  # type: ignore[arg-type]


def test_another_key_signed_nothing(recording_desk: RecordingDesk) -> None:
    fact = sealed(recording_desk, "a" * 64)
    assert not signed(fact.link, fact.signature, "0" * 64)
    assert not signed(fact.link, fact.signature, "no key")
