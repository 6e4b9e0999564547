"""What a headset's buttons and lamps are called: by us, and by the HID Usage Tables 1.5 (pages 0x08
LED, 0x09 Button, 0x0B Telephony, 0x0C Consumer)."""

from dataclasses import dataclass
from enum import StrEnum


class Control(StrEnum):
    """A button."""

    HOOK = "hook"
    MUTE = "mute"
    VOLUME_UP = "volume_up"
    VOLUME_DOWN = "volume_down"
    FLASH = "flash"
    REDIAL = "redial"
    REJECT = "reject"


class Lamp(StrEnum):
    """A lamp, which is how a headset is told the state of the call."""

    OFF_HOOK = "off_hook"
    MUTE = "mute"
    RING = "ring"
    HOLD = "hold"


CONTROL_USAGES = {
    0x0B0020: Control.HOOK,
    0x0B0021: Control.FLASH,
    0x0B0024: Control.REDIAL,
    0x0B002F: Control.MUTE,
    0x0C00E2: Control.MUTE,
    0x0C00E9: Control.VOLUME_UP,
    0x0C00EA: Control.VOLUME_DOWN,
    0x090007: Control.REJECT,  # no usage of its own; the makers agreed on button 7
}
LAMP_USAGES = {
    0x080009: Lamp.MUTE,
    0x080017: Lamp.OFF_HOOK,
    0x080018: Lamp.RING,
    0x080020: Lamp.HOLD,
}


class HeadsetEvent(StrEnum):
    """What the agent did at the headset. Hook off answers or takes the line, hook on hangs up."""

    HOOK_OFF = "hook_off"
    HOOK_ON = "hook_on"
    MUTE_ON = "mute_on"
    MUTE_OFF = "mute_off"
    VOLUME_UP = "volume_up"
    VOLUME_DOWN = "volume_down"
    FLASH = "flash"
    REDIAL = "redial"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class CallState:
    """What the headset is shown, and what its buttons are measured against."""

    off_hook: bool = False
    muted: bool = False
    ringing: bool = False
    held: bool = False

    def lit(self, lamp: Lamp) -> bool:
        return {
            Lamp.OFF_HOOK: self.off_hook,
            Lamp.MUTE: self.muted,
            Lamp.RING: self.ringing,
            Lamp.HOLD: self.held,
        }[lamp]
