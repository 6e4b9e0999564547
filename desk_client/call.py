"""The life of one call as the desk sees it. States are adjectives, events happened; an event that
the table does not know in a state is an IllegalTransition, never ignored."""

from enum import StrEnum


class CallState(StrEnum):
    """Where a call is."""

    PLACED = "placed"  # the attempt is committed, the INVITE goes out
    RINGING = "ringing"
    TALKING = "talking"
    ON_HOLD = "on_hold"
    ENDED = "ended"


class CallHappening(StrEnum):
    """What the phone process tells about a call."""

    RANG = "rang"
    ANSWERED = "answered"
    HELD = "held"
    RESUMED = "resumed"
    ENDED = "ended"


class EndedBy(StrEnum):
    """Who ended the call (contracts.md section 1)."""

    US = "us"
    THEM = "them"
    NETWORK = "network"
    PHONE = "phone"


class IllegalTransition(RuntimeError):
    """The phone told something that cannot follow."""


_TABLE: dict[tuple[CallState, CallHappening], CallState] = {
    (CallState.PLACED, CallHappening.RANG): CallState.RINGING,
    (CallState.PLACED, CallHappening.ANSWERED): CallState.TALKING,
    (CallState.PLACED, CallHappening.ENDED): CallState.ENDED,
    (CallState.RINGING, CallHappening.RANG): CallState.RINGING,
    (CallState.RINGING, CallHappening.ANSWERED): CallState.TALKING,
    (CallState.RINGING, CallHappening.ENDED): CallState.ENDED,
    (CallState.TALKING, CallHappening.HELD): CallState.ON_HOLD,
    (CallState.TALKING, CallHappening.RESUMED): CallState.TALKING,
    (CallState.TALKING, CallHappening.ENDED): CallState.ENDED,
    (CallState.ON_HOLD, CallHappening.HELD): CallState.ON_HOLD,
    (CallState.ON_HOLD, CallHappening.RESUMED): CallState.TALKING,
    (CallState.ON_HOLD, CallHappening.ENDED): CallState.ENDED,
}


def after(state: CallState, happening: CallHappening) -> CallState:
    """The state that follows; IllegalTransition where none does."""
    try:
        return _TABLE[state, happening]
    except KeyError:
        raise IllegalTransition(f"{happening} cannot follow {state}") from None
