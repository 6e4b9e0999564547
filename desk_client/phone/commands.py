"""What the desk tells the phone to do. A value that would break out of a SIP header (CR, LF, NUL)
or is too long is no valid command, so neither side can put one on the wire (`fields`)."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from desk_client.phone.fields import AddressPart, CallName, Headers, OneLine, PathName, Text


class Message(BaseModel):
    """One JSON object of the phone's protocol."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", populate_by_name=True)


class Audio(Message):
    """Where our voice comes from, where what we hear goes, and where it rings: `silence`,
    `file:<path>`, `default` or `device:<name>`; the ring device may not be a file."""

    capture: PathName = "silence"
    playback: PathName = "silence"
    ring: PathName = "silence"


class Record(Message):
    """A recording to make of a call: a new file sealed to these age recipients. `required`: the
    call is refused where the disk has no room for it."""

    path: PathName
    recipients: tuple[OneLine, ...] = Field(min_length=1)
    paused: bool = False
    required: bool = False


class _Command(Message):
    token: OneLine = ""  # filled in by PhoneClient.send


class _CallCommand(_Command):
    call_id: CallName


class Account(Message):
    """A further name of ours at a registrar; `name` is how `dial` asks for it."""

    name: OneLine = Field(min_length=1, max_length=80)
    user: AddressPart = Field(min_length=1)
    password: OneLine = Field(default="", repr=False)
    domain: AddressPart = Field(min_length=1)
    display_name: OneLine = ""
    registrar: AddressPart | None = None
    proxy: AddressPart | None = None
    register_: bool = Field(default=False, alias="register")


class Configure(_Command):
    """The account, the transport and the sound; sent once, before anything else."""

    type: Literal["configure"] = "configure"
    user: AddressPart
    password: OneLine = Field(default="", repr=False)
    domain: AddressPart
    display_name: OneLine = ""
    registrar: AddressPart | None = None
    proxy: AddressPart | None = None
    transport: Literal["udp", "tcp", "tls"] = "udp"
    ca_file: PathName | None = None
    client_cert: PathName | None = None
    srtp: Literal["off", "optional", "mandatory"] = "off"
    bind: AddressPart = ""  # a local address; empty = all
    port: int = Field(default=0, ge=0, le=65535)  # 0 = any free one, told back in `done`
    codecs: tuple[OneLine, ...] = ()  # most wanted first; empty = PCMA, PCMU, G722
    register_: bool = Field(default=False, alias="register")
    failover: tuple[AddressPart, ...] = ()  # further registrars, tried in this order
    nameservers: tuple[
        AddressPart, ...
    ] = ()  # asked for SRV records; empty = the system's addresses
    accounts: tuple[Account, ...] = ()
    callers: Literal["anyone", "registrar"] = "anyone"  # whose INVITE may ring here
    trusted: tuple[AddressPart, ...] = ()  # hosts whose wish for an automatic answer is obeyed
    follows_transfers: bool = False  # a phone that plays debtors goes where it is sent
    monitor_keys: tuple[OneLine, ...] = ()  # ed25519 public keys, hex, that sign monitoring tokens
    audio: Audio = Audio()


class Dial(_CallCommand):
    """Place a call. `to` is a SIP URI or a number, which is then dialled at our domain."""

    type: Literal["dial"] = "dial"
    to: OneLine = Field(min_length=1, repr=False)
    headers: Headers = Field(default_factory=dict, repr=False)
    ring_timeout_s: float = Field(default=30.0, gt=0)
    record: Record | None = None
    account: OneLine = ""  # empty = the first


class Ring(_CallCommand):
    """Tell the caller of an incoming call that it rings here (180)."""

    type: Literal["ring"] = "ring"


class Answer(_CallCommand):
    """Take an incoming call (200)."""

    type: Literal["answer"] = "answer"
    record: Record | None = None


class HangUp(_CallCommand):
    """End a call in any state; `code` is the answer to an incoming call that is declined."""

    type: Literal["hang_up"] = "hang_up"
    code: int | None = Field(default=None, ge=400, le=699)


class Hold(_CallCommand):
    """Neither side hears the other."""

    type: Literal["hold"] = "hold"


class Unhold(_CallCommand):
    """Both hear each other again."""

    type: Literal["unhold"] = "unhold"


class Mute(_CallCommand):
    """They do not hear us; we still hear them."""

    type: Literal["mute"] = "mute"
    on: bool


class SendDigits(_CallCommand):
    """Keys of the dial pad sent into the call."""

    type: Literal["send_digits"] = "send_digits"
    digits: str = Field(pattern=r"^[0-9A-D*#]{1,32}$", repr=False)
    method: Literal["rfc4733", "info"] = "rfc4733"


class Play(_CallCommand):
    """Say one audio file once into the call, in place of what is being said."""

    type: Literal["play"] = "play"
    path: PathName


class Echo(_CallCommand):
    """What they say comes back to them: how a line is tried out."""

    type: Literal["echo"] = "echo"
    on: bool


class PauseRecording(_CallCommand):
    """Write nothing of either side until resumed."""

    type: Literal["pause_recording"] = "pause_recording"


class ResumeRecording(_CallCommand):
    """Write again."""

    type: Literal["resume_recording"] = "resume_recording"


class Redirect(_CallCommand):
    """Send the caller of an incoming call elsewhere (302)."""

    type: Literal["redirect"] = "redirect"
    to: OneLine = Field(min_length=1, repr=False)


class Transfer(_CallCommand):
    """Blind transfer: the far side is asked to call `to`, and we leave when it does (REFER)."""

    type: Literal["transfer"] = "transfer"
    to: OneLine = Field(min_length=1, repr=False)


class AttendedTransfer(_CallCommand):
    """The far sides of two calls of ours are put together, and we leave (REFER with Replaces)."""

    type: Literal["attended_transfer"] = "attended_transfer"
    other_call_id: CallName


class Join(_Command):
    """All hear all: a conference held on this desk."""

    type: Literal["join"] = "join"
    call_ids: tuple[CallName, ...] = Field(min_length=2, max_length=3)


class Part(_Command):
    """The calls of a conference each hear only us again."""

    type: Literal["part"] = "part"
    call_ids: tuple[CallName, ...] = Field(min_length=1, max_length=3)


class Monitor(_CallCommand):
    """How the caller of a monitoring call takes part: `listen` hears both, `whisper` is heard by
    the agent too, `barge` by both, `off` hears nothing."""

    type: Literal["monitor"] = "monitor"
    mode: Literal["off", "listen", "whisper", "barge"]


class SendMessage(_Command):
    """A text to somebody without a call (SIP MESSAGE); told later as sent or failed."""

    type: Literal["message"] = "message"
    to: OneLine = Field(min_length=1, repr=False)
    text: Text = Field(min_length=1, repr=False)
    content_type: OneLine = Field(default="text/plain", pattern=r"^[\w.+-]+/[\w.+-]+$")


class SetAudio(_Command):
    """Other devices or other loudness, also in mid-call."""

    type: Literal["set_audio"] = "set_audio"
    audio: Audio
    capture_db: float = Field(default=0.0, ge=-30, le=30)
    playback_db: float = Field(default=0.0, ge=-30, le=30)


class TestSound(_Command):
    """The test page: `record` takes some seconds of the microphone and tells how loud they were,
    `play` plays them back, `tone` plays a tone where we listen, `ring` rings once."""

    __test__ = False
    type: Literal["test_sound"] = "test_sound"
    what: Literal["record", "play", "tone", "ring"]
    seconds: float = Field(default=3.0, gt=0, le=10)


class Ping(_Command):
    """Answered by `done`; shows that the phone is alive."""

    type: Literal["ping"] = "ping"


class Quit(_Command):
    """End all calls, close all files, leave."""

    type: Literal["quit"] = "quit"
