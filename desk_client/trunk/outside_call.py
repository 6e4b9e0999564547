"""A debtor rings a desk on the simulated trunk: a phone process of its own takes the debtor's
number as its name, calls where the user is registered, and speaks to whoever answers. It gives up
ringing after 20 seconds and hangs up by itself after 15."""

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path

from desk_client.errors import DeskError
from desk_client.ids import CallId, new_id
from desk_client.phone.client import PhoneClient
from desk_client.phone.messages import (
    Answered,
    Configure,
    Dial,
    Ended,
    Event,
    HangUp,
    PhoneLost,
    Play,
    Ringing,
)

log = logging.getLogger(__name__)

RINGS_S, TALKS_S = 20.0, 15.0
_LEAVES_S = 5.0


class OutsideCall:
    """begin() to the end of the call; `told` hears ringing, answered and ended, each with its SIP
    status, on threads of this call's own. `contact` is the SIP URI that is called."""

    def __init__(
        self, number: str, contact: str, says: Path, told: Callable[[str, int], None]
    ) -> None:
        self._contact = contact
        self._says = says
        self._told = told
        self._call_id = CallId(new_id())
        self._news = threading.Condition()
        self._answered = self._over = self._leaving = False
        self._client = PhoneClient(
            configure=Configure(user=number, domain="127.0.0.1", bind="127.0.0.1"),
            on_event=self._hear,
        )
        self._thread = threading.Thread(target=self._run, name="trunk-outside-call", daemon=True)

    def begin(self) -> None:
        """Does not wait for anything."""
        self._thread.start()

    def leave(self) -> None:
        """Ends it now and waits until its phone is gone."""
        with self._news:
            self._leaving = True
            self._news.notify_all()
        self._thread.join()

    def _run(self) -> None:
        try:
            self._client.start()
        except DeskError as fault:
            log.warning("a caller's phone does not start: %s", fault)
            self._told("ended", 503)
            return
        try:
            self._call()
        finally:
            self._client.stop()

    def _call(self) -> None:
        dial = Dial(call_id=self._call_id, to=self._contact, ring_timeout_s=RINGS_S)
        done = self._client.send(dial).result(_LEAVES_S)
        if not done.ok:
            log.warning("a caller's phone refused to dial: %s", done.error)
            self._told("ended", 503)
            return
        self._wait(RINGS_S + _LEAVES_S, lambda: self._answered or self._over)
        if self._answered and not self._over:
            self._client.send(Play(call_id=self._call_id, path=str(self._says)))
            self._wait(TALKS_S, lambda: self._over)
        if not self._over:
            self._client.send(HangUp(call_id=self._call_id))
            self._wait(_LEAVES_S, lambda: self._over, patient=True)

    def _wait(self, seconds: float, done: Callable[[], bool], *, patient: bool = False) -> None:
        end = time.monotonic() + seconds
        with self._news:
            self._news.wait_for(
                lambda: done() or (self._leaving and not patient), end - time.monotonic()
            )

    def _hear(self, event: Event) -> None:
        match event:
            case Ringing(code=code):
                self._told("ringing", code)
            case Answered(code=code):
                self._told("answered", code)
                self._note(answered=True)
            case Ended(code=code):
                self._told("ended", code)
                self._note(over=True)
            case PhoneLost():
                self._note(over=True)
            case _:
                pass

    def _note(self, *, answered: bool = False, over: bool = False) -> None:
        with self._news:
            self._answered = self._answered or answered
            self._over = self._over or over
            self._news.notify_all()
