"""The one crossing between the desk's threads and Qt: whatever other threads have to say arrives
here as a signal in the window's own thread."""

from PySide6.QtCore import QObject, Signal


class Bridge(QObject):
    """Signals emitted from any thread, received by the window's."""

    state_painted = Signal(object)  # DeskState
    phone_told = Signal(object)  # an event of the phone, levels left out
    level_heard = Signal(float, float)  # agent, debtor
    headset_pressed = Signal(str)  # hook_off, hook_on, mute, volume_up, volume_down
    signed_in = Signal(object)  # SignedIn
    sign_in_failed = Signal(str)
    signed_out = Signal()
    failed = Signal(object)  # the exception of a fault of the program
