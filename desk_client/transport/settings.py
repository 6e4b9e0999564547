"""How messages leave this house: the mail server, the post box that replies come to, the SMS
centre or the HTTPS gateway. Read strictly from YAML. A password stands in the file, which belongs
to the messenger's user alone, or in the machine's keyring; it is never printed. Mail and HTTPS go
by TLS with the certificate checked, and there is no switch for it."""

import json
import re
from email.headerregistry import Address
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, model_validator

from desk_client.transport.address import is_mailbox, plain_line


class _Setting(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", hide_input_in_errors=True)


def _line(text: str) -> str:
    if not plain_line(text):
        raise ValueError("must be one line without control characters")
    return text


def _mailbox(text: str) -> str:
    if not is_mailbox(text):
        raise ValueError("must be one e-mail address, such as service@bank.example")
    return text


def _https(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme != "https" or not parts.hostname or parts.username is not None:
        raise ValueError("must be an https:// address without a login in it")
    return text


FILLED_IN = re.compile(r"\{(to|digits|text|id|user|password|basic)\}")
Line = Annotated[str, AfterValidator(_line)]
Mailbox = Annotated[str, AfterValidator(_mailbox)]
HttpsUrl = Annotated[str, AfterValidator(_https)]
Port = Annotated[int, Field(ge=1, le=65535)]
Seconds = Annotated[float, Field(gt=0, le=3600)]


class LoginSettings(_Setting):
    """Who we are at a server."""

    user: Annotated[Line, Field(description="account name")] = ""
    password: Annotated[
        SecretStr | None, Field(description="account password; or use password_in_keyring")
    ] = None
    password_in_keyring: Annotated[
        Line | None, Field(description="the keyring's entry that holds the password")
    ] = None

    @model_validator(mode="after")
    def _one_password(self) -> Self:
        if self.password is not None and self.password_in_keyring is not None:
            raise ValueError("password and password_in_keyring exclude each other")
        if self.user and self.password is None and self.password_in_keyring is None:
            raise ValueError("user needs password or password_in_keyring")
        return self


class PostBoxSettings(LoginSettings):
    """The mailbox that bounces and replies come to, read over IMAP with TLS."""

    host: Line
    port: Port = 993
    security: Annotated[Literal["tls", "starttls"], Field(description="how TLS begins")] = "tls"
    ca_file: Annotated[str | None, Field(description="CA that signed the server")] = None
    folder: Annotated[Line, Field(description="where replies lie")] = "INBOX"
    timeout_s: Seconds = 30.0


class MailSettings(LoginSettings):
    """The mail server that takes our e-mail."""

    host: Line
    port: Port = 587
    security: Annotated[Literal["tls", "starttls"], Field(description="how TLS begins")] = (
        "starttls"
    )
    ca_file: Annotated[str | None, Field(description="CA that signed the server")] = None
    sender: Annotated[Mailbox, Field(description="From")]
    sender_name: Annotated[Line, Field(description="name shown beside it", max_length=100)] = ""
    reply_to: Annotated[Mailbox | None, Field(description="where replies go")] = None
    bounces_to: Annotated[
        Mailbox | None, Field(description="envelope sender; the sender where nothing is said")
    ] = None
    connections: Annotated[int, Field(ge=1, le=50, description="at once, at most")] = 4
    timeout_s: Annotated[Seconds, Field(description="for each answer of the server")] = 30.0
    taken_timeout_s: Annotated[
        Seconds, Field(description="for the answer to a whole message (RFC 5321: 600)")
    ] = 600.0
    post_box: PostBoxSettings | None = None

    @property
    def shown_sender(self) -> Address:
        """From, as the header wants it."""
        return Address(self.sender_name, addr_spec=self.sender)


class SmppSettings(LoginSettings):
    """A carrier's SMS centre, SMPP 3.4, bound as transceiver."""

    kind: Literal["smpp"] = "smpp"
    host: Line
    port: Port = 2775
    tls: Annotated[bool, Field(description="false only on the carrier's own private line")] = True
    ca_file: Annotated[str | None, Field(description="CA that signed the centre")] = None
    user: Annotated[Line, Field(description="system_id", min_length=1, max_length=15)]
    system_type: Annotated[Line, Field(max_length=12)] = ""
    sender: Annotated[Line, Field(description="number or name shown", min_length=1, max_length=20)]
    sender_ton: Annotated[int, Field(ge=0, le=6, description="5 = a name")] = 1
    sender_npi: Annotated[int, Field(ge=0, le=18)] = 1
    window: Annotated[int, Field(ge=1, le=500, description="unanswered at once")] = 10
    timeout_s: Annotated[Seconds, Field(description="for each answer of the centre")] = 30.0
    asks_after_s: Annotated[Seconds, Field(description="quiet for so long: enquire_link")] = 30.0
    ids_in_receipts: Annotated[
        Literal["same", "decimal"],
        Field(description="decimal: taken as hexadecimal, told in receipts as decimal"),
    ] = "same"
    dead_errors: Annotated[
        tuple[str, ...], Field(description="the carrier's error codes for: no such number")
    ] = ()


class PolledList(_Setting):
    """An address that lists receipts or replies. `{since}` in it is the last value of `mark_at`.
    Places in JSON are written with dots: `data.items`."""

    url: HttpsUrl
    items_at: Annotated[str, Field(description="the list; empty = the answer is the list")] = ""
    id_at: Annotated[str, Field(description="the message's id at the gateway")] = "id"
    mark_at: Annotated[str, Field(description="what of an item is told back as {since}")] = "id"


class PolledReceipts(PolledList):
    """What became of messages."""

    status_at: str = "status"
    delivered: Annotated[tuple[str, ...], Field(min_length=1)]
    undelivered: Annotated[tuple[str, ...], Field(min_length=1)]
    dead: Annotated[tuple[str, ...], Field(description="those that mean: no such number")] = ()


class PolledReplies(PolledList):
    """What people answered; `id_at` is the id of the message answered, where there is one."""

    sender_at: str = "from"
    text_at: str = "text"


class HttpsSettings(LoginSettings):
    """Any gateway that takes one message a request. In `body` and in header values `{to}`
    (with its plus), `{digits}` (without), `{text}`, `{id}`, `{user}`, `{password}` and `{basic}`
    (user and password as HTTP wants them) are filled in, as JSON, a form or a header needs it."""

    kind: Literal["https"] = "https"
    url: HttpsUrl
    method: Literal["POST", "PUT"] = "POST"
    ca_file: Annotated[str | None, Field(description="CA that signed the gateway")] = None
    headers: Annotated[dict[Line, Line], Field(description="for example Authorization")] = {}
    content: Literal["json", "form"] = "json"
    body: Annotated[str, Field(min_length=2)]
    id_at: Annotated[str, Field(description="where the answer names the message")] = "id"
    ok_at: Annotated[str | None, Field(description="a place that says whether it was taken")] = None
    ok: Annotated[tuple[str, ...], Field(description="what it says then")] = ()
    throttled: Annotated[tuple[str, ...], Field(description="what it says when it is busy")] = ()
    bad_address: Annotated[
        tuple[str, ...], Field(description="what it says to a number that is none")
    ] = ()
    timeout_s: Seconds = 30.0
    receipts: PolledReceipts | None = None
    replies: PolledReplies | None = None

    @model_validator(mode="after")
    def _can_be_filled_in(self) -> Self:
        for template in (self.body, *self.headers.values()):
            for found in re.findall(r"\{(\w+)\}", template):
                if FILLED_IN.fullmatch(f"{{{found}}}") is None:
                    raise ValueError(f"{{{found}}} is nothing that can be filled in")
        if "{text}" not in self.body or not re.search(r"\{(?:to|digits)\}", self.body):
            raise ValueError("body needs {text} and {to} or {digits}")
        if self.content == "json":
            try:
                json.loads(FILLED_IN.sub("1", self.body))
            except ValueError:
                raise ValueError("body is not JSON; put the placeholders in quotes") from None
        return self


SmsSettings = Annotated[SmppSettings | HttpsSettings, Field(discriminator="kind")]


class TransportSettings(_Setting):
    """What ways out this house has; no channel that is not set up is ever used."""

    email: MailSettings | None = None
    sms: SmsSettings | None = None
