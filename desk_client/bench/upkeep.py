"""What a process keeps at a moment: memory, descriptors, threads, as Linux tells them; and how much
of our own memory the store's SQLite says is its."""

import ctypes
import gc
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import sqlcipher3

from desk_client.bench.figure import Figure, figure
from desk_client.errors import DeskError


@dataclass(frozen=True, slots=True)
class Upkeep:
    """`memory_mb`: resident, without file pages that others share (VmRSS less RssFile)."""

    memory_mb: float
    descriptors: int
    threads: int

    @classmethod
    def of(cls, pid: int | None) -> Self:
        """A process, None = ourselves; DeskError where the system does not tell."""
        if pid is None:
            gc.collect()
        home = Path("/proc") / (str(pid) if pid is not None else "self")
        try:
            lines = (home / "status").read_text(encoding="ascii").splitlines()
            descriptors = len(list((home / "fd").iterdir()))
        except OSError:
            raise DeskError("What a process keeps is measured on Linux only.") from None
        told = dict(line.split(":", 1) for line in lines)
        kilobytes = int(told["VmRSS"].split()[0]) - int(told["RssFile"].split()[0])
        return cls(kilobytes / 1024, descriptors, int(told["Threads"]))

    @classmethod
    def at_rest(cls, pid: int | None, before: Self) -> Self:
        """What is kept once what was under way has ended, at most two seconds later."""
        pause, now = threading.Event(), cls.of(pid)
        for _ in range(20):
            if now.descriptors <= before.descriptors and now.threads <= before.threads:
                break
            pause.wait(0.1)
            now = cls.of(pid)
        return now

    def beside(self, before: Self, whose: str, after: str, n: int) -> list[Figure]:
        """Three figures with what there was before as their baseline."""
        return [
            figure(
                "soak",
                f"{unit} of {whose} at the end",
                mine,
                what=after,
                baseline=theirs,
                n=n,
            )
            for unit, mine, theirs in (
                ("MB", self.memory_mb, before.memory_mb),
                ("descriptors", self.descriptors, before.descriptors),
                ("threads", self.threads, before.threads),
            )
        ]


def store_memory_mb() -> float:
    """What SQLite has allocated in this process, by its own count: nearly all of it is the pages
    that it keeps decrypted, up to the store's cache_size. DeskError where the build hides it."""
    library = next(Path(sqlcipher3.__file__).parent.glob("_sqlite3*.so"), None)
    used = getattr(ctypes.CDLL(str(library)), "sqlite3_memory_used", None) if library else None
    if used is None:
        raise DeskError("This build of SQLCipher does not say how much memory it uses.")
    used.restype = ctypes.c_int64
    return int(used()) / 1024**2
