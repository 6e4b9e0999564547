"""Whether the debtor in hand said something themselves: identity was verified in the call that goes
on, or in one of the last day. What widens contact, or takes a wish back, is noted on no other
word."""

from datetime import datetime, timedelta

from desk_client.services.call_in_hand import CallInHand
from desk_client.services.case_in_hand import CaseInHand

VERIFIED_WITHIN = timedelta(hours=24)


def verified_lately(hand: CaseInHand, call: CallInHand | None, now: datetime) -> bool:
    """`call`: the one in hand, None where it is about another case or there is none."""
    same = call is not None and call.hand.case.case_id == hand.case.case_id
    return (same and call is not None and call.verified) or any(
        each.identity is not None
        and each.identity.verified
        and now - each.identity.checked_at < VERIFIED_WITHIN
        for each in hand.state.calls
    )
