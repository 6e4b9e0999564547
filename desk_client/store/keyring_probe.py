"""Whether this machine's keyring can be trusted with the store's key. Only backends known to
encrypt are used: a plain-text backend would be picked silently by the keyring library. A keyring
may also look fine and then ask the person something, so it must write, read and delete a word
within three seconds, in a thread of its own that nobody waits for longer."""

import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooSlow
from threading import Thread
from typing import TypeVar

import keyring
from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend

SERVICE = "desk-client"
LIMIT_S = 3.0

ALLOWED = frozenset(
    {
        "keyring.backends.SecretService.Keyring",
        "keyring.backends.libsecret.Keyring",
        "keyring.backends.kwallet.DBusKeyring",
        "keyring.backends.Windows.WinVaultKeyring",
        "keyring.backends.macOS.Keyring",
    }
)

Answer = TypeVar("Answer")


class KeyringSilent(Exception):
    """The keyring failed or did not answer in time."""


def usable_keyring(limit_s: float = LIMIT_S) -> KeyringBackend | None:
    """The system's keyring where it is allow-listed and really keeps a secret, else nothing."""
    try:
        chosen = within(keyring.get_keyring, limit_s)
    except KeyringSilent:
        return None
    return next((each for each in _candidates(chosen) if keeps_secrets(each, limit_s)), None)


def allowed(backend: KeyringBackend) -> bool:
    """Whether this very class is on the list; a subclass is not."""
    return f"{type(backend).__module__}.{type(backend).__qualname__}" in ALLOWED


def keeps_secrets(backend: KeyringBackend, limit_s: float = LIMIT_S) -> bool:
    """Writes, reads and deletes a probe; False where any of it fails or takes too long."""
    name, word = f"probe-{secrets.token_hex(8)}", secrets.token_hex(16)

    def probe() -> bool:
        backend.set_password(SERVICE, name, word)
        came_back = backend.get_password(SERVICE, name) == word
        if came_back:
            backend.delete_password(SERVICE, name)
        return came_back

    try:
        return within(probe, limit_s)
    except KeyringSilent:
        return False


def within(ask: Callable[[], Answer], limit_s: float = LIMIT_S) -> Answer:
    """Asks in a thread; KeyringSilent where it raises or is not back in `limit_s` seconds."""
    answer: Future[Answer] = Future()

    def run() -> None:
        try:
            answer.set_result(ask())
        except Exception as fault:  # noqa: BLE001 - backends raise whatever their platform does
            answer.set_exception(fault)

    # a daemon: a prompt that nobody answers must not hold the program at its end
    Thread(target=run, name="keyring", daemon=True).start()
    try:
        fault = answer.exception(limit_s)
    except TooSlow:
        raise KeyringSilent("the keyring does not answer") from None
    if fault is not None:
        raise KeyringSilent(f"the keyring failed ({type(fault).__name__})") from fault
    return answer.result()


def _candidates(chosen: KeyringBackend) -> Iterator[KeyringBackend]:
    backends = chosen.backends if isinstance(chosen, ChainerBackend) else [chosen]
    yield from (backend for backend in backends if allowed(backend))
