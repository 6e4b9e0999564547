"""A phone process kept in reserve: it has loaded its libraries, opens none of them and blocks on
its stdin, so it costs 50 MB and no processor. A desk whose phone died wakes it and saves what
loading costs, 0.2 s of a restart on a quiet machine and most of a second on a busy one."""

from collections.abc import Sequence

from desk_client.phone.child import PhoneChild

_WAKE = b"\n"  # an empty line; no command


class Spare:
    """At most one process; not safe for threads by itself."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = (*command, "--spare")
        self._child: PhoneChild | None = None

    @property
    def waits(self) -> bool:
        """Whether there is one. It may still be loading, which saves the less."""
        return self._child is not None and self._child.alive

    def keep(self) -> None:
        """Starts one where there is none."""
        if not self.waits:
            self.drop()
            self._child = PhoneChild(self._command)

    def take(self) -> PhoneChild | None:
        """The spare, awake and from now on the caller's; None where there is none."""
        child, self._child = self._child, None
        if child is None:
            return None
        if child.alive and child.write(_WAKE):
            return child
        child.kill()
        child.reap()
        return None

    def drop(self) -> None:
        """Ends it; it holds nothing that must be closed."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.reap()
