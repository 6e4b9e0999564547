"""What is known of a phone that died too often, as one zip for whoever mends it: versions, what the
doctor found, the crashes with the phone's stderr, the last lines of the desk's log. It may leave
the house, so it is written by what may be in it: no password, no number, no name. Quoted values,
addresses, words that are not ASCII and everything after an exception's type are left out, and
what the account says of itself is struck out wherever it stands."""

import io
import json
import logging
import platform
import re
import sys
import zipfile
from collections.abc import Callable, Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from desk_client import __version__
from desk_client.clock import Clock, SystemClock, rfc3339
from desk_client.data_folder import DataFolder
from desk_client.phone.commands import Configure
from desk_client.phone.crash_watch import Crash

log = logging.getLogger(__name__)
_LOG_LINES = 200
_LOG_TAIL = 64 << 10  # bytes
_KEPT = 10  # bundles; older ones go
_PACKAGES = ("pjsua2-python", "soundfile", "numpy", "pydantic", "PySide6-Essentials")
_FILE = re.compile(r'^\s*File "([^"]*)"(.*)')
_OURS = re.compile(r"(?:site-packages|python3\.\d+)/(?=[^/])|(?<=/)(?=(?:desk_client|ui)/)")
_EXCEPTION = re.compile(r"^((?:\w+\.)*\w*(?:Error|Exception|Fault|Unreadable|Input)): .*")
_ADDRESS = re.compile(r"(?:sips?|tel|callto|mailto|https?):\S+|\S+@\S+", re.IGNORECASE)
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|`[^'`]*['`]|[\w .,-]*<[^>]*>")
_NUMBER = re.compile(r"\+?\d[\d ().-]{3,}\d")
_FOREIGN = re.compile(r"[^\x20-\x7e]+")
_LOG_HEAD = re.compile(r"^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} [A-Z]+ [\w.]+: )(.*)")
_ASSERTED = re.compile(r"Assertion `([\w\s!=<>&|()\->*.\[\]]*)' failed")


class Versions(BaseModel):
    """What runs here."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    desk_client: str = __version__
    python: str = platform.python_version()
    system: str = f"{platform.system()} {platform.release()} {platform.machine()}"
    packages: dict[str, str]


class Diagnostics:
    """Writes bundles into the data folder; called as `PhoneClient(diagnose=...)`."""

    def __init__(
        self,
        *,
        folder: DataFolder,
        configure: Configure,
        findings: Callable[[], Iterable[BaseModel]] = tuple,
        clock: Clock | None = None,
    ) -> None:
        """`findings` are the doctor's; those that need no window and no time."""
        self._folder = folder
        self._findings = findings
        self._clock = clock or SystemClock()
        words = (configure.password, configure.user, configure.display_name)
        self._secrets = sorted({word for word in words if len(word) > 1}, key=len, reverse=True)

    def __call__(self, crashes: tuple[Crash, ...]) -> Path | None:
        """The bundle; None where it cannot be written, which the log says."""
        place = self._folder.root / "diagnostics"
        moment = self._clock.now()
        bundle = place / f"phone-{moment:%Y%m%dT%H%M%SZ}.zip"
        try:
            place.mkdir(parents=True, exist_ok=True, mode=0o700)
            with bundle.open("xb") as file:
                bundle.chmod(0o600)
                file.write(self._packed(crashes))
            for old in sorted(place.glob("phone-*.zip"))[:-_KEPT]:
                old.unlink()
        except OSError as fault:
            log.error("no diagnostics were written: %s", fault.strerror)  # noqa: TRY400
            return None
        return bundle

    def _packed(self, crashes: tuple[Crash, ...]) -> bytes:
        findings = [found.model_dump() for found in self._findings()]
        versions = Versions(packages={name: _version(name) for name in _PACKAGES})
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as bundle:
            bundle.writestr("versions.json", versions.model_dump_json(indent=1))
            bundle.writestr("doctor.json", json.dumps(findings, indent=1, ensure_ascii=False))
            bundle.writestr("crashes.txt", "\n".join(self._told(crashes)))
            bundle.writestr("log.txt", "\n".join(self._log_lines()))
        return content.getvalue()

    def _told(self, crashes: tuple[Crash, ...]) -> Iterable[str]:
        for crash in crashes:
            yield f"{rfc3339(crash.at)} {self.plain(crash.detail)}"
            yield from (f"    {self.plain(line)}" for line in crash.said)

    def _log_lines(self) -> list[str]:
        file = self._folder.logs / "desk.log"
        try:
            with file.open("rb") as tail:
                tail.seek(max(0, file.stat().st_size - _LOG_TAIL))
                lines = tail.read().decode(errors="replace").splitlines()
        except FileNotFoundError:
            return []
        return [self.plain(line) for line in lines[-_LOG_LINES:]]

    def plain(self, line: str) -> str:
        """A line of a log or of stderr with what may not leave the house taken out."""
        if head := _LOG_HEAD.match(line):
            return head[1] + self.plain(head[2])
        if place := _FILE.match(line):
            return f"  File {_shortened(place[1])}{_plain(place[2])}"
        for secret in self._secrets:
            line = line.replace(secret, "***")
        return _plain(line)


def _plain(line: str) -> str:
    if thrown := _EXCEPTION.match(line):
        return f"{thrown[1]}: ..."
    line = _ASSERTED.sub(r"Assertion [\1] failed", line)
    for form in (_QUOTED, _ADDRESS, _NUMBER, _FOREIGN):
        line = form.sub("...", line)
    return line


def _shortened(path: str) -> str:
    """A module's place without the folders, one of which bears somebody's name."""
    known = list(_OURS.finditer(path))
    return path[known[-1].end() :] if known else path.rpartition("/")[2]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed" if not getattr(sys, "frozen", False) else "in the bundle"
