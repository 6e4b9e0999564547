"""The headset's buttons and lamps. A thread of its own looks for a headset, opens it, reads its
buttons and sets its lamps; a headset may come and go. That there is none, or that we may not open
it, is told once and is no error: everything works by keys as well."""

import logging
import threading
import time
from collections import deque
from dataclasses import dataclass
from enum import StrEnum

from desk_client.phone.headset.controls import CallState, Control, HeadsetEvent
from desk_client.phone.headset.hid_port import TELEPHONY_PAGE, HidDevice, HidPort, Plugged
from desk_client.phone.headset.layout import HeadsetTable, Layout, layout_from
from desk_client.phone.headset.reports import Reports

_LOOK_S = 1.0
_READ_MS = 50  # how late a lamp may be
_CLOSE_S = 2.0
_log = logging.getLogger(__name__)


class HeadsetChange(StrEnum):
    """What may happen to the headset as a whole."""

    NONE = "no_headset"
    FOUND = "headset_found"
    LOST = "headset_lost"
    FORBIDDEN = "headset_forbidden"  # it is there, and we may not open it


@dataclass(frozen=True, slots=True)
class HeadsetNotice:
    """`name` is the headset's own; `by_table`: its layout is written down in our table."""

    what: HeadsetChange
    name: str = ""
    by_table: bool = False


class Headset:
    """One headset at a time: the first that is known or speaks of a telephone."""

    def __init__(self, port: HidPort, table: HeadsetTable) -> None:
        self._port = port
        self._table = table
        self._happened: deque[HeadsetEvent | HeadsetNotice] = deque(maxlen=200)
        self._state = CallState()
        self._last_told: HeadsetNotice | None = None
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    def open(self) -> None:
        """Looks for a headset from now on; returns at once."""
        if self._thread is None:
            self._closing.clear()
            self._thread = threading.Thread(target=self._run, name="headset", daemon=True)
            self._thread.start()

    def show(self, state: CallState) -> None:
        """What the lamps tell from now on; never waits."""
        self._state = state

    def poll(self) -> list[HeadsetEvent | HeadsetNotice]:
        """What happened since the last call; never waits."""
        happened = []
        while self._happened:
            happened.append(self._happened.popleft())
        return happened

    def close(self) -> None:
        """Puts the lamps out and lets the headset go."""
        thread, self._thread = self._thread, None
        if thread is not None:
            self._closing.set()
            thread.join(_CLOSE_S)

    def _run(self) -> None:
        while not self._closing.is_set():
            for device in self._candidates():
                if self._serve(device):
                    break
            else:
                if self._last_told is None or self._last_told.what is HeadsetChange.LOST:
                    self._tell(HeadsetNotice(HeadsetChange.NONE))
            self._closing.wait(_LOOK_S)

    def _candidates(self) -> list[Plugged]:
        try:
            plugged = self._port.plugged()
        except OSError as failure:
            _log.info("headsets cannot be listed: %s", failure)
            return []
        return [
            device
            for device in plugged
            if device.page == TELEPHONY_PAGE
            or self._table.of(device.vendor, device.product) is not None
        ]

    def _serve(self, device: Plugged) -> bool:
        """Reads it until it is gone; whether it could be opened and has buttons at all."""
        try:
            opened = self._port.open(device)
        except OSError:
            self._tell(HeadsetNotice(HeadsetChange.FORBIDDEN, device.name))
            return True
        model = self._table.of(device.vendor, device.product)
        try:
            layout: Layout = model or layout_from(opened.descriptor())
            if not {Control.HOOK, Control.MUTE} & set(layout.buttons):
                return False
            self._tell(HeadsetNotice(HeadsetChange.FOUND, device.name, by_table=model is not None))
            self._read(opened, Reports(layout))
        except OSError:
            self._tell(HeadsetNotice(HeadsetChange.LOST, device.name))
        finally:
            opened.close()
        return True

    def _read(self, opened: HidDevice, reports: Reports) -> None:
        while not self._closing.is_set():
            for report in reports.tell(self._state):
                opened.write(report)
            report = opened.read(_READ_MS)
            if report:
                self._happened.extend(reports.heard(report, time.monotonic()))
        for report in reports.tell(CallState()):
            opened.write(report)

    def _tell(self, notice: HeadsetNotice) -> None:
        if notice != self._last_told:
            self._last_told = notice
            self._happened.append(notice)
