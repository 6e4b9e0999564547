"""What the phone tells the desk: the answer to each command, and what happens on the line."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, PlainSerializer

from desk_client.clock import rfc3339
from desk_client.ids import CallId
from desk_client.phone.commands import Message
from desk_client.phone.registration_words import Cause

Moment = Annotated[AwareDatetime, PlainSerializer(rfc3339, return_type=str, when_used="json")]


class Recording(Message):
    """A recording as it lies on disk. Left channel agent, right channel debtor.

    `seconds` is the sound in the file. `paused` holds [from_s, to_s] on the recording's own clock,
    which runs on while nothing is written; `lost` what was said while the disk was too slow to take
    it, `held` [from_s, to_s, who] what of it was on hold, by us or them (in the file as silence).
    `sha256` is of the ciphertext. The rms are of full scale 1.0 over the whole. `complete` is false
    where the file was cut short and holds what it holds.
    """

    path: str
    sha256: str
    seconds: float
    channels: int = 2
    paused: tuple[tuple[float, float], ...] = ()
    held: tuple[tuple[float, float, Literal["us", "them"]], ...] = ()
    lost: tuple[tuple[float, float], ...] = ()
    bytes: int
    agent_rms: float
    debtor_rms: float
    complete: bool = True


class _Event(Message):
    at: Moment


class _CallEvent(_Event):
    call_id: CallId


class Done(Message):
    """The answer to a command. `error` is a short code, `detail` one sentence.

    `port` comes with the answer to `configure`: where we listen.
    """

    type: Literal["done"] = "done"
    token: str
    ok: bool
    error: str | None = None
    detail: str | None = None
    port: int | None = None


class Ready(_Event):
    """The phone process stands and waits to be configured."""

    type: Literal["ready"] = "ready"
    protocol: int
    version: str
    codecs: tuple[str, ...]
    devices: tuple[str, ...]
    max_calls: int
    openssl: str = ""


class Registered(_Event):
    """The registrar knows us for `expires_s`; it is renewed by itself. `account` is empty for the
    first one, here and below."""

    type: Literal["registered"] = "registered"
    expires_s: int
    account: str = ""
    registrar: str = ""


class RegistrationFailed(_Event):
    """The registrar refused or was not there; `retry_in_s` null = not tried again by itself."""

    type: Literal["registration_failed"] = "registration_failed"
    code: int
    reason: str
    retry_in_s: float | None
    account: str = ""
    registrar: str = ""
    cause: Cause = "other"


class Unregistered(_Event):
    """We took our registration back."""

    type: Literal["unregistered"] = "unregistered"
    account: str = ""


class Incoming(_CallEvent):
    """Somebody calls us. `headers` holds their X- headers."""

    type: Literal["incoming"] = "incoming"
    from_: str = Field(alias="from", repr=False)
    to: str = Field(repr=False)
    headers: dict[str, str] = Field(default_factory=dict, repr=False)
    auto_answer: bool = False
    monitoring: bool = (
        False  # a lead's monitoring call: the phone answers it, and tells `monitored`
    )


class Ringing(_CallEvent):
    """The far side rings (180) or plays us something already (183)."""

    type: Literal["ringing"] = "ringing"
    code: int


class Answered(_CallEvent):
    """Both sides talk."""

    type: Literal["answered"] = "answered"
    code: int


class Held(_CallEvent):
    """The call is on hold."""

    type: Literal["held"] = "held"
    by: Literal["us", "them"]


class Resumed(_CallEvent):
    """The hold is over."""

    type: Literal["resumed"] = "resumed"
    by: Literal["us", "them"]


class RecordingPaused(_CallEvent):
    """From `at_s` of the recording's clock nothing is written."""

    type: Literal["recording_paused"] = "recording_paused"
    at_s: float


class RecordingResumed(_CallEvent):
    """From `at_s` of the recording's clock it is written again."""

    type: Literal["recording_resumed"] = "recording_resumed"
    at_s: float


class Digits(_CallEvent):
    """The far side pressed keys."""

    type: Literal["digits"] = "digits"
    digits: str = Field(repr=False)


class Referred(_CallEvent):
    """The far side has sent us on, and we go, by a call of our own; only phones that play debtors
    do so."""

    type: Literal["referred"] = "referred"
    new_call_id: CallId


class Transferred(_CallEvent):
    """The far side reached whom it was sent to; our call with it ends."""

    type: Literal["transferred"] = "transferred"
    to: str = Field(repr=False)


class TransferFailed(_CallEvent):
    """The far side could not reach whom it was sent to, or would not try; the call goes on."""

    type: Literal["transfer_failed"] = "transfer_failed"
    code: int
    reason: str


class Joined(_Event):
    """These calls hear each other."""

    type: Literal["joined"] = "joined"
    call_ids: tuple[CallId, ...]


class Parted(_Event):
    """These calls hear only us again."""

    type: Literal["parted"] = "parted"
    call_ids: tuple[CallId, ...]


class Monitored(_CallEvent):
    """Somebody takes part in the talk by a monitoring call; `by` is who the token names."""

    type: Literal["monitored"] = "monitored"
    mode: Literal["off", "listen", "whisper", "barge"]
    by: str


class MessageReceived(_Event):
    """A text from somebody (SIP MESSAGE)."""

    type: Literal["message_received"] = "message_received"
    from_: str = Field(alias="from", repr=False)
    text: str = Field(repr=False)
    content_type: str = "text/plain"


class MessageSent(_Event):
    """The far side took the text of the command with this token."""

    type: Literal["message_sent"] = "message_sent"
    command_token: str


class MessageFailed(_Event):
    """The far side did not take the text of the command with this token."""

    type: Literal["message_failed"] = "message_failed"
    command_token: str
    code: int
    reason: str


class DevicesChanged(_Event):
    """What the desk can hear and speak with, by name; `capture`, `playback` and `ring` are those in
    use, empty where there is none. `what` says why this is told."""

    type: Literal["devices_changed"] = "devices_changed"
    what: Literal["opened", "lost", "back", "followed", "listed"]
    detail: str
    capture: str
    playback: str
    ring: str
    captures: tuple[str, ...]
    playbacks: tuple[str, ...]


class SoundTested(_Event):
    """What the test of the microphone took; of full scale 1.0."""

    type: Literal["sound_tested"] = "sound_tested"
    seconds: float
    peak: float
    rms: float


class HeadsetPressed(_Event):
    """A key of the headset; the desk treats it as the key of the keyboard that does the same."""

    type: Literal["headset_pressed"] = "headset_pressed"
    what: Literal["hook_off", "hook_on", "mute", "volume_up", "volume_down"]
    model: str = ""


class CallQuality(Message):
    """A call's network in sum: means over the call and the worst moment's opinion score."""

    rtt_ms: float
    jitter_ms: float
    loss_pct: float
    mos: float
    worst_mos: float


class Ended(_CallEvent):
    """The call is over. `ended_by`: `us` (hung up, declined or ring time-out), `them` (hung up,
    busy, declined), `network` (no such number, no answer from the network, its own failure),
    `phone` (the phone process was lost; `code` 0). `ring_s` runs from the first ringing to the
    answer or the end, `talk_s` from the answer to the end. `longest_gap_ms` is the longest time
    between two ticks of its sound's clock, which come every 20 ms. `q850` and `carrier_says` are
    from a Reason header (RFC 3326), where the carrier sent one."""

    type: Literal["ended"] = "ended"
    code: int
    reason: str
    q850: int | None = None
    carrier_says: str = ""
    quality: CallQuality | None = None
    ended_by: Literal["us", "them", "network", "phone"]
    ring_s: float
    talk_s: float
    longest_gap_ms: float = 0.0
    recording: Recording | None = None


class Level(_CallEvent):
    """How loud each side is now, rms of full scale 1.0; about 15 a second while talking."""

    type: Literal["level"] = "level"
    agent_rms: float
    debtor_rms: float


class Quality(_CallEvent):
    """How well the network carries the call; `mos` by the E-model of ITU-T G.107."""

    type: Literal["quality"] = "quality"
    rtt_ms: float
    jitter_ms: float
    loss_pct: float
    mos: float


class Warning_(_Event):
    """Something went wrong that does not end a call; `call_id` where it is about one."""

    type: Literal["warning"] = "warning"
    what: str
    detail: str
    call_id: CallId | None = None


class PhoneLost(_Event):
    """The phone process is gone; every live call was told as ended by `phone` before. `given_up`:
    no new one follows until somebody orders it, and `bundle` is where what is known of it lies."""

    type: Literal["phone_lost"] = "phone_lost"
    detail: str
    given_up: bool = False
    bundle: str | None = None


class PhoneRestarted(_Event):
    """A new phone process is configured, `after_s` after the old one was found dead."""

    type: Literal["phone_restarted"] = "phone_restarted"
    after_s: float
