"""Whatever is done to recordings or to their chain, the proof names it."""

from pathlib import Path

import pytest
from sqlalchemy import delete, update

from desk_client.fact_body import RecordingSealed
from desk_client.ids import CallId
from desk_client.services.recording_proof import Proof, Wrong, prove
from desk_client.store.chain import RecordingChain
from desk_client.store.settings import StoredSettings
from desk_client.store.tables import fact, recording_chain
from tests.services.recorded import RecordingDesk, flip
from tests.sync.desk import open_database


@pytest.fixture
def three(recording_desk: RecordingDesk) -> list[CallId]:
    """Three recorded calls."""
    return [recording_desk.recorded_call(number, seconds=0.2) for number in (1, 2, 3)]


def proof(desk: RecordingDesk, central: list[RecordingSealed] | None = None) -> Proof:
    return prove(desk.database, desk.folder.recordings, central)


def found(desk: RecordingDesk, central: list[RecordingSealed] | None = None) -> list[object]:
    return [(each.what, each.index, each.call_id) for each in proof(desk, central).faults]


def seals(desk: RecordingDesk) -> list[RecordingSealed]:
    """As central would hold them."""
    bodies = [each.body for each in desk.facts.of_kinds("recording_sealed")]
    return [each for each in bodies if isinstance(each, RecordingSealed)]


def change_link(desk: RecordingDesk, index: int, **columns: object) -> None:
    with desk.database.writing() as connection:
        at = recording_chain.c.index == index
        connection.execute(update(recording_chain).where(at).values(**columns))


def drop_link(desk: RecordingDesk, index: int) -> None:
    with desk.database.writing() as connection:
        connection.execute(delete(recording_chain).where(recording_chain.c.index == index))


def test_nothing_wrong(recording_desk: RecordingDesk, three: list[CallId]) -> None:
    proved = proof(recording_desk)
    assert (proved.recordings, proved.faults, proved.chain_ok) == (3, (), True)
    assert not proved.central_asked
    assert proof(recording_desk, seals(recording_desk)).faults == ()
    assert proof(recording_desk, seals(recording_desk)).as_json()["ok"] is True


def test_nothing_recorded_yet(recording_desk: RecordingDesk) -> None:
    assert proof(recording_desk, []).faults == ()


@pytest.mark.parametrize("at", [0, 100, -1])
def test_one_altered_bit(recording_desk: RecordingDesk, three: list[CallId], at: int) -> None:
    flip(recording_desk.file(three[1]), at)
    assert found(recording_desk) == [(Wrong.ALTERED, 2, three[1])]
    proved = proof(recording_desk)
    assert proved.chain_ok
    assert str(proved.faults[0]).startswith(f"Recording 2 (call {three[1]}) was altered")


def test_one_byte_more(recording_desk: RecordingDesk, three: list[CallId]) -> None:
    with recording_desk.file(three[0]).open("ab") as file:
        file.write(b"\0")
    assert found(recording_desk) == [(Wrong.ALTERED, 1, three[0])]


def test_two_files_exchanged(recording_desk: RecordingDesk, three: list[CallId]) -> None:
    first, second = recording_desk.file(three[0]), recording_desk.file(three[1])
    kept = first.read_bytes()
    first.write_bytes(second.read_bytes())
    second.write_bytes(kept)
    assert [each.what for each in proof(recording_desk).faults] == [Wrong.ALTERED] * 2


def test_a_missing_file(recording_desk: RecordingDesk, three: list[CallId]) -> None:
    recording_desk.file(three[2]).unlink()
    assert found(recording_desk) == [(Wrong.MISSING, 3, three[2])]
    assert proof(recording_desk).files_gone == 1


def test_a_file_that_was_uploaded_may_be_gone(
    recording_desk: RecordingDesk, three: list[CallId]
) -> None:
    recording_desk.file(three[0]).unlink()
    RecordingChain(recording_desk.database).mark_uploaded(1)
    assert found(recording_desk) == []


def test_cut_off_at_the_end(recording_desk: RecordingDesk, three: list[CallId]) -> None:
    drop_link(recording_desk, 3)
    drop_link(recording_desk, 2)
    assert found(recording_desk) == [(Wrong.CUT_OFF, 2, three[1]), (Wrong.CUT_OFF, 3, three[2])]
    assert not proof(recording_desk).chain_ok


def test_cut_off_with_its_facts_only_central_knows(
    recording_desk: RecordingDesk, three: list[CallId]
) -> None:
    at_central = seals(recording_desk)
    drop_link(recording_desk, 3)
    with recording_desk.database.writing() as connection:
        connection.execute(delete(fact).where(fact.c.call_id == three[2]))
    assert found(recording_desk) == []
    assert found(recording_desk, at_central) == [(Wrong.CUT_OFF, 3, three[2])]


def test_everything_dropped_and_its_facts_too(
    recording_desk: RecordingDesk, three: list[CallId]
) -> None:
    at_central = seals(recording_desk)
    with recording_desk.database.writing() as connection:
        connection.execute(delete(recording_chain))
        connection.execute(delete(fact))
    assert [each.index for each in proof(recording_desk, at_central).faults] == [1, 2, 3]


def test_a_link_taken_out_of_the_middle(recording_desk: RecordingDesk, three: list[CallId]) -> None:
    drop_link(recording_desk, 2)
    assert found(recording_desk) == [(Wrong.LINK_GONE, 2, three[1])]


def test_the_first_link_taken_out(recording_desk: RecordingDesk, three: list[CallId]) -> None:
    drop_link(recording_desk, 1)
    assert found(recording_desk) == [(Wrong.LINK_GONE, 1, three[0])]


@pytest.mark.parametrize(
    "columns",
    [
        {"sha256": "0" * 64},
        {"previous": "1" * 64},
        {"link": "2" * 64},
        {"call_id": "another call"},
    ],
)
def test_a_changed_link(
    recording_desk: RecordingDesk, three: list[CallId], columns: dict[str, str]
) -> None:
    change_link(recording_desk, 2, **columns)
    proved = proof(recording_desk)
    assert not proved.chain_ok
    assert (Wrong.RELINKED, 2) in [(each.what, each.index) for each in proved.faults]


@pytest.mark.parametrize("signature", ["3" * 128, "no hexadecimal", ""])
def test_a_signature_that_does_not_fit(
    recording_desk: RecordingDesk, three: list[CallId], signature: str
) -> None:
    change_link(recording_desk, 2, signature=signature)
    assert found(recording_desk) == [(Wrong.MISSIGNED, 2, three[1])]
    proved = proof(recording_desk)
    assert not proved.chain_ok
    assert "a signature that this desk did not make" in str(proved.faults[0])


def test_the_signature_of_another_recording_does_not_fit(
    recording_desk: RecordingDesk, three: list[CallId]
) -> None:
    first = recording_desk.chain.links()[0]
    change_link(recording_desk, 2, signature=first.signature)
    assert found(recording_desk) == [(Wrong.MISSIGNED, 2, three[1])]


def test_a_recording_replaced_and_sealed_anew(
    recording_desk: RecordingDesk, three: list[CallId]
) -> None:
    """Somebody with the store's key records another call in place of the last one."""
    at_central = seals(recording_desk)
    drop_link(recording_desk, 3)
    with recording_desk.database.writing() as connection:
        connection.execute(delete(fact).where(fact.c.call_id == three[2]))
    other = recording_desk.recorded_call(3)
    assert found(recording_desk) == []
    assert found(recording_desk, at_central) == [(Wrong.RELINKED, 3, other)]


def test_a_chain_made_anew_with_another_key(
    recording_desk: RecordingDesk, three: list[CallId]
) -> None:
    at_central = seals(recording_desk)
    kept = {each.call_id: each for each in recording_desk.recordings.all()}
    with recording_desk.database.writing() as connection:
        connection.execute(delete(recording_chain))
        connection.execute(delete(fact).where(fact.c.kind == "recording_sealed"))
    StoredSettings(recording_desk.database).put("recording_signing_key", "77" * 32)
    for call_id in three[:2]:
        recording_desk.seal(1, call_id, kept[call_id].made)
    faults = proof(recording_desk, at_central).faults
    assert {each.what for each in faults} >= {Wrong.MISSIGNED, Wrong.CUT_OFF}


def test_a_recording_that_nothing_sealed(recording_desk: RecordingDesk) -> None:
    call_id = recording_desk.recorded_call(sealed=False)
    assert found(recording_desk) == [(Wrong.UNSEALED, None, call_id)]


def test_other_desks_seals_do_not_disturb(
    recording_desk: RecordingDesk, three: list[CallId], tmp_path: Path
) -> None:
    database = open_database(tmp_path / "other")
    other = RecordingDesk(database, recording_desk.folder, recording_desk.bank)
    for _ in range(5):
        other.recorded_call(seconds=0.1)
    theirs = other.facts.of_kinds("call_ended", "recording_sealed")
    recording_desk.facts.receive(theirs)
    assert found(recording_desk, [*seals(recording_desk), *seals(other)]) == []
    database.close()


def test_progress_is_shown_link_by_link(recording_desk: RecordingDesk, three: list[CallId]) -> None:
    walked: list[int] = []

    def watch(links):  # type: ignore[no-untyped-def]
        for each in links:
            walked.append(each.index)
            yield each

    prove(recording_desk.database, recording_desk.folder.recordings, None, watch=watch)
    assert walked == [1, 2, 3]
