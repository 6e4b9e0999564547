"""What the phone tells, followed on the desk thread: of the call in hand, of the second one, and
messages of colleagues. Each changes where the shift stands and writes the facts that must outlive
it."""

from collections.abc import Callable
from typing import Any

from desk_client.call import CallState
from desk_client.fact_body import CallMonitored
from desk_client.phone import messages
from desk_client.services.call_ends import CallEnds
from desk_client.services.call_in_hand import CallInHand, recording_made
from desk_client.services.closing import Closing
from desk_client.services.desk_audio import DeskAudio
from desk_client.services.desk_state import Phase
from desk_client.services.help_call import HelpCall
from desk_client.services.second_line import NOT_RECORDED, SecondLine
from desk_client.services.standing import Listener, Standing
from desk_client.text import Text

# What the phone warns of while two talk (phone.quality_watch); `audio_back` ends it.
_SOUND_TROUBLES = frozenset({"no_audio_from_them", "silence_from_them", "silence_from_us"})
_RECORDS_LATE = Text(
    "磁盘太慢：录音可能不完整", "The disk is too slow: the recording may have gaps"
)


class PhoneNews:
    """Follows the phone for one shift."""

    def __init__(
        self,
        *,
        standing: Standing,
        second: SecondLine,
        help_call: HelpCall,
        audio: DeskAudio,
        closing: Closing,
        ends: CallEnds,
        recount: Callable[[], None],
        name_of: Callable[[str], str],
    ) -> None:
        """`recount` brings the limits on the screen up to the call in hand; `name_of` gives the
        name of a colleague by staff number or login."""
        self.at = standing
        self._second = second
        self._help = help_call
        self._audio = audio
        self._closing = closing
        self._ends = ends
        self._recount = recount
        self._name_of = name_of
        self._of_call: dict[type[Any], Callable[[CallInHand, Any], None]] = {
            messages.Ringing: lambda call, _: call.rang(),
            messages.Answered: lambda call, _: self._answered(call),
            messages.Held: lambda call, _: self._held(call),
            messages.Resumed: lambda call, _: self._resumed(call),
            messages.RecordingPaused: lambda call, _: call.recording_paused(self.at.clock.now()),
            messages.RecordingResumed: lambda call, _: call.recording_resumed(),
            messages.Warning_: self._warned,
            messages.Monitored: self._monitored,
            messages.Quality: lambda _, event: self._quality(event),
            messages.Transferred: second.put_through,
            messages.TransferFailed: second.put_through,
            messages.Ended: self._ended,
        }

    def hear(self, event: messages.Event) -> None:
        """One event; what is about no call of ours is not for the shift."""
        side, call = self.at.side, self.at.call
        call_id = getattr(event, "call_id", None)
        match event:
            case messages.Incoming():
                self._second.called(event)
            case messages.Joined() | messages.Parted():
                self._second.arranged(event)
            case messages.MessageReceived() | messages.MessageSent() | messages.MessageFailed():
                self._help.hear(event)
            case messages.DevicesChanged() | messages.SoundTested() | messages.PhoneRestarted():
                self._audio.hear(event)
            case _ if side is not None and call_id == side.call_id:
                self._second.hear(side, event)
            case _ if call is not None and call_id == call.call_id:
                follow = self._of_call.get(type(event))
                if follow is not None and call.state is not CallState.ENDED:
                    follow(call, event)
            case _:
                pass

    def _answered(self, call: CallInHand) -> None:
        self.at.write(call.hand, call.was_answered(self.at.clock.now()))
        self.at.enter(Phase.TALKING)
        self._recount()

    def _held(self, call: CallInHand) -> None:
        call.was_held(self.at.clock.now())
        self.at.enter(Phase.ON_HOLD)

    def _resumed(self, call: CallInHand) -> None:
        call.was_resumed()
        self.at.enter(Phase.TALKING)

    def _warned(self, call: CallInHand, event: messages.Warning_) -> None:
        match event.what:
            case "recording_failed":
                call.recording_failed()
                self.at.notice = NOT_RECORDED
            case "recording_slow":
                self.at.notice = _RECORDS_LATE
            case "audio_back":
                self.at.trouble = ""
            case trouble if trouble in _SOUND_TROUBLES:
                self.at.trouble = trouble
            case _:
                pass

    def _monitored(self, call: CallInHand, event: messages.Monitored) -> None:
        name = self._name_of(event.by)
        self.at.listener = None if event.mode == "off" else Listener(name, event.mode)
        self.at.write(call.hand, CallMonitored(call_id=call.call_id, mode=event.mode, by=event.by))

    def _quality(self, event: messages.Quality) -> None:
        self.at.quality = event

    def _ended(self, call: CallInHand, event: messages.Ended) -> None:
        now = self.at.clock.now()
        bodies = call.has_ended(event, now)
        self._ends.write(call.hand, call.call_id, *bodies, made=recording_made(event.recording))
        self.at.choosing, self.at.listener, self.at.trouble = (), None, ""
        call.note = self.at.note
        self._closing.open(call, now)
