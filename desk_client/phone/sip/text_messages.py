"""Texts without a call (SIP MESSAGE, RFC 3428): sent on the desk's order and told as sent or failed
when the far side has answered; received from whoever the policy knows. The library says 200 to a
text before anybody sees it, so one that is not taken is told here, and never to its sender."""

from collections.abc import Callable

import pjsua2 as pj

from desk_client.clock import Clock
from desk_client.phone import messages as m
from desk_client.phone.limits import Refused, dialled_uri
from desk_client.phone.sip.accounts import Accounts

LONGEST_RECEIVED = 2_000  # characters, twice what a desk can send
_MOST_UNANSWERED = 50
_NO_TEXTS = frozenset({"message/imdn+xml", "application/im-iscomposing+xml"})  # receipts, typing


class TextMessages:
    """Texts in both directions; called from the phone's one thread."""

    def __init__(self, clock: Clock, tell: Callable[[m.Event], None], accounts: Accounts) -> None:
        self._clock = clock
        self._tell = tell
        self._accounts = accounts
        self._unanswered: dict[int, tuple[pj.SipHeader, str]] = {}

    def send(self, wanted: m.SendMessage) -> None:
        """What becomes of it is told later."""
        if len(self._unanswered) >= _MOST_UNANSWERED:
            raise Refused("too_fast", f"{_MOST_UNANSWERED} texts wait for an answer.")
        account, ours = self._accounts.first, self._accounts.settings
        config = pj.BuddyConfig()
        config.uri = dialled_uri(wanted.to, ours.domain, ours.transport)
        config.subscribe = False
        to = pj.Buddy()
        to.create(account, config)
        param = pj.SendInstantMessageParam()
        param.content, param.contentType = wanted.text, wanted.content_type
        mark = pj.SipHeader()  # any object of the library's: only its address is carried along
        param.userData = mark.this
        self._unanswered[int(mark.this)] = (mark, wanted.token)
        try:
            to.sendInstantMessage(param)
        except pj.Error:
            self._unanswered.pop(int(mark.this), None)
            raise

    # What the library tells.

    def answered(self, mark: int, code: int, reason: str) -> None:
        """What the far side answered to the text with this mark, or 408 where it did not."""
        _, token = self._unanswered.pop(mark, (None, None))
        if token is None:
            return
        at = self._clock.now()
        if code // 100 == 2:
            self._tell(m.MessageSent(at=at, command_token=token))
        else:
            failed = m.MessageFailed(at=at, command_token=token, code=code, reason=reason)
            self._tell(failed)

    def received(self, sender: str, content_type: str, text: str, source: str) -> None:
        """Told as it came, whatever its type; one that is too long, or that comes from a stranger
        (`source`, host:port), is not."""
        kind = content_type.split(";", maxsplit=1)[0].strip().lower()
        if kind in _NO_TEXTS or not self._accounts.admission.knows(source):
            return
        at = self._clock.now()
        if len(text) > LONGEST_RECEIVED:
            detail = f"A text of {len(text)} characters was not taken."
            self._tell(m.Warning_(at=at, what="message_too_long", detail=detail))
            return
        told = {
            "at": at,
            "from": _readable(sender),
            "text": _readable(text),
            "content_type": _readable(content_type) or "text/plain",
        }
        self._tell(m.MessageReceived.model_validate(told))


def _readable(text: str) -> str:
    """Without NUL, and with marks where the bytes were no UTF-8."""
    content = text.replace("\0", "").encode("utf-8", "surrogateescape")
    return content.decode("utf-8", "replace")
