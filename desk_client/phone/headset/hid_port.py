"""The hidapi library, seen by nobody else. On Linux it is asked through hidraw, which leaves the
kernel's own drivers, and with them the sound of the same headset, where they are."""

import sys
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Protocol

TELEPHONY_PAGE = 0x0B
_REPORT_BYTES = 256


@dataclass(frozen=True, slots=True)
class Plugged:
    """A HID device that is plugged in; `page` and `usage` are of its first collection."""

    name: str
    vendor: int
    product: int
    page: int
    usage: int
    key: bytes = field(default=b"", repr=False)


class HidDevice(Protocol):
    """An open device; every method raises OSError once it is gone."""

    def read(self, timeout_ms: int) -> bytes: ...

    def write(self, report: bytes) -> None: ...

    def descriptor(self) -> bytes: ...

    def close(self) -> None: ...


class HidPort(Protocol):
    """Where HID devices are plugged in."""

    def plugged(self) -> list[Plugged]: ...

    def open(self, device: Plugged) -> HidDevice: ...


class SystemHidPort:
    """The HID devices of this machine."""

    def __init__(self) -> None:
        self._library: Any = import_module("hidraw" if sys.platform == "linux" else "hid")

    def plugged(self) -> list[Plugged]:
        return [
            Plugged(
                name=each["product_string"] or f"{each['vendor_id']:04x}:{each['product_id']:04x}",
                vendor=each["vendor_id"],
                product=each["product_id"],
                page=each["usage_page"],
                usage=each["usage"],
                key=each["path"],
            )
            for each in self._library.enumerate()
        ]

    def open(self, device: Plugged) -> HidDevice:
        """OSError where we may not, or it is gone."""
        opened = self._library.device()
        opened.open_path(device.key)
        return _OpenDevice(opened)


class _OpenDevice:
    def __init__(self, device: Any) -> None:
        self._device = device

    def read(self, timeout_ms: int) -> bytes:
        """One report, its number first where the device numbers them; empty when time is up."""
        try:
            return bytes(self._device.read(_REPORT_BYTES, timeout_ms))
        except ValueError as gone:
            raise OSError(str(gone)) from None

    def write(self, report: bytes) -> None:
        """Its number first, 0 where the device does not number them."""
        if self._device.write(report) < 0:
            raise OSError("the report was not taken")

    def descriptor(self) -> bytes:
        return bytes(self._device.get_report_descriptor())

    def close(self) -> None:
        self._device.close()
