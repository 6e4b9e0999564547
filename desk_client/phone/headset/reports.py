"""Reports of a headset: what its buttons say, and what its lamps are told. A hook switch that stays
is measured against the state of the call, because a headset repeats what it was told: the answer
given by mouse comes back as its own hook going off, and means nothing then. A hook that falls back
at once is a button, whatever its descriptor says, and is taken for one from then on."""

from desk_client.phone.headset.controls import CallState, Control, HeadsetEvent, Lamp
from desk_client.phone.headset.layout import Button, Layout

_BUTTON_S = 0.6  # nobody takes a line and hangs it up faster
_PLAIN = {
    Control.VOLUME_UP: HeadsetEvent.VOLUME_UP,
    Control.VOLUME_DOWN: HeadsetEvent.VOLUME_DOWN,
    Control.FLASH: HeadsetEvent.FLASH,
    Control.REDIAL: HeadsetEvent.REDIAL,
    Control.REJECT: HeadsetEvent.REJECT,
}


class Reports:
    """The reports of one headset, in the order in which they come."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._state = CallState()
        self._down: dict[Button, bool] = {}
        self._said: dict[int, bytes] = {}
        self._taken_at = float("-inf")
        self._hook_is_button = False

    def heard(self, report: bytes, at: float) -> tuple[HeadsetEvent, ...]:
        """What the agent did by this report, which came at monotonic second `at`; its first byte is
        its number, where the device numbers reports at all."""
        events = []
        for control, buttons in self._layout.buttons.items():
            for button in buttons:
                down = _value(button, report)
                if down is None:
                    continue
                before = self._down.get(button, False)
                self._down[button] = down
                event = self._event(control, button, before=before, down=down, at=at)
                if event is not None and event not in events:
                    events.append(event)
        return tuple(events)

    def tell(self, state: CallState) -> tuple[bytes, ...]:
        """The reports that show this state, those that say something new; number first."""
        self._state = state
        new = []
        for number, report in self._shown(state).items():
            if self._said.get(number) != report:
                self._said[number] = report
                new.append(report)
        return tuple(new)

    def _event(
        self, control: Control, button: Button, *, before: bool, down: bool, at: float
    ) -> HeadsetEvent | None:
        pressed = down and not before
        if control is Control.HOOK:
            return self._hook(button, before=before, down=down, at=at)
        if control is Control.MUTE:
            muted = self._state.muted
            if button.acts == "press":
                return _mute(on=not muted) if pressed else None
            return _mute(on=down) if down not in (muted, before) else None
        return _PLAIN[control] if pressed else None

    def _hook(self, button: Button, *, before: bool, down: bool, at: float) -> HeadsetEvent | None:
        off = self._state.off_hook
        if before and not down and at - self._taken_at < _BUTTON_S:
            self._hook_is_button = True
            return None
        if self._hook_is_button or button.acts == "press":
            return _hook(off=not off) if down and not before else None
        if down in (off, before):
            return None
        if down:
            self._taken_at = at
        return _hook(off=down)

    def _shown(self, state: CallState) -> dict[int, bytes]:
        reports: dict[int, bytearray] = {}
        for lamp, place in self._layout.lamps.items():
            length = self._layout.lengths.get(place.report, place.bit // 8 + 1)
            report = reports.setdefault(place.report, bytearray((place.report, *bytes(length))))
            at = 1 + place.bit // 8
            if at >= len(report):
                report.extend(bytes(at + 1 - len(report)))
            if state.lit(Lamp(lamp)):
                report[at] |= 1 << place.bit % 8
        return {number: bytes(report) for number, report in reports.items()}


def _value(button: Button, report: bytes) -> bool | None:
    """Whether the button is down; None where this report is not about it."""
    if button.report:
        if not report or report[0] != button.report:
            return None
        report = report[1:]
    if button.bit + button.size > len(report) * 8:
        return None
    whole = int.from_bytes(report, "little") >> button.bit
    return whole & ((1 << button.size) - 1) == button.pressed


def _hook(*, off: bool) -> HeadsetEvent:
    return HeadsetEvent.HOOK_OFF if off else HeadsetEvent.HOOK_ON


def _mute(*, on: bool) -> HeadsetEvent:
    return HeadsetEvent.MUTE_ON if on else HeadsetEvent.MUTE_OFF
