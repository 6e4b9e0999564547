"""A debtor rings a desk on the simulated trunk: a phone process of its own takes the debtor's
number as its name, calls where the user is registered, and plays its part to whoever answers. It
gives up ringing after 20 seconds. Who is put through by the desk goes where they are sent."""

import logging
import threading
import time
from collections.abc import Callable, Mapping

from desk_client.errors import DeskError
from desk_client.ids import CallId, new_id
from desk_client.phone.client import PhoneClient
from desk_client.phone.messages import (
    Answered,
    CallCommand,
    Configure,
    Dial,
    Ended,
    Event,
    Ringing,
)
from desk_client.trunk.debtor_call import Part
from desk_client.trunk.played import Over, PlayedCalls
from desk_client.trunk.stage import Stage
from desk_client.trunk.voices import Clip

log = logging.getLogger(__name__)

RINGS_S = 20.0
_LEAVES_S, _LONGEST_S = 5.0, 900.0
Told = Callable[[str, int, float | None], None]


class OutsideCall:
    """begin() to the end of the call; `told` hears ringing, answered and ended, each with its SIP
    status, the end of an answered call with the loudest rms that was heard of the desk. `contact`
    is the SIP URI that is called; `goes_on` is what is played once put through, and its end; who
    has none is not put through."""

    def __init__(
        self,
        number: str,
        contact: str,
        *,
        stage: Stage,
        part: Part,
        told: Told,
        goes_on: tuple[Part, Over] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self._contact = contact
        self._part = part
        self._goes_on = goes_on
        self._told = told
        self._headers = dict(headers or {})
        self._call_id = CallId(new_id())
        self._news = threading.Condition()
        self._leaving = False
        self._calls = PlayedCalls(stage, self._send, self._put_through if goes_on else None)
        self._client = PhoneClient(
            configure=Configure(
                user=number,
                domain="127.0.0.1",
                bind="127.0.0.1",
                follows_transfers=goes_on is not None,
            ),
            on_event=self._hear,
        )
        self._thread = threading.Thread(target=self._run, name="trunk-outside-call", daemon=True)

    @property
    def over(self) -> bool:
        return not self._thread.is_alive()

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
            self._told("ended", 503, None)
            return
        try:
            self._call()
        finally:
            self._client.stop()

    def _call(self) -> None:
        self._calls.take_on(self._call_id, self._part, self._has_ended, _unheard)
        dial = Dial(
            call_id=self._call_id,
            to=self._contact,
            headers=self._headers,
            ring_timeout_s=RINGS_S,
        )
        done = self._client.send(dial).result(_LEAVES_S)
        if not done.ok:
            log.warning("a caller's phone refused to dial: %s", done.error)
            self._told("ended", 503, None)
            return
        end = time.monotonic() + _LONGEST_S
        with self._news:
            self._news.wait_for(
                lambda: self._leaving or not self._calls, timeout=end - time.monotonic()
            )

    def _send(self, command: CallCommand) -> None:
        self._client.send(command)

    def _put_through(self, _call_id: CallId) -> tuple[Part, Over]:
        assert self._goes_on is not None  # noqa: S101 -- else it is not asked
        part, over = self._goes_on

        def ended(event: Ended, heard: float) -> None:
            over(event, heard)
            self._look()

        return part, ended

    def _has_ended(self, event: Ended, heard: float) -> None:
        self._told("ended", event.code, heard if event.talk_s > 0 else None)
        self._look()

    def _look(self) -> None:
        with self._news:
            self._news.notify_all()

    def _hear(self, event: Event) -> None:
        match event:
            case Ringing(call_id=self._call_id, code=code):
                self._told("ringing", code, None)
            case Answered(call_id=self._call_id, code=code):
                self._told("answered", code, None)
            case _:
                pass
        self._calls.hear(event)


def _unheard(_clip: Clip) -> None:
    """What a caller says is told to nobody but the desk."""
