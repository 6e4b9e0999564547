"""Whether the registrar knows one account of ours, and what is done about it: asked again in time,
asked elsewhere where nobody answers, ever more slowly where nobody does anywhere, and back at the
first place when it lives again. A refused password is not tried again by itself, for that locks
accounts."""

import random
from collections.abc import Callable
from typing import Protocol

from desk_client.clock import Clock
from desk_client.phone import messages as m
from desk_client.phone.registration_words import Cause, tries_again
from desk_client.phone.route import Place, Route

PATIENCE_S = 4.0  # the library itself would wait for half a minute
_RENEWED_AT = (0.45, 0.55)  # of its time, so that 200 desks do not come at once
_LOST_S = (0.1, 1.0)  # after a lost connection
Later = Callable[[float, Callable[[], None]], None]


class Asking(Protocol):
    """What a registration needs done, by whoever holds the SIP library and the network."""

    def register(self, place: Place, *, anew: bool) -> None:
        """Sends a REGISTER there. `anew`: whatever was begun before is let go of."""

    def take_back(self) -> None:
        """Sends a REGISTER that ends the registration."""

    def find(self, route: Route, told: Callable[[tuple[Place, ...]], None], /) -> None:
        """Looks up where the registrars are."""

    def alive(self, place: Place, told: Callable[[bool], None], /) -> None:
        """Finds out whether somebody answers there."""


class Registration:
    """One account's. Every method is called from the phone's one thread."""

    def __init__(
        self,
        clock: Clock,
        tell: Callable[[m.Event], None],
        later: Later,
        route: Route,
        asking: Asking,
        account: str = "",
    ) -> None:
        self._clock = clock
        self._tell = tell
        self._later = later
        self._asking = asking
        self._account = account
        self._step = 0  # what was put off at an earlier step is void
        self._open = False  # a REGISTER waits for its answer
        self._stale = False  # one was given up whose answer may still come
        self._over = False
        self.route = route
        self.stands = False

    @property
    def where(self) -> str:
        return str(self.route.here or "")

    def begin(self) -> None:
        """Looks up the registrars and asks the first."""
        self._next_step()
        step = self._step
        self._asking.find(self.route, lambda places: self._found(step, places))

    def expect(self) -> None:
        """Somebody else sent the REGISTER; its answer is waited for."""
        self._next_step()
        self._open = True
        self._put_off(PATIENCE_S, self._unanswered)

    def answered(self, code: int, reason: str, expires_s: int, cause: Cause) -> None:
        """Takes the answer to a REGISTER, or what the library made of none."""
        if self.route.here is None:
            return
        self._open = self._stale = False
        if code // 100 != 2:
            self._failed(code, reason, cause)
        elif expires_s > 0:
            self._stands(expires_s)
        else:
            self._next_step()
            self.stands = False
            self._tell(m.Unregistered(at=self._clock.now(), account=self._account))

    def connection_lost(self) -> None:
        """The connection to the registrar is gone: it may live, or it may be time for the next."""
        if self.stands:
            self._next_step()
            self._put_off(random.uniform(*_LOST_S), self._ask_anew)  # noqa: S311

    def network_gone(self) -> None:
        """Nothing can be asked until `network_back`."""
        self._next_step()
        self.stands = self._open = False
        self._failure(503, "No network", "no_network", 1.0)

    def network_back(self) -> None:
        self._stale = True
        self.begin()

    def end(self) -> None:
        """Takes the registration back, and asks no more."""
        self._over = True
        self._next_step()
        if self.stands:
            self._asking.take_back()

    def _found(self, step: int, places: tuple[Place, ...]) -> None:
        if step != self._step or self._over:
            return
        self.route.found(places)
        if places:
            self._ask()
        else:
            wait = self.route.failed()
            names = ", ".join(each.host for each in self.route.written)
            self._failure(503, f"Name not found: {names}", "name_not_found", wait)
            self._put_off(wait, self.begin)

    def _ask(self) -> None:
        place = self.route.here
        if place is None or self._over:
            return
        self.expect()
        anew, self._stale = self._stale, False
        self._asking.register(place, anew=anew)

    def _ask_anew(self) -> None:
        self._stale = True
        self._ask()

    def _unanswered(self) -> None:
        if self._open:
            self._open, self._stale = False, True
            self._failed(408, "Request Timeout", "no_answer")

    def _stands(self, expires_s: int) -> None:
        self._next_step()
        self.stands = True
        self.route.worked()
        self._tell(
            m.Registered(
                at=self._clock.now(),
                expires_s=expires_s,
                account=self._account,
                registrar=self.where,
            )
        )
        self._put_off(expires_s * random.uniform(*_RENEWED_AT), self._ask)  # noqa: S311
        if self.route.away:
            self._put_off(self.route.probe_in(), self._probe)

    def _probe(self) -> None:
        step, first = self._step, self.route.first
        if first is not None:
            self._asking.alive(first, lambda lives: self._probed(step, lives=lives))

    def _probed(self, step: int, *, lives: bool) -> None:
        if step != self._step or self._over:
            return
        if lives:
            self._asking.take_back()
            self.route.go_home()
            self._ask_anew()
        else:
            self._put_off(self.route.probe_in(), self._probe)

    def _failed(self, code: int, reason: str, cause: Cause) -> None:
        self._next_step()
        self.stands = False
        if not tries_again(code):
            self._failure(code, reason, cause, None)
            return
        where = self.where
        wait = self.route.failed()
        self._failure(code, reason, cause, wait, where)
        self._put_off(wait, self.begin if self.route.begins_anew else self._ask_anew)

    def _failure(
        self, code: int, reason: str, cause: Cause, wait: float | None, where: str = ""
    ) -> None:
        self._tell(
            m.RegistrationFailed(
                at=self._clock.now(),
                code=code,
                reason=reason,
                retry_in_s=None if wait is None else round(wait, 1),
                account=self._account,
                registrar=where or self.where,
                cause=cause,
            )
        )

    def _next_step(self) -> None:
        self._step += 1

    def _put_off(self, seconds: float, act: Callable[[], None]) -> None:
        step = self._step

        def in_time() -> None:
            if step == self._step and not self._over:
                act()

        self._later(seconds, in_time)
