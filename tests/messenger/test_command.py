"""`desk-client messenger` as it runs beside central: every template over every way out, by real
processes. The mail server, the SMS centre and the letter box count what arrived; each of it has its
verdict on the record."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from desk_client.clock import SystemClock
from desk_client.fact_body import VerdictGiven
from desk_client.message_body import MessageAttempted, MessageHanded
from tests.central.floor import Floor
from tests.messenger.post_room import MESSENGER, PASSWORD, PostRoom, StoppedClock, placed
from tests.phone.kamailio import Authority
from tests.transport.mail_server import PASSWORD as MAIL_PASSWORD
from tests.transport.mail_server import SENDER, USER, MailServer
from tests.transport.smsc import PASSWORD as SMS_PASSWORD
from tests.transport.smsc import USER as SMS_USER
from tests.transport.smsc import Centre, joined

SHANGHAI = ZoneInfo("Asia/Shanghai")
BY_AGENT = {"agent": "李静", "staff_no": "20317"}


def hours_away(hour: int) -> int:
    """Seconds from now to so late today in Shanghai."""
    now = SystemClock().now().astimezone(SHANGHAI)
    wanted = now.replace(hour=hour, minute=5, second=0, microsecond=0)
    return round((wanted - now) / timedelta(seconds=1))


def settings_file(
    folder: Path, floor: Floor, smsc: Centre, mail: MailServer, authority: Authority, offset: int
) -> Path:
    told = f"""
central: "{floor.address}"
login: {MESSENGER}
rehearsal_offset_s: {offset}
letters: {{folder: "{folder / "letters"}"}}
house: {{complaints: complaints@bank.example, seal: （电子印章）, sender: [上海市示例路 100 号]}}
transport:
  email:
    host: localhost
    port: {mail.port}
    ca_file: "{authority.ca_file}"
    sender: {SENDER}
    user: {USER}
    password: {MAIL_PASSWORD}
  sms:
    kind: smpp
    host: localhost
    port: {smsc.port}
    tls: false
    user: {SMS_USER}
    password: {SMS_PASSWORD}
    sender: "95000"
"""
    file = folder / "messenger.yaml"
    file.write_text(told, encoding="utf-8")
    return file


def once(settings: Path) -> dict[str, object]:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "desk_client.cli", "messenger", "--once", "--json"),
            *("--settings", str(settings)),
        ],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "DESK_CLIENT_PASSWORD": PASSWORD},
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, object] = json.loads(done.stdout)
    return told


class Desks(PostRoom):
    """Agents who order; the messenger is a process of its own."""

    def __init__(self, floor: Floor, clock: StoppedClock) -> None:
        self.floor, self.clock = floor, clock


@pytest.mark.peers("exim4", "root")
def test_what_arrives_has_its_verdict_and_at_night_only_letters_do(
    floor: Floor, smsc: Centre, mail: MailServer, authority: Authority, tmp_path: Path
) -> None:
    placed(floor, 2)
    night, morning = hours_away(23), hours_away(10) + 86_400
    clock = StoppedClock(at=SystemClock().now() + timedelta(seconds=night - 7200))
    desks = Desks(floor, clock)
    desks.consent("email")
    desks.order("sms-call-back")
    desks.order("email-statement", fields=BY_AGENT)
    desks.order("letter-statement")
    desks.order("letter-collection", number=1)

    settings = settings_file(tmp_path, floor, smsc, mail, authority, night)
    assert once(settings)["posted"] == {"later": 2, "sent": 2}
    assert smsc.arrived == []
    assert mail.arrived() == []
    assert len(list((tmp_path / "letters").glob("*.pdf"))) == 2
    refused = [v for v in verdicts(desks) if v.decision == "refused"]
    assert {v.contact for v in refused} == {"sms", "email"}

    with floor.administrator() as connection:
        connection.execute("update app.message set due = now() - interval '9 days'")
    settings = settings_file(tmp_path, floor, smsc, mail, authority, morning)
    once(settings)
    ((_, text),) = joined(smsc.arrived)
    assert text.startswith("【示例银行信用卡中心】")
    handed = [f.body for n in (0, 1) for f in desks.facts(n) if isinstance(f.body, MessageHanded)]
    attempted = [
        f.body for n in (0, 1) for f in desks.facts(n) if isinstance(f.body, MessageAttempted)
    ]
    arrived = len(mail.arrived()) + len(joined(smsc.arrived))
    arrived += len(list((tmp_path / "letters").glob("*.pdf")))
    allowed = {v.message_id for v in verdicts(desks) if v.decision != "refused"}
    assert arrived == len(handed) == len(attempted) == len(allowed)
    assert {each.message_id for each in handed} == allowed


def verdicts(desks: Desks) -> list[VerdictGiven]:
    return [f.body for n in (0, 1) for f in desks.facts(n) if isinstance(f.body, VerdictGiven)]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("login:", "logins:"), "logins"),
        (("kind: smpp", "kind: fax"), "sms"),
        (("tls: false", "tls: maybe"), "tls"),
    ],
)
def test_settings_that_cannot_be_used_are_one_sentence(
    tmp_path: Path, change: tuple[str, str], said: str
) -> None:
    file = tmp_path / "messenger.yaml"
    text = (
        "central: host=127.0.0.1 port=1 dbname=x\nlogin: m\n"
        "transport:\n  sms: {kind: smpp, host: h, user: u, password: p, sender: s, tls: false}\n"
    )
    file.write_text(text.replace(*change), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "desk_client.cli", "messenger", "--once", "--settings", str(file)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "DESK_CLIENT_PASSWORD": PASSWORD},
    )
    assert done.returncode in (1, 2)
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) <= 2


def test_central_away_is_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "messenger.yaml"
    file.write_text("central: host=127.0.0.1 port=1 dbname=x\nlogin: m\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "desk_client.cli", "messenger", "--once", "--settings", str(file)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "DESK_CLIENT_PASSWORD": PASSWORD},
    )
    assert done.returncode == 1
    assert "Central does not answer" in done.stderr
    assert "Traceback" not in done.stderr
