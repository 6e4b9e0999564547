"""The keys of the callscript in a call. The script moves at once; the answer of the identity gate
is recorded, and before the words for a machine are shown the law is asked."""

from collections.abc import Callable
from typing import Any

from desk_client.callscript.run import ScriptRun
from desk_client.services import intents
from desk_client.services.call_in_hand import CallInHand
from desk_client.services.call_keys import ScriptIntent, to_script
from desk_client.services.standing import NOT_NOW, Standing
from desk_client.services.voicemail import Voicemail, begins_message, message_path
from desk_client.text import Text

_NO_WORDS = Text("此话术没有留言用语", "This callscript has no words for a machine")


class ScriptKeys:
    """Answers them; called on the desk thread."""

    def __init__(self, *, standing: Standing, voicemail: Voicemail) -> None:
        self._at = standing
        self._voicemail = voicemail

    def answers(self) -> dict[type, Callable[[Any], None]]:
        """The intents answered here."""
        moves = (
            *(intents.SayLine, intents.TakeBranch, intents.StepBack, intents.StepOn),
            intents.GoToIdentity,
        )
        return {**dict.fromkeys(moves, self._move), intents.LeaveMessage: lambda _: self._leave()}

    def _move(self, intent: ScriptIntent) -> None:
        at = self._at
        if at.call is None or not at.in_call:
            at.notice = NOT_NOW
            return
        before = at.call.script
        at.notice = to_script(at.call, intent, at.clock.now())
        if begins_message(before, at.call.script):
            self._ask_for_message(at.call, before)
        checked = at.call.identity_checked()
        if checked is not None:
            at.write(at.call.hand, checked)

    def _leave(self) -> None:
        """M: a machine answered; on to the words that may be left on it."""
        call = self._at.call
        side = None if call is None or call.script is None else message_path(call.script)
        if call is None or call.script is None or not call.answered or not self._at.in_call:
            self._at.notice = NOT_NOW
        elif side is None:
            self._at.notice = _NO_WORDS
        elif call.verified or call.script.path.id == side:
            self._at.notice = NOT_NOW
        else:
            before, call.script = call.script, call.script.goto(side)
            self._ask_for_message(call, before)

    def _ask_for_message(self, call: CallInHand, before: ScriptRun | None) -> None:
        """The words for a machine stay unsaid where the law refuses them."""
        if self._at.point is None or call.script is None:
            return
        judged = self._voicemail.judged(call, self._at.point, call.script)
        self._at.write(call.hand, judged.fact_body(call.call_id))
        if not judged.verdict.allowed:
            call.script = before
            why = judged.verdict.reasons[0].text
            self._at.notice = Text(f"不得留言：{why.zh}", f"Leave no message: {why.en}")
