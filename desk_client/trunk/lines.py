"""Which phone process has a line free, and which call it waits for. The front reserves a line when
it sends an INVITE on; the stage takes the reservation when the INVITE arrives there and gives the
line back when the call is over. A reservation that nobody takes is given back after a while."""

import threading
from collections import Counter
from dataclasses import dataclass

from desk_client.trunk.debtor_call import Part


@dataclass(frozen=True, slots=True)
class Reservation:
    """A call on its way to a phone process."""

    call_id: str  # the desk's
    number: str
    part: Part
    phone: int  # which phone process


class Lines:
    """`capacity`: how many calls each phone process can hold. Any thread may ask."""

    def __init__(self, capacity: list[int]) -> None:
        self._capacity = capacity
        self._used: Counter[int] = Counter()
        self._reserved: dict[str, Reservation] = {}
        self._lock = threading.Lock()

    def reserve(self, call_id: str, number: str, part: Part) -> Reservation | None:
        """A line of the least used process; None where all are taken."""
        with self._lock:
            free = [n for n, most in enumerate(self._capacity) if self._used[n] < most]
            if not free:
                return None
            phone = min(free, key=lambda n: self._used[n])
            reservation = Reservation(call_id, number, part, phone)
            self._used[phone] += 1
            self._reserved[call_id] = reservation
            return reservation

    def take(self, call_id: str | None, number: str | None, phone: int) -> Reservation | None:
        """The reservation of a call that has arrived at `phone`, once: by the desk's id, or by the
        number called where the caller is a phone that gives no id."""
        with self._lock:
            for reservation in self._reserved.values():
                known = (
                    reservation.call_id == call_id
                    if call_id is not None
                    else reservation.number == number
                )
                if known and reservation.phone == phone:
                    return self._reserved.pop(reservation.call_id)
            return None

    def lapse(self, reservation: Reservation) -> bool:
        """Gives the line back if the call never arrived; says whether it did so."""
        with self._lock:
            if self._reserved.get(reservation.call_id) is not reservation:
                return False
            del self._reserved[reservation.call_id]
            self._used[reservation.phone] -= 1
            return True

    def count(self, phone: int) -> None:
        """A call that the process began by itself takes a line as well."""
        with self._lock:
            self._used[phone] += 1

    def give_back(self, phone: int) -> None:
        with self._lock:
            self._used[phone] -= 1
