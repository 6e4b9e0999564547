"""What desk and phone say to each other: one JSON object a line (contracts.md section 1).

The desk sends commands, each with a token; each is answered by one `done` with the same token.
The phone tells events, each with `at`, and with `call_id` where they are about a call. A value
that would break out of a SIP header (CR, LF, NUL) is no valid message on either side.

    {"type":"configure","token":"1","user":"1001","password":"...","domain":"127.0.0.1",
     "registrar":"sip:127.0.0.1:5060","register":true,"audio":{"capture":"silence","playback":"silence"}}
    {"type":"dial","token":"2","call_id":"c1","to":"sip:1002@127.0.0.1:5070","headers":{"X-Case-Id":"7"},
     "ring_timeout_s":25,"record":{"path":"/r/c1.age","recipients":["age1..."],"paused":false}}
    {"type":"ring","token":"3","call_id":"c1"}          {"type":"answer","token":"4","call_id":"c1"}
    {"type":"hang_up","token":"5","call_id":"c1"}       {"type":"hang_up","token":"5","call_id":"c2","code":486}
    {"type":"hold","token":"6","call_id":"c1"}          {"type":"unhold","token":"7","call_id":"c1"}
    {"type":"mute","token":"8","call_id":"c1","on":true}
    {"type":"send_digits","token":"9","call_id":"c1","digits":"12#","method":"rfc4733"}
    {"type":"play","token":"10","call_id":"c1","path":"/voices/hello.ogg"}
    {"type":"echo","token":"24","call_id":"c1","on":true}
    {"type":"pause_recording","token":"11","call_id":"c1"}  {"type":"resume_recording","token":"12","call_id":"c1"}
    {"type":"redirect","token":"15","call_id":"c2","to":"1009"}
    {"type":"transfer","token":"16","call_id":"c1","to":"1009"}
    {"type":"attended_transfer","token":"17","call_id":"c1","other_call_id":"c3"}
    {"type":"join","token":"18","call_ids":["c1","c3"]}  {"type":"part","token":"19","call_ids":["c1","c3"]}
    {"type":"monitor","token":"20","call_id":"c4","mode":"whisper"}
    {"type":"message","token":"21","to":"1009","text":"Please help at seat 7."}
    {"type":"set_audio","token":"22","audio":{"capture":"default","playback":"device:Headset"},"playback_db":3.0}
    {"type":"test_sound","token":"23","what":"record","seconds":3.0}
    {"type":"ping","token":"13"}                        {"type":"quit","token":"14"}

    {"type":"done","token":"2","ok":true}               {"type":"done","token":"2","ok":false,"error":"too_fast","detail":"..."}
    {"type":"ready","at":"...Z","protocol":1,"version":"2.15.1","codecs":["PCMA/8000"],"devices":[],"max_calls":4}
    {"type":"registered","at":"...Z","expires_s":300}   {"type":"unregistered","at":"...Z"}
    {"type":"registration_failed","at":"...Z","code":401,"reason":"Unauthorized","retry_in_s":null}
    {"type":"incoming","at":"...Z","call_id":"c2","from":"<sip:a@b>","to":"<sip:c@d>","headers":{},"auto_answer":false}
    {"type":"ringing","at":"...Z","call_id":"c1","code":180}  {"type":"answered","at":"...Z","call_id":"c1","code":200}
    {"type":"held","at":"...Z","call_id":"c1","by":"us"}      {"type":"resumed","at":"...Z","call_id":"c1","by":"us"}
    {"type":"recording_paused","at":"...Z","call_id":"c1","at_s":3.2}   (resumed likewise)
    {"type":"digits","at":"...Z","call_id":"c1","digits":"1"}
    {"type":"ended","at":"...Z","call_id":"c1","code":486,"reason":"Busy Here","ended_by":"them",
     "ring_s":0.0,"talk_s":0.0,"recording":null}
    {"type":"level","at":"...Z","call_id":"c1","agent_rms":0.05,"debtor_rms":0.07}
    {"type":"quality","at":"...Z","call_id":"c1","rtt_ms":0.4,"jitter_ms":0.1,"loss_pct":0.0,"mos":4.4}
    {"type":"transferred","at":"...Z","call_id":"c1","to":"1009"}
    {"type":"transfer_failed","at":"...Z","call_id":"c1","code":486,"reason":"Busy Here"}
    {"type":"referred","at":"...Z","call_id":"c1","new_call_id":"c5"}
    {"type":"joined","at":"...Z","call_ids":["c1","c3"]}  (parted likewise)
    {"type":"monitored","at":"...Z","call_id":"c1","mode":"listen","by":"2001"}
    {"type":"message_received","at":"...Z","from":"<sip:a@b>","text":"On my way.","content_type":"text/plain"}
    {"type":"message_sent","at":"...Z","command_token":"21"}
    {"type":"message_failed","at":"...Z","command_token":"21","code":404,"reason":"Not Found"}
    {"type":"devices_changed","at":"...Z","what":"lost","detail":"...","capture":"","playback":"Headset","ring":"",
     "captures":["Headset"],"playbacks":["Headset"]}
    {"type":"sound_tested","at":"...Z","seconds":3.0,"peak":0.4,"rms":0.06}
    {"type":"headset_pressed","at":"...Z","what":"mute","model":"..."}
    {"type":"warning","at":"...Z","what":"recording_failed","detail":"..."}

`phone_lost` and `phone_restarted` are told by the desk's own client, not by the phone process.
"""  # noqa: E501

from typing import Annotated

from pydantic import Field, TypeAdapter

from desk_client.phone.commands import (
    Account,
    Answer,
    AttendedTransfer,
    Audio,
    Configure,
    Dial,
    Echo,
    HangUp,
    Hold,
    Join,
    Monitor,
    Mute,
    Part,
    PauseRecording,
    Ping,
    Play,
    Quit,
    Record,
    Redirect,
    ResumeRecording,
    Ring,
    SendDigits,
    SendMessage,
    SetAudio,
    TestSound,
    Transfer,
    Unhold,
)
from desk_client.phone.events import (
    Answered,
    CallQuality,
    DevicesChanged,
    Digits,
    Done,
    Ended,
    HeadsetPressed,
    Held,
    Incoming,
    Joined,
    Level,
    MessageFailed,
    MessageReceived,
    MessageSent,
    Monitored,
    Parted,
    PhoneLost,
    PhoneRestarted,
    Quality,
    Ready,
    Recording,
    RecordingPaused,
    RecordingResumed,
    Referred,
    Registered,
    RegistrationFailed,
    Resumed,
    Ringing,
    SoundTested,
    TransferFailed,
    Transferred,
    Unregistered,
    Warning_,
)

__all__ = [
    "COMMAND",
    "EVENT",
    "PROTOCOL_VERSION",
    "Account",
    "Answer",
    "Answered",
    "AttendedTransfer",
    "Audio",
    "CallCommand",
    "CallQuality",
    "Command",
    "Configure",
    "DevicesChanged",
    "Dial",
    "Digits",
    "Done",
    "Echo",
    "Ended",
    "Event",
    "HangUp",
    "HeadsetPressed",
    "Held",
    "Hold",
    "Incoming",
    "Join",
    "Joined",
    "Level",
    "MessageFailed",
    "MessageReceived",
    "MessageSent",
    "Monitor",
    "Monitored",
    "Mute",
    "Part",
    "Parted",
    "PauseRecording",
    "PhoneLost",
    "PhoneRestarted",
    "Ping",
    "Play",
    "Quality",
    "Quit",
    "Ready",
    "Record",
    "Recording",
    "RecordingPaused",
    "RecordingResumed",
    "Redirect",
    "Referred",
    "Registered",
    "RegistrationFailed",
    "ResumeRecording",
    "Resumed",
    "Ring",
    "Ringing",
    "SendDigits",
    "SendMessage",
    "SetAudio",
    "SoundTested",
    "TestSound",
    "Transfer",
    "TransferFailed",
    "Transferred",
    "Unhold",
    "Unregistered",
    "Warning_",
]

PROTOCOL_VERSION = 1

Command = Annotated[
    Configure
    | Dial
    | Ring
    | Answer
    | HangUp
    | Hold
    | Unhold
    | Mute
    | SendDigits
    | Play
    | Echo
    | PauseRecording
    | ResumeRecording
    | Redirect
    | Transfer
    | AttendedTransfer
    | Join
    | Part
    | Monitor
    | SendMessage
    | SetAudio
    | TestSound
    | Ping
    | Quit,
    Field(discriminator="type"),
]

CallCommand = (
    Dial
    | Ring
    | Answer
    | HangUp
    | Hold
    | Unhold
    | Mute
    | SendDigits
    | Play
    | Echo
    | PauseRecording
    | ResumeRecording
    | Redirect
    | Transfer
    | AttendedTransfer
    | Monitor
)

Event = Annotated[
    Ready
    | Registered
    | RegistrationFailed
    | Unregistered
    | Incoming
    | Ringing
    | Answered
    | Held
    | Resumed
    | RecordingPaused
    | RecordingResumed
    | Digits
    | Referred
    | Transferred
    | TransferFailed
    | Joined
    | Parted
    | Monitored
    | MessageReceived
    | MessageSent
    | MessageFailed
    | DevicesChanged
    | SoundTested
    | HeadsetPressed
    | Ended
    | Level
    | Quality
    | Warning_
    | PhoneLost
    | PhoneRestarted
    | Done,
    Field(discriminator="type"),
]

COMMAND: TypeAdapter[Command] = TypeAdapter(Command)
EVENT: TypeAdapter[Event] = TypeAdapter(Event)
