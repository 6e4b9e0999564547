"""Leaving a message on a machine is a contact of its own: it may be heard by anybody. Before the
script shows the words the gate is asked about just these; refused, the script stays as it was."""

from dataclasses import replace

from desk_client.callscript.placeholders import placeholders, render
from desk_client.callscript.run import ScriptRun
from desk_client.callscript.script import Side
from desk_client.compliance.request import Content
from desk_client.debtor import ContactPoint
from desk_client.services.asking import Approach
from desk_client.services.call_in_hand import CallInHand
from desk_client.services.case_in_hand import CaseFiles
from desk_client.services.gate import Gate, Judged

LEFT = "LM"  # the outcome of a path on which a message is left
_NAMES = {"salutation": "surname", "name": "surname"}  # who is asked to call back


def begins_message(before: ScriptRun | None, after: ScriptRun | None) -> bool:
    """Whether this key led to the words of a message."""
    if before is None or after is None or before.path.id == after.path.id:
        return False
    return isinstance(after.path, Side) and after.path.outcome == LEFT


def message_path(run: ScriptRun) -> str | None:
    """The path of the script on which a message is left; None where it has none."""
    return next((side.id for side in run.script.sides if side.outcome == LEFT), None)


def words_of(run: ScriptRun) -> Content:
    """What will be said; nothing that is private until identity is verified."""
    lines = run.lines_of(run.path)
    said = (line.say.in_language(run.language) for line in lines)
    spoken = "".join(
        span.text for line in said for span in render(line, run.values, verified=False)
    )
    named = [name for line in lines for name in placeholders(line.say.in_language(run.language))]
    return Content(
        template="voicemail",
        channel="voicemail",
        fields=tuple(dict.fromkeys(_NAMES.get(name, name) for name in named)),
        text=spoken,
        language=run.language,
    )


class Voicemail:
    """Asks the gate about messages left in calls."""

    def __init__(self, *, gate: Gate, files: CaseFiles) -> None:
        self._gate = gate
        self._files = files

    def judged(self, call: CallInHand, point: ContactPoint, run: ScriptRun) -> Judged:
        """The verdict on leaving these words at this number now. The call in which it is left does
        not stand against it."""
        hand = self._files.open(call.hand.case.case_id)
        others = tuple(each for each in hand.history if each.id != call.call_id)
        asked = Approach(
            path="voicemail",
            initiator="agent",
            mode="manual",
            kind="voicemail",
            content=words_of(run),
            within_call=True,
        )
        return self._gate.ask(replace(hand, history=others), point, asked)
