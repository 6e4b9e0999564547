"""Servers and gateways as people write them, and passwords that are never printed."""

from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from pydantic import BaseModel, ValidationError

from desk_client.errors import BadInput, DeskError
from desk_client.store import keyring_probe
from desk_client.transport.credentials import SERVICE, checked_tls, password_of
from desk_client.transport.settings import (
    HttpsSettings,
    LoginSettings,
    MailSettings,
    SmppSettings,
    TransportSettings,
)
from desk_client.yaml_file import load_yaml

WRITTEN = """
email:
  host: mail.bank.test
  user: desk
  password: a-secret-of-mail
  sender: service@bank.test
  sender_name: 某银行
  post_box: {host: imap.bank.test, user: desk, password: a-secret-of-mail}
sms:
  kind: smpp
  host: smsc.carrier.test
  user: desk
  password_in_keyring: carrier
  sender: '95000'
"""


class KeyringInMemory(KeyringBackend):
    """Keeps passwords for one test."""

    priority = 1
    kept: dict[tuple[str, str], str]

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[KeyringInMemory]:
    before = keyring.get_keyring()
    backend = KeyringInMemory()  # type: ignore[no-untyped-call]
    backend.kept = {}
    name = f"{KeyringInMemory.__module__}.{KeyringInMemory.__qualname__}"
    monkeypatch.setattr(keyring_probe, "ALLOWED", frozenset({name}))
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(before)


def test_as_people_write_it(tmp_path: Path) -> None:
    file = tmp_path / "messenger.yaml"
    file.write_text(WRITTEN, encoding="utf-8")
    read = load_yaml(file, TransportSettings)
    assert read.email is not None
    assert read.email.security == "starttls"
    assert str(read.email.shown_sender) == "某银行 <service@bank.test>"
    assert isinstance(read.sms, SmppSettings)
    assert read.sms.tls
    assert password_of(read.email) == "a-secret-of-mail"
    assert "a-secret" not in f"{read!r} {read} {read.model_dump()} {read.model_dump_json()}"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("kind: smpp", "kind: pigeon", "sms"),
        ("sender: service@bank.test", 'sender: "a@b.test\\r\\nBcc: c@d.test"', "email.sender"),
        ("sender_name: 某银行", 'sender_name: "x\\ny"', "email.sender_name"),
        ("host: mail.bank.test", "host: mail.bank.test\n  verify: false", "verify"),
        ("password: a-secret-of-mail\n  sender:", "sender:", "email"),
        (
            "user: desk\n  password: a-secret",
            "user: desk\n  password_in_keyring: x\n  password: a-secret",
            "email",
        ),
    ],
)
def test_what_cannot_be_used_is_told_without_the_password(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    file = tmp_path / "messenger.yaml"
    assert old in WRITTEN
    file.write_text(WRITTEN.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        load_yaml(file, TransportSettings)
    assert said in str(refused.value)
    assert "a-secret" not in str(refused.value)


def test_a_password_that_is_no_text_is_not_shown(tmp_path: Path) -> None:
    file = tmp_path / "messenger.yaml"
    file.write_text(WRITTEN.replace("a-secret-of-mail", "20317755", 1), encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        load_yaml(file, TransportSettings)
    assert "email.password" in str(refused.value)
    assert "20317755" not in str(refused.value)


def test_a_password_from_the_keyring(kept: KeyringInMemory) -> None:
    login = LoginSettings(user="desk", password_in_keyring="carrier")
    with pytest.raises(DeskError, match="has no password 'carrier'"):
        password_of(login)
    kept.set_password(SERVICE, "carrier", "a-secret")
    assert password_of(login) == "a-secret"


def test_no_keyring_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring_probe, "ALLOWED", frozenset())
    with pytest.raises(DeskError, match="no keyring answers"):
        password_of(LoginSettings(user="desk", password_in_keyring="carrier"))


def test_nothing_set_up_is_no_password() -> None:
    assert password_of(LoginSettings()) == ""
    assert TransportSettings() == TransportSettings(email=None, sms=None)


def test_an_authority_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("nothing", encoding="utf-8")
    for file in (tmp_path / "ca.pem", tmp_path / "missing.pem"):
        with pytest.raises(BadInput, match="no certificate can be read"):
            checked_tls(str(file))


@pytest.mark.parametrize("model", [MailSettings, SmppSettings, HttpsSettings])
def test_no_switch_turns_the_check_of_certificates_off(model: type[BaseModel]) -> None:
    named = " ".join(model.model_fields)
    assert not any(word in named for word in ("verify", "insecure", "check"))


def test_a_field_too_long_for_the_protocol() -> None:
    with pytest.raises(ValidationError):
        SmppSettings(host="h", user="x" * 16, password_in_keyring="c", sender="95000")
    with pytest.raises(ValidationError):
        SmppSettings(host="h", user="x", password_in_keyring="c", sender="9" * 21)
