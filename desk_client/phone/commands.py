"""What the desk tells the phone to do. A value that would break out of a SIP header (CR, LF, NUL)
is no valid command, so neither side can put one on the wire."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from desk_client.ids import CallId


def _one_line(text: str) -> str:
    if any(character in text for character in "\r\n\0"):
        raise PydanticCustomError("forbidden_character", "holds a line break or a NUL")
    return text


OneLine = Annotated[str, AfterValidator(_one_line)]
HeaderName = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9-]{0,63}$")]


class Message(BaseModel):
    """One JSON object of the phone's protocol."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", populate_by_name=True)


class Audio(Message):
    """Where our voice comes from and where what we hear goes: `silence` or `file:<path>`."""

    capture: OneLine = "silence"
    playback: OneLine = "silence"


class Record(Message):
    """A recording to make of a call: a new file sealed to these age recipients."""

    path: OneLine
    recipients: tuple[OneLine, ...] = Field(min_length=1)
    paused: bool = False


class _Command(Message):
    token: OneLine = ""  # filled in by PhoneClient.send


class _CallCommand(_Command):
    call_id: CallId = Field(min_length=1, max_length=80)


class Configure(_Command):
    """The account, the transport and the sound; sent once, before anything else."""

    type: Literal["configure"] = "configure"
    user: OneLine
    password: OneLine = Field(default="", repr=False)
    domain: OneLine
    display_name: OneLine = ""
    registrar: OneLine | None = None
    proxy: OneLine | None = None
    transport: Literal["udp", "tcp", "tls"] = "udp"
    ca_file: OneLine | None = None
    client_cert: OneLine | None = None
    srtp: Literal["off", "optional", "mandatory"] = "off"
    bind: OneLine = ""  # a local address; empty = all
    port: int = Field(default=0, ge=0, le=65535)  # 0 = any free one, told back in `done`
    codecs: tuple[OneLine, ...] = ()  # most wanted first; empty = PCMA, PCMU, G722
    register_: bool = Field(default=False, alias="register")
    audio: Audio = Audio()


class Dial(_CallCommand):
    """Place a call. `to` is a SIP URI or a number, which is then dialled at our domain."""

    type: Literal["dial"] = "dial"
    to: OneLine = Field(min_length=1, max_length=512, repr=False)
    headers: dict[HeaderName, OneLine] = Field(default_factory=dict, repr=False)
    ring_timeout_s: float = Field(default=30.0, gt=0)
    record: Record | None = None


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
    path: OneLine


class PauseRecording(_CallCommand):
    """Write nothing of either side until resumed."""

    type: Literal["pause_recording"] = "pause_recording"


class ResumeRecording(_CallCommand):
    """Write again."""

    type: Literal["resume_recording"] = "resume_recording"


class Ping(_Command):
    """Answered by `done`; shows that the phone is alive."""

    type: Literal["ping"] = "ping"


class Quit(_Command):
    """End all calls, close all files, leave."""

    type: Literal["quit"] = "quit"
