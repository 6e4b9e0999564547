"""The call beside the one in hand: somebody who calls in, or the colleague who is asked before a
debtor is put through. There is one at most; a third caller hears busy."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desk_client.debtor import ContactPoint
from desk_client.ids import CallId
from desk_client.phone_number import PhoneNumber
from desk_client.services.call_in_hand import CallInHand
from desk_client.services.case_in_hand import CaseInHand
from desk_client.services.directory import Colleague


class SideKind(StrEnum):
    """Why there is a second call."""

    INCOMING = "incoming"
    CONSULT = "consult"


@dataclass(slots=True, kw_only=True)
class SideCall:
    """`hand` and `point` where the caller is a debtor of this desk; `colleague` where it is one.
    `held_since`: the other call is in the ear."""

    call_id: CallId
    kind: SideKind
    began_at: datetime
    number: PhoneNumber | None = None
    shown_as: str = ""  # the caller's own name, made harmless; "" where it told none
    hand: CaseInHand | None = None
    point: ContactPoint | None = None
    colleague: Colleague | None = None
    call: CallInHand | None = None  # of a debtor's call that was answered
    answered_at: datetime | None = None
    answering: bool = False  # F5 was pressed; the line has not confirmed yet
    held_since: datetime | None = None
    joined: bool = False
    muted: bool = False
    leaving: bool = False  # the debtor is being put through; both our legs end

    @property
    def held(self) -> bool:
        return self.held_since is not None

    @property
    def rings(self) -> bool:
        return self.answered_at is None

    @property
    def name(self) -> str:
        if self.hand is not None:
            return self.hand.debtor.name
        return self.colleague.name if self.colleague is not None else self.shown_as
