"""Headsets that are not there: their descriptors, composed from the HID usage tables as makers do,
and a port that plays recorded reports and keeps what is written."""

import queue
import threading

from desk_client.phone.headset.hid_port import HidDevice, Plugged

HEADSET = bytes.fromhex(
    # consumer control, report 1: volume down, volume up, mute
    "050c0901a10185011500250109ea09e909e2750195038102750595018101c0"
    # telephony headset, report 2: hook, line busy (both stay), mute (toggles), flash, redial
    "050b0905a10185021500250109200997750195028122092f950181060921092495028106"
    # reject is button 7
    "0509090795018106750295018101"
    # lamps, report 2: off hook, mute, ring, hold
    "05080917090909180920750195049122750495019101c0"
)
ARRAY_VOLUME = bytes.fromhex("050c0901a1018501150026ff0319002aff03751095018100c0")
KEYBOARD = bytes.fromhex("05010906a101050719e029e715002501750195088102c0")

JABRA = Plugged("Jabra EVOLVE 20", 0x0B0E, 0x0300, 0x0B, 0x05, b"jabra")
UNKNOWN = Plugged("Goose 3000", 0xFFFE, 0x0001, 0x0B, 0x05, b"goose")
MOUSE = Plugged("Mouse", 0x046D, 0xC077, 0x01, 0x02, b"mouse")


class RecordedDevice:
    """Plays reports that are put in; `pull_out` ends it as pulling the plug does."""

    def __init__(self, descriptor: bytes) -> None:
        self.reports: queue.Queue[bytes | None] = queue.Queue()
        self.written: queue.Queue[bytes] = queue.Queue()
        self.closed = threading.Event()
        self._descriptor = descriptor

    def pull_out(self) -> None:
        self.reports.put(None)

    def read(self, timeout_ms: int) -> bytes:
        try:
            report = self.reports.get(timeout=timeout_ms / 1000)
        except queue.Empty:
            return b""
        if report is None:
            raise OSError("read error")
        return report

    def write(self, report: bytes) -> None:
        self.written.put(report)

    def descriptor(self) -> bytes:
        return self._descriptor

    def close(self) -> None:
        self.closed.set()


class RecordedPort:
    """Devices by their places; one that is None may not be opened."""

    def __init__(self, devices: dict[Plugged, RecordedDevice | None]) -> None:
        self.devices = devices

    def plugged(self) -> list[Plugged]:
        return list(self.devices)

    def open(self, device: Plugged) -> HidDevice:
        opened = self.devices[device]
        if opened is None:
            raise OSError("open failed")
        return opened
