"""The categories of the timeline as data: which facts head a row in each, and which facts only add
to the row of their call or message. A new kind of fact is named in one of the two tables here and
given its row in services.timeline_rows; one that nobody named still shows, under its own name."""

from desk_client.services.detail_parts import CategoryCount
from desk_client.store.timeline import Heads, Pick
from desk_client.text import Text

ALL = "all"
PAYMENTS_IN = frozenset({ALL, "promise"})  # the categories that payments stand in too

# What adds to the row of its call or message, and has none of its own.
ADDING = frozenset(
    {
        *("answered", "script_said", "identity_checked", "call_ended", "call_transferred"),
        *("call_monitored", "recording_sealed", "outcome_logged"),
        *("message_attempted", "message_handed", "message_delivered", "message_failed"),
    }
)
# An allowed verdict stands beside its attempt; only a refusal is an event of its own.
_REFUSED = Pick("verdict_given", "decision", "refused")

NAMES: dict[str, Text] = {
    ALL: Text("全部", "All"),
    "call": Text("电话", "Calls"),
    "message": Text("消息", "Messages"),
    "note": Text("备注", "Notes"),
    "promise": Text("还款", "Payments"),
    "care": Text("标记", "Flags"),
    "rule": Text("规则", "Rules"),
    "desk": Text("其他", "Other"),
}
WORKFLOW_STEPS = (
    *("workflow_opened", "workflow_taken", "workflow_noted", "workflow_passed"),
    *("workflow_approved", "workflow_closed"),
)
PICKS: dict[str, tuple[Pick, ...]] = {
    "call": (Pick("attempted"),),
    "message": (Pick("message_ordered"), Pick("message_answered")),
    "note": (Pick("note_written"),),
    "promise": (Pick("outcome_logged", "promise"),),
    "care": (
        Pick("outcome_logged", "flags[0]"),
        Pick("flag_laid"),
        Pick("complaint_answered"),
        Pick("consent_given"),
        Pick("consent_revoked"),
        Pick("inconvenient_named"),
        Pick("hold_laid"),
        Pick("flag_lifted"),
        *(Pick(kind) for kind in WORKFLOW_STEPS),
    ),
    "rule": (_REFUSED, Pick("overridden")),
    "desk": (
        Pick("case_opened"),
        Pick("skipped"),
        Pick("callback_booked"),
        Pick("withdrawn"),
        Pick("case_handed_over"),
        Pick("contact_point_named"),
        Pick("contact_point_marked"),
        Pick("help_asked"),
        Pick("wrap_up_extended"),
        Pick("record_erased"),
    ),
}


def heads(category: str) -> Heads:
    """Which facts head the rows of a category; KeyError where there is no such category."""
    if category == ALL:
        return Heads(picks=(_REFUSED,), others=True, known=ADDING | {"verdict_given"})
    return Heads(picks=PICKS[category])


def counted(found: dict[str, int], payments: int) -> tuple[CategoryCount, ...]:
    """The categories in their order with how many rows each has; payments are no facts."""
    return tuple(
        CategoryCount(
            category=category,
            name=name,
            count=found.get(category, 0) + (payments if category in PAYMENTS_IN else 0),
        )
        for category, name in NAMES.items()
    )
