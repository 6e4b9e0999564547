"""The sound library, miniaudio, seen by nobody else. It reaches PulseAudio and PipeWire, ALSA,
WASAPI and CoreAudio without linking any of them. All methods are called from one thread; what a
device gives or wants is passed on in a thread of its own, which the library makes."""

import logging
import sys
import threading
import time
from collections.abc import Callable

import miniaudio  # noqa: F401 -- gives the library its callbacks
from _miniaudio import ffi, lib

from desk_client.phone.sound.device import Device, DeviceKind
from desk_client.phone.sound.frame import RATE

PERIOD_MS = 10
_PERIODS = 3
_APPLICATION = b"Desk Client"
_MONITOR = b".monitor"  # how PulseAudio names what a device plays, as a source
_CARDS = (b":", b"hw:", b"plughw:", b"sysdefault:")  # ALSA names its plug-ins as devices too
_CLOSE_S = 0.3
_log = logging.getLogger(__name__)

BlockTaker = Callable[[memoryview], None]
BlockGiver = Callable[[int], bytes]


class NoSound(Exception):
    """The sound system does not answer, or the device does not open."""


class SoundLibrary:
    """A connection to the sound system of this machine."""

    def __init__(self) -> None:
        self._name = ffi.new("char[]", _APPLICATION)
        config = lib.ma_context_config_init()
        config.pulse.pApplicationName = self._name
        context = ffi.new("ma_context *")
        backends = _backends()
        known = ffi.new("ma_backend[]", backends)
        result = lib.ma_context_init(known, len(backends), ffi.addressof(config), context)
        if result != lib.MA_SUCCESS:
            raise NoSound("There is no sound system.")
        self._context = context
        self.backend: str = ffi.string(lib.ma_get_backend_name(context.backend)).decode()

    def devices(self) -> tuple[Device, ...]:
        """What is plugged in now; NoSound where the sound system has gone."""
        infos = {
            kind: (ffi.new("ma_device_info **"), ffi.new("ma_uint32 *")) for kind in DeviceKind
        }
        result = lib.ma_context_get_devices(
            self._context, *infos[DeviceKind.PLAYBACK], *infos[DeviceKind.CAPTURE]
        )
        if result != lib.MA_SUCCESS:
            raise NoSound("The sound system does not answer.")
        return tuple(
            device
            for kind, (first, count) in infos.items()
            for device in self._known(kind, first[0][0 : count[0]])
        )

    def capture(self, device: Device, take: BlockTaker) -> "Stream":
        """Passes on what the device hears, as 16-bit mono; NoSound where it does not open."""
        return Stream(self._context, device, take=take)

    def playback(self, device: Device, give: BlockGiver) -> "Stream":
        """Asks for as many samples as the device wants, 16-bit mono; NoSound as above."""
        return Stream(self._context, device, give=give)

    def close(self) -> None:
        """All streams are closed before."""
        lib.ma_context_uninit(self._context)

    def _known(self, kind: DeviceKind, infos: object) -> list[Device]:
        pulse, alsa = self.backend == "PulseAudio", self.backend == "ALSA"
        devices: list[Device] = []
        for info in infos:  # type: ignore[attr-defined]
            key = bytes(ffi.buffer(ffi.addressof(info.id)))
            if alsa and not key.startswith(_CARDS):
                continue
            name: str = ffi.string(info.name).decode("utf-8", "replace")
            alike = sum(device.name.partition("  #")[0] == name for device in devices)
            devices.append(
                Device(
                    name=f"{name}  #{alike + 1}" if alike else name,
                    kind=kind,
                    default=bool(info.isDefault),
                    monitor=pulse and key.rstrip(b"\0").endswith(_MONITOR),
                    key=key,
                )
            )
        return devices


class Stream:
    """An open device; `called_at` is the monotonic second at which it last gave or took."""

    def __init__(
        self,
        context: object,
        device: Device,
        *,
        take: BlockTaker | None = None,
        give: BlockGiver | None = None,
    ) -> None:
        self.device = device
        self.called_at = time.monotonic()
        self._take, self._give = take, give
        self._ours = ffi.new_handle(self)
        self._key = ffi.new("ma_device_id *")
        ffi.memmove(self._key, device.key, len(device.key))
        captures = device.kind is DeviceKind.CAPTURE
        config = lib.ma_device_config_init(
            lib.ma_device_type_capture if captures else lib.ma_device_type_playback
        )
        side = config.capture if captures else config.playback
        side.channels, side.format, side.pDeviceID = 1, lib.ma_format_s16, self._key
        config.sampleRate = RATE
        config.periodSizeInMilliseconds, config.periods = PERIOD_MS, _PERIODS
        config.pUserData = self._ours
        config.dataCallback = lib._internal_data_callback
        self._device = ffi.new("ma_device *")
        if lib.ma_device_init(context, ffi.addressof(config), self._device) != lib.MA_SUCCESS:
            raise NoSound(f"{device.name} does not open.")
        if lib.ma_device_start(self._device) != lib.MA_SUCCESS:
            lib.ma_device_uninit(self._device)
            raise NoSound(f"{device.name} does not start.")

    @property
    def runs(self) -> bool:
        return bool(lib.ma_device_is_started(self._device))

    def close(self) -> None:
        """Lets the device go. On some systems the library waits for ever for a device that was
        pulled out; it is left to wait by itself then."""
        closing = threading.Thread(target=self._close, name="sound-close", daemon=True)
        closing.start()
        closing.join(_CLOSE_S)
        if closing.is_alive():
            _log.warning("%s does not close", self.device.name)

    def _close(self) -> None:
        lib.ma_device_stop(self._device)  # first, or it waits for a word from a device that is gone
        lib.ma_device_uninit(self._device)

    def _data_callback(self, _device: object, wanted: object, given: object, count: int) -> None:
        """Called by the library, 16-bit samples on either side."""
        self.called_at = time.monotonic()
        if self._take is not None:
            self._take(memoryview(ffi.buffer(given, 2 * count)))
        elif self._give is not None:
            samples = self._give(count)
            ffi.memmove(wanted, samples, len(samples))


def _backends() -> list[int]:
    if sys.platform == "win32":
        return [lib.ma_backend_wasapi]
    if sys.platform == "darwin":
        return [lib.ma_backend_coreaudio]
    return [lib.ma_backend_pulseaudio, lib.ma_backend_alsa]
