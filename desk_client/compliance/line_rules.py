"""What the called person sees and what is kept of the call: the number shown (`caller_id`) and the
recording (`recording`). A request that says nothing of them is asked before they are settled and is
not refused for it; one that speaks of a number must say all that the rule asks of it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from desk_client.compliance.local_time import NEVER
from desk_client.compliance.request import ShownNumber
from desk_client.compliance.rule import Rule
from desk_client.compliance.situation import Situation

Prefix = Annotated[str, Field(pattern=r"^\+?[0-9]+$")]


class CallerId(Rule):
    """The number shown: there must be one, whoever calls it back reaches the collector, it begins
    with none of `not_prefixes` (premium numbers), and it is not an agent's own."""

    kind: Literal["caller_id"]
    required: bool = True
    returnable: bool = False
    no_private: bool = False
    not_prefixes: tuple[Prefix, ...] = ()

    def free_at(self, situation: Situation, moment: datetime) -> datetime:
        shown = situation.request.caller_id
        return moment if shown is None or self._fits(shown) else NEVER

    def _fits(self, shown: ShownNumber) -> bool:
        if not shown.number:
            return not self.required
        return (
            (not self.returnable or shown.returnable is True)
            and (not self.no_private or shown.private is False)
            and not shown.number.startswith(self.not_prefixes)
        )


class Recording(Rule):
    """Whether calls must be recorded and who must agree to it: `notice` = it is announced,
    `one_party` = the agent's own consent is enough, `all_party` = everyone on the line is asked
    (gate ask_to_record). `pause_on` names what is never recorded, for example card_number."""

    kind: Literal["recording"]
    mode: Literal["mandatory", "optional"]
    consent: Literal["notice", "one_party", "all_party"]
    pause_on: tuple[str, ...] = ()
    on_inbound: ClassVar[bool] = True

    def free_at(self, situation: Situation, moment: datetime) -> datetime:
        recording = situation.request.recording
        needed = self.mode == "mandatory" and not situation.inbound
        return NEVER if needed and recording in ("off", "unavailable") else moment

    def gates(self, situation: Situation, moment: datetime) -> Iterable[str]:  # noqa: ARG002
        asked = self.consent == "all_party" and situation.request.recording in (None, "on")
        return ("ask_to_record",) if asked else ()
