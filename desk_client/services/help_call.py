"""Help from the lead. F8 keeps the moment and opens the row of reasons (services.reasons); then the
moment and the reason are put on the record and every lead of the house is asked by a SIP text,
which reaches them even while central is away. It names the agent and why; nothing of the debtor
leaves the desk. What colleagues write back is shown, and not kept."""

from collections.abc import Callable
from functools import partial
from typing import Any

from desk_client.phone import messages
from desk_client.phone.shown_name import shown_name
from desk_client.services import intents
from desk_client.services.desk_state import Toast
from desk_client.services.directory import Directory
from desk_client.services.line import Line
from desk_client.services.standing import Asking, Standing
from desk_client.team_body import HelpAsked, HelpReason
from desk_client.text import Text

_MARKED = Text("已记下求助时刻", "The moment is marked")
_LONGEST_SHOWN = 200
WHY: dict[HelpReason, Text] = {
    "rule": Text("规则问题", "a question about the rules"),
    "abuse": Text("遭到辱骂", "abuse"),
    "self_harm": Text("对方有自伤风险", "risk of self-harm"),
    "wants_lead": Text("对方要求主管", "they want a supervisor"),
    "system": Text("系统故障", "the system"),
    "other": Text("其他", "another reason"),
}


class HelpCall:
    """Asks, and shows what came of it."""

    def __init__(self, *, standing: Standing, line: Line, directory: Directory) -> None:
        self._at = standing
        self._line = line
        self._directory = directory
        self._asked: dict[str, str] = {}  # the name behind each command's token

    def answers(self) -> dict[type, Callable[[Any], None]]:
        """The intents answered here."""
        return {intents.AskForHelp: lambda _: self.ask()}

    def ask(self) -> None:
        """F8: opens the row of reasons; again: asks without one."""
        at = self._at
        if at.asking is not None and at.asking.about == "help":
            self.send("")
        else:
            call_id = at.call.call_id if at.call and at.in_call else None
            at.asking = Asking("help", at.clock.now(), at.hand, call_id)

    def send(self, reason: HelpReason) -> None:
        """Tells the record and the leads, of the call and the case in which the key was pressed."""
        at, asking = self._at, self._at.asking
        if asking is None or asking.about != "help":
            return
        at.asking = None
        at.write(asking.hand, HelpAsked(call_id=asking.call_id, reason=reason, at=asking.since))
        at.notice = _MARKED
        who = at.staff.agent
        why = WHY.get(reason, Text("", ""))
        text = (
            f"{who.name} ({who.staff_no}) 请求协助{f'：{why.zh}' if why.zh else ''}"
            f" · asks for help{f': {why.en}' if why.en else ''}"
        )
        for lead in self._directory.leads:
            self._line.message(lead.address, text, partial(self._taken, lead.name))

    def _taken(self, name: str, done: messages.Done) -> None:
        self._asked[done.token] = name

    def hear(
        self, event: messages.MessageReceived | messages.MessageSent | messages.MessageFailed
    ) -> None:
        """A lead took the request, did not, or a colleague writes."""
        match event:
            case messages.MessageSent(command_token=token) if token in self._asked:
                name = self._asked.pop(token)
                self._at.notice = Text(f"已通知 {name}", f"{name} has been told")
            case messages.MessageFailed(command_token=token) if token in self._asked:
                name = self._asked.pop(token)
                self._at.notice = Text(f"未能通知 {name}", f"{name} could not be told")
            case messages.MessageReceived():
                self._show(event)
            case _:
                pass

    def _show(self, event: messages.MessageReceived) -> None:
        colleague = self._directory.named(event.from_)
        shown = shown_name(event.from_)
        name = colleague.name if colleague is not None else shown.name or shown.address
        text = " ".join(event.text.split())[:_LONGEST_SHOWN]
        self._at.toast = Toast(
            title=Text(f"{name} 发来消息", f"{name} writes"),
            lines=(Text(text, text),),
            redo=False,
            icon="message",
            shown_at=self._at.clock.now(),
        )
