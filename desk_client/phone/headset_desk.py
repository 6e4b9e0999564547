"""The headset beside the calls of a phone: its buttons are told to the desk, which treats them as
the keys that do the same, and its lamps follow the calls. The headset is read by a thread of its
own; nothing here waits for it."""

from collections.abc import Callable

from desk_client.clock import Clock
from desk_client.ids import CallId
from desk_client.phone import messages as m
from desk_client.phone.headset.controls import CallState, HeadsetEvent
from desk_client.phone.headset.headset import Headset, HeadsetChange, HeadsetNotice

_LOOK_S = 0.1
_PRESSED = {
    HeadsetEvent.HOOK_OFF: "hook_off",
    HeadsetEvent.HOOK_ON: "hook_on",
    HeadsetEvent.REJECT: "hook_on",
    HeadsetEvent.VOLUME_UP: "volume_up",
    HeadsetEvent.VOLUME_DOWN: "volume_down",
}


class HeadsetDesk:
    """Called from the phone's one thread; hears every event the phone tells, in order."""

    def __init__(
        self, clock: Clock, tell: Callable[[m.Event], None], headset: Callable[[], Headset]
    ) -> None:
        """`headset` is made when a device is used for the first time."""
        self._clock = clock
        self._tell = tell
        self._make = headset
        self._headset: Headset | None = None
        self._model = ""
        self._looked_at = 0.0
        self._ringing: set[CallId] = set()
        self._talking: set[CallId] = set()
        self._held: set[CallId] = set()
        self._muted = False

    def open(self) -> None:
        """Looks for a headset from now on."""
        if self._headset is None:
            self._headset = self._make()
            self._headset.open()

    def close(self) -> None:
        if self._headset is not None:
            self._headset.close()
            self._headset = None

    def ring(self, call_id: CallId) -> None:
        self._ringing.add(call_id)
        self._show()

    def mute(self, *, on: bool) -> None:
        self._muted = on
        self._show()

    def hear(self, event: m.Event) -> None:
        match event:
            case m.Answered(call_id=call_id):
                self._ringing.discard(call_id)
                self._talking.add(call_id)
            case m.Held(call_id=call_id, by="us"):
                self._held.add(call_id)
            case m.Resumed(call_id=call_id, by="us"):
                self._held.discard(call_id)
            case m.Ended(call_id=call_id):
                for calls in (self._ringing, self._talking, self._held):
                    calls.discard(call_id)
                self._muted = self._muted and bool(self._talking)
            case _:
                return
        self._show()

    def look(self, now: float) -> None:
        """Tells what was pressed; quick, called each turn."""
        if self._headset is None or now - self._looked_at < _LOOK_S:
            return
        self._looked_at = now
        for happened in self._headset.poll():
            if isinstance(happened, HeadsetNotice):
                self._noticed(happened)
            else:
                self._pressed(happened)

    def _noticed(self, notice: HeadsetNotice) -> None:
        self._model = notice.name if notice.what is HeadsetChange.FOUND else ""
        if notice.what is HeadsetChange.FORBIDDEN:
            detail = f"The buttons of {notice.name} cannot be used: this user may not open it."
            self._tell(m.Warning_(at=self._clock.now(), what="headset_forbidden", detail=detail))

    def _pressed(self, event: HeadsetEvent) -> None:
        what = _PRESSED.get(event)
        if event in (HeadsetEvent.MUTE_ON, HeadsetEvent.MUTE_OFF):
            differs = (event is HeadsetEvent.MUTE_ON) is not self._muted
            what = "mute" if differs and self._talking else None
        if what is not None:
            self._tell(
                m.HeadsetPressed.model_validate(
                    {"at": self._clock.now(), "what": what, "model": self._model}
                )
            )

    def _show(self) -> None:
        if self._headset is not None:
            self._headset.show(
                CallState(
                    off_hook=bool(self._talking),
                    muted=self._muted,
                    ringing=bool(self._ringing),
                    held=bool(self._held) and self._held >= self._talking,
                )
            )
