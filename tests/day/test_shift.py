"""A short day, end to end: the autopilot works five cases through the real windows on the demo's
own stage, asks the lead, undoes one outcome and logs it again, takes a call, asks for a dial that
the rules refuse, and signs out. Then what the report says is held against the record, the
recordings and the trunk."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pyrage
import pytest
from PySide6.QtGui import QImage

from desk_client.case_state import CallRecord
from desk_client.data_folder import DataFolder
from desk_client.fact import Fact
from desk_client.fact_body import (
    Attempted,
    CallEnded,
    OutcomeLogged,
    RecordingSealed,
    ShiftChanged,
    VerdictGiven,
    Withdrawn,
)
from desk_client.fold import fold
from desk_client.phone.sealed_audio import open_sealed
from desk_client.store.database import open_store
from desk_client.store.facts import FactStore
from tests.central.floor import folder_of_its_own

# Deals, in this order: a promise, busy, a wrong party, a dispute, hung up at once.
SEED, CASES = 1189, 5
OUTCOMES = {
    "answers_and_promises": "PTP",
    "busy": "BUSY",
    "wrong_party": "WPC",
    "answers_and_disputes": "DISP",
    "hangs_up_at_once": "HU",
}
SIP_CODES = {"busy": 486}
ENDED_BY = {"busy": "them", "hangs_up_at_once": "them"}
KEYS = {
    "version", "display", "lang", "seed", "started_at", "ended_at", "central", "import",
    "cases_worked", "calls", "refused", "facts", "latency_ms", "window", "keys", "screenshots",
}  # fmt: skip


def passphrase() -> str:
    return "the test's own"


@dataclass(frozen=True, slots=True)
class Flight:
    """What was flown, told and recorded."""

    report: dict[str, Any]
    facts: list[Fact]
    identity: pyrage.x25519.Identity

    def call(self, scenario: str) -> dict[str, Any]:
        (found,) = (call for call in self.report["calls"] if call["scenario"] == scenario)
        told: dict[str, Any] = found
        return told

    def recorded(self) -> dict[str, CallRecord]:
        calls = fold(fact for fact in self.facts if fact.case_id).calls
        return {call.call_id: call for call in calls}

    def bodies(self, kind: type, call_id: str | None = None) -> list[Any]:
        return [
            fact.body
            for fact in self.facts
            if isinstance(fact.body, kind)
            and call_id in (None, getattr(fact.body, "call_id", None))
        ]


@pytest.fixture(scope="module")
def flight(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flight]:
    """The program itself, as it is typed: it takes its process over, so it has one of its own."""
    pictures = tmp_path_factory.mktemp("pictures")
    told = pictures / "report.json"
    with folder_of_its_own() as root:
        folder = DataFolder(root)
        done = subprocess.run(
            [
                *(sys.executable, "-m", "desk_client.cli", "demo", "--autopilot"),
                *("--cases", str(CASES), "--seed", str(SEED), "--theme", "light"),
                *("--report", str(told), "--screenshots", str(pictures)),
                *("--data-dir", str(root)),
            ],
            env={**os.environ, "DESK_CLIENT_PASSPHRASE": passphrase()},
            capture_output=True,
            text=True,
            timeout=150,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        report = json.loads(told.read_text("utf-8"))
        store = open_store(folder, passphrase=passphrase, demo=True)
        facts = FactStore(store).since(datetime.fromisoformat(report["started_at"]))
        store.close()
        secret = (folder.organisation / "identity.txt").read_text("ascii").splitlines()[-1]
        identity = pyrage.x25519.Identity.from_str(secret)
        yield Flight(report, facts, identity)


def test_the_shift_was_flown_by_keys_alone(flight: Flight) -> None:
    assert flight.report.keys() >= KEYS
    assert flight.report["display"] == "offscreen"
    assert flight.report["cases_worked"] == CASES
    assert flight.report["keys"]["pressed"] > 50
    assert flight.report["keys"]["mouse_events"] == 0
    states = [body.state for body in flight.bodies(ShiftChanged)]
    assert (states[0], states[-1]) == ("signed_in", "signed_out")


def test_each_debtor_was_met_and_logged_as_they_behaved(flight: Flight) -> None:
    calls = flight.report["calls"]
    assert {call["scenario"]: call["outcome"] for call in calls} == OUTCOMES
    for call in calls:
        answered = call["scenario"] != "busy"
        assert call["verdict"] in ("allowed", "allowed_with_gates")
        assert call["mode"] == "progressive"
        assert call["sip_code"] == SIP_CODES.get(call["scenario"], 200)
        assert call["ended_by"] == ENDED_BY.get(call["scenario"], "us")
        assert (call["recording"] is not None) is answered
        assert (call["talk_s"] > 0) is answered
    verified = {call["scenario"] for call in calls if call["identity"] == "verified"}
    assert verified == {"answers_and_promises", "answers_and_disputes"}
    assert flight.call("answers_and_promises")["script_lines_said"] >= 10


def test_recordings_hold_both_sides_and_are_sealed_in_a_chain(flight: Flight) -> None:
    calls = flight.report["calls"] + flight.report["incoming"]
    recorded = [call for call in calls if call["recording"]]
    made = [call["recording"] for call in recorded]
    assert len(made) == CASES
    for each in made:
        assert each["channels"] == 2
        audio = open_sealed(Path(each["path"]), flight.identity)
        assert audio.complete
        assert audio.seconds == pytest.approx(each["seconds"], abs=0.1)
    talked = flight.call("answers_and_promises")["recording"]
    assert min(talked["agent_rms"], talked["debtor_rms"]) > 0.005
    sealed = flight.bodies(RecordingSealed)
    assert [body.sha256 for body in sealed] == [each["sha256"] for each in made]
    assert [body.index for body in sealed] == [1, 2, 3, 4, 5]
    assert [body.call_id for body in sealed] == [call["call_id"] for call in recorded]


def test_facts_are_in_all_four_places_once(flight: Flight) -> None:
    facts = flight.report["facts"]
    assert facts["missing"] == 0
    assert facts["duplicated"] == 0
    assert facts["outbox"] == 0
    assert facts["local"] == facts["central"] == facts["second_desk"] == len(flight.facts)
    attempts = [body.call_id for body in flight.bodies(Attempted)]
    ends = [body.call_id for body in flight.bodies(CallEnded)]
    assert len(set(attempts)) == CASES + 1
    assert sorted(attempts) == sorted(ends)


def test_undo_and_again_leave_one_outcome(flight: Flight) -> None:
    assert flight.report["undone"] == 1
    outcomes = {each.fact_id: each.body for each in flight.facts if each.kind == "outcome_logged"}
    (withdrawn,) = (each for each in flight.bodies(Withdrawn) if each.fact_id in outcomes)
    undone = outcomes[withdrawn.fact_id]
    assert isinstance(undone, OutcomeLogged)
    logged = flight.bodies(OutcomeLogged)
    assert len(logged) == CASES + 2
    assert [body.code for body in logged if body.call_id == undone.call_id] == [undone.code] * 2
    record = flight.recorded()[undone.call_id]
    assert record.outcome is not None
    assert record.outcome.fact_id != withdrawn.fact_id
    state = fold(fact for fact in flight.facts if fact.case_id == record.case_id)
    assert state.attempts == 1
    assert len(state.promises) == (undone.promise is not None)


def test_the_lead_was_asked_and_a_debtor_called_in(flight: Flight) -> None:
    """The debtor who promises waits meanwhile, and is there again afterwards."""
    assert flight.report["telephone"] == [
        *("asked_for_directory", "directory", "consult", "three", "parted", "swapped"),
        *("swapped_back", "debtor_back", "help_reasons", "help_answered"),
        *("incoming", "listened_to"),
    ]
    (call,) = flight.report["incoming"]
    assert (call["outcome"], call["ended_by"], call["identity"]) == ("HU", "us", "unknown")
    assert call["talk_s"] > 0
    assert call["recording"] is not None
    assert call["call_id"] not in flight.report["invited"]
    attempt = next(a for a in flight.bodies(Attempted) if a.call_id == call["call_id"])
    assert attempt.initiator == "debtor"
    names = {Path(each).stem for each in flight.report["screenshots"]}
    assert names >= {
        "11-directory", "12-consult-ringing", "13-consult", "14-three", "14b-swapped",
        "15-help-answered", "16-incoming", "17-listened-to",
    }  # fmt: skip


def test_the_refused_dial_never_reached_the_trunk(flight: Flight) -> None:
    (refused,) = flight.report["refused"]
    assert refused["rule"]
    dialled = {call["call_id"] for call in flight.report["calls"]}
    assert set(flight.report["invited"]) == dialled
    (refusal,) = (body for body in flight.bodies(VerdictGiven) if body.decision == "refused")
    assert (refusal.path, refusal.call_id) == ("redial", None)
    assert refused["case_id"] in {fact.case_id for fact in flight.facts}


def test_latencies_are_measured_from_key_to_wire(flight: Flight) -> None:
    """The bars themselves are the bench's: this machine may be busy with other tests."""
    latency = flight.report["latency_ms"]
    for name in ("click_to_invite", "outcome_to_next_invite", "answer_to_card"):
        assert latency[name]["n"] >= 1
        assert 0 < latency[name]["p50"] <= latency[name]["p95"] < 2000


def test_the_screens_were_pictured(flight: Flight) -> None:
    names = {Path(file).stem for file in flight.report["screenshots"]}
    assert {
        "01-sign-in", "02-ready", "04-ringing", "05-live-identity", "06-live-verified",
        "07-wrap-up-promise", "08-refused",
    } <= names  # fmt: skip
    for file in flight.report["screenshots"]:
        picture = QImage(file)
        assert picture.width() >= 1000
        points = ((x, y) for x in range(0, picture.width(), 7) for y in range(0, 600, 7))
        assert len({picture.pixel(x, y) for x, y in points}) > 20
