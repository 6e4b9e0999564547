"""The file of a referral, read at a real central: what is in it, what keeps it from being made, and
that nothing in it can be changed unseen."""

import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from desk_client.care_body import FlagLaid, FlagSet
from desk_client.cli.admin import app
from desk_client.errors import DeskError
from desk_client.evidence.referral import referral_file
from desk_client.evidence.referral_pages import as_html, as_zip
from desk_client.fact_body import OutcomeLogged, VerdictGiven
from desk_client.ids import FactId
from desk_client.workflow_body import WorkflowApproved, WorkflowClosed, WorkflowOpened
from tests.central.floor import CHEN, LI, case
from tests.evidence.past import NOW, Past, at

CASE_NO = case(0).case_no


@pytest.fixture
def talked(past: Past) -> Past:
    """A talk with the debtor, recorded and sealed; an unanswered try; a letter in the post."""
    past.call(at(20, "9:30"))
    call_id = past.call(at(23, "10:00"), talk_s=80.0)
    past.tell(
        at(23, "10:03"),
        OutcomeLogged(
            call_id=call_id, code="RTP", level="RPC", result="conversation", reached="debtor"
        ),
    )
    return past


def asked(past: Past) -> FactId:
    opened = WorkflowOpened(
        workflow="referral",
        to="agency",
        queue="team_lead",
        vouched=("listed", "told"),
        note="多次沟通 <无果>",
    )
    (fact_id,) = past.tell(at(24, "9:00"), opened)
    return fact_id


def why_not(past: Past, case_no: str = CASE_NO) -> str:
    with past.floor.administrator() as connection, pytest.raises(DeskError) as fault:
        referral_file(connection, case_no=case_no, now=NOW)
    return str(fault.value)


def test_only_what_a_lead_approved_is_handed_out(talked: Past) -> None:
    assert "No referral of" in why_not(talked)
    assert "0 cases are called" in why_not(talked, "SH-0000-00000")
    of = asked(talked)
    assert "is not approved" in why_not(talked)
    talked.tell(at(24, "9:30"), WorkflowApproved(of=of, second=CHEN), by=CHEN)
    with talked.floor.administrator() as connection:
        told, facts = referral_file(connection, case_no=CASE_NO, now=NOW)
    assert (told.asked_by, told.approved_by, told.to) == (LI, CHEN, "agency")
    assert {each.code: each.by for each in told.checklist} == {
        "stage": "nothing",
        "amount": "facts",
        "dispute": "facts",
        "flags": "facts",
        "listed": "vouched",
        "told": "vouched",
    }
    missed, talk = told.calls
    assert (missed.recording_sha256, missed.result) == (None, "no_answer")
    assert talk.recording_sha256 is not None
    assert (talk.outcome, talk.verdict) == ("RTP", "allowed")
    assert talk.chain_index is not None
    assert [each.fact_id for each in told.facts] == [each.fact_id for each in facts]
    assert sum(isinstance(each.body, VerdictGiven) for each in facts) == 2
    talked.tell(
        at(24, "10:00"), WorkflowClosed(of=of, result="accepted", reason="已接收", lifts=False)
    )
    assert "No referral of" in why_not(talked), "it is handed over already"


def test_a_flag_laid_since_shows_in_the_checklist(talked: Past) -> None:
    of = asked(talked)
    talked.tell(at(24, "9:30"), WorkflowApproved(of=of, second=CHEN), by=CHEN)
    talked.tell(
        at(25, "9:00"), FlagLaid(flags=(FlagSet(flag="bankruptcy"),), source="office"), by=CHEN
    )
    with talked.floor.administrator() as connection:
        told, _ = referral_file(connection, case_no=CASE_NO, now=NOW)
    assert {each.code: each.met for each in told.checklist}["flags"] is False


def test_the_zip_proves_itself_and_says_the_same_to_people(talked: Past, tmp_path: Path) -> None:
    of = asked(talked)
    talked.tell(at(24, "9:30"), WorkflowApproved(of=of, second=CHEN), by=CHEN)
    with talked.floor.administrator() as connection:
        told, facts = referral_file(connection, case_no=CASE_NO, now=NOW)
    data = as_zip(told, facts, "zh")
    assert data == as_zip(told, facts, "zh"), "the same file gives the same bytes"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        held = {Path(name).name: archive.read(name) for name in archive.namelist()}
    assert set(held) == {"index.json", "index.html", "facts.jsonl", "SHA256SUMS"}
    for line in held["SHA256SUMS"].decode().splitlines():
        sha256, name = line.split("  ")
        assert hashlib.sha256(held[name]).hexdigest() == sha256
    index = json.loads(held["index.json"])
    assert index["schema"] == "desk-client/referral/1"
    lines = held["facts.jsonl"].decode().splitlines()
    assert [json.loads(line)["id"] for line in lines] == [
        each["fact_id"] for each in index["facts"]
    ]
    page = held["index.html"].decode()
    assert "多次沟通 &lt;无果&gt;" in page, "what people typed is no markup"
    assert "<script" not in page
    (recorded,) = [each for each in told.calls if each.recording_sha256]
    assert recorded.recording_sha256 is not None
    assert recorded.recording_sha256 in page
    english = as_html(told, "en")
    assert "Outside agency" in english
    assert "移交" not in english
    out = tmp_path / "file.zip"
    command = ["referral", CASE_NO, "--out", str(out), "--dsn", talked.floor.admin_dsn]
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 0, done.output
    assert hashlib.sha256(out.read_bytes()).hexdigest() in done.output
    assert CliRunner().invoke(app, command).exit_code != 0, "nothing is overwritten"
