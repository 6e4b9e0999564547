"""Whether the registrar knows us, and when to ask again. A refused password is not tried again by
itself, for that locks accounts; a registrar that is not there is, ever more slowly."""

import random
from collections.abc import Callable

from desk_client.clock import Clock
from desk_client.phone import messages as m

_RETRY_S = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
_REFUSED_FOR_GOOD = frozenset({401, 403, 404, 407})


class Registration:
    """Tells what the registrar answers."""

    def __init__(self, clock: Clock, tell: Callable[[m.Event], None]) -> None:
        self._clock = clock
        self._tell = tell
        self._failures = 0
        self.stands = False

    def answered(self, code: int, reason: str, expires_s: int) -> float | None:
        """Takes the answer to a REGISTER; the seconds after which to send the next, if any."""
        at = self._clock.now()
        self.stands = code // 100 == 2 and expires_s > 0
        if code // 100 == 2:
            self._failures = 0
            self._tell(
                m.Registered(at=at, expires_s=expires_s) if self.stands else m.Unregistered(at=at)
            )
            return None
        retry_in_s = None
        if code not in _REFUSED_FOR_GOOD:
            wait = _RETRY_S[min(self._failures, len(_RETRY_S) - 1)]
            retry_in_s = round(wait * random.uniform(0.8, 1.2), 1)  # noqa: S311
            self._failures += 1
        self._tell(m.RegistrationFailed(at=at, code=code, reason=reason, retry_in_s=retry_in_s))
        return retry_in_s
