"""SMS through any gateway that takes one message a request, as the settings describe it. A request
that broke off after it had begun, and an answer that says nothing clear, leave the message unknown;
redirections are not followed, since they would carry the password elsewhere. Receipts and answers
are asked for."""

import base64
import http.client
import json
import re
import select
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import NamedTuple, TypeAlias
from urllib.parse import quote, quote_plus, urlsplit

from desk_client.transport.address import number, plain_line
from desk_client.transport.credentials import checked_tls, password_of
from desk_client.transport.no_connection import no_connection
from desk_client.transport.outgoing import (
    Delivered,
    Handed,
    News,
    NotTaken,
    Outgoing,
    PerhapsTaken,
    Reason,
    Replied,
    Undelivered,
)
from desk_client.transport.replies import meaning
from desk_client.transport.settings import (
    FILLED_IN,
    HttpsSettings,
    PolledList,
    PolledReceipts,
    PolledReplies,
)

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"
_LARGEST = 4_000_000
_SPEAKABLE = re.compile(r"[\w.:-]{1,32}", re.ASCII)
_REFUSED: dict[int, tuple[Reason, bool]] = {  # what certainly was not taken, and is it the message
    400: ("refused", True),
    401: ("credentials", False),
    403: ("credentials", False),
    404: ("unreachable", False),
    405: ("refused", False),
    408: ("no_answer", False),
    413: ("bad_field", True),
    415: ("refused", False),
    422: ("refused", True),
    429: ("throttled", False),
    503: ("throttled", False),
}


class _Answer(NamedTuple):
    status: int
    body: bytes


class _BrokeOff(Exception):
    """The request had begun; whether it was carried out is not known."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


class HttpsTransport:
    """The way out for SMS over HTTPS. `marks` is how far receipts and replies were read; whoever
    keeps it over a restart is not told everything anew."""

    def __init__(self, settings: HttpsSettings, marks: Mapping[str, str] | None = None) -> None:
        """BadInput or DeskError where the CA file or the password cannot be had."""
        self._settings = settings
        self._tls = checked_tls(settings.ca_file)
        password = password_of(settings)
        basic = base64.b64encode(f"{settings.user}:{password}".encode()).decode("ascii")
        self._own = {"user": settings.user, "password": password, "basic": basic}
        self._kept: deque[http.client.HTTPSConnection] = deque()
        self.marks = {"receipts": "", "replies": "", **(marks or {})}

    def send(self, outgoing: Outgoing) -> Handed:
        settings = self._settings
        digits = number(outgoing.to)
        if not outgoing.text or not plain_line(outgoing.id):
            raise NotTaken("bad_field", permanent=True)
        words = self._own | {"to": outgoing.to, "digits": digits, "id": outgoing.id}
        words["text"] = outgoing.text
        try:
            body = _filled(settings.body, words, settings.content).encode("utf-8")
        except UnicodeEncodeError:
            raise NotTaken("bad_field", permanent=True, detail="text") from None
        kind = "json" if settings.content == "json" else "x-www-form-urlencoded"
        headers = self._headers(words) | {"Content-Type": f"application/{kind}; charset=utf-8"}
        try:
            answer = self._ask(settings.method, settings.url, headers, body)
        except _BrokeOff as fault:
            raise PerhapsTaken(fault.reason) from None
        return Handed(self._ids(answer))

    def news(self) -> Iterator[News]:
        """What the gateway lists since the last time; NotTaken where it cannot be asked."""
        settings = self._settings
        if settings.receipts is not None:
            for item in self._listed("receipts", settings.receipts):
                if (told := _receipt(item, settings.receipts)) is not None:
                    yield told
                self._read_up_to("receipts", item, settings.receipts)
        if settings.replies is not None:
            for item in self._listed("replies", settings.replies):
                if (reply := _reply(item, settings.replies)) is not None:
                    yield reply
                self._read_up_to("replies", item, settings.replies)

    def close(self) -> None:
        while self._kept:
            self._kept.pop().close()

    def _ids(self, answer: _Answer) -> tuple[str, ...]:
        settings, status = self._settings, answer.status
        if not 200 <= status < 300:
            if status in _REFUSED or status < 500:
                reason, permanent = _REFUSED.get(status, ("refused", False))
                raise NotTaken(reason, permanent=permanent, detail=str(status))
            raise PerhapsTaken("not_understood", detail=str(status))
        told = _json(answer.body)
        if settings.ok_at is not None:
            said = _at(told, settings.ok_at)
            if said is None:
                raise PerhapsTaken("not_understood", detail=f"no {settings.ok_at}")
            if said not in settings.ok:
                reason = "throttled" if said in settings.throttled else "refused"
                permanent = said in settings.bad_address
                raise NotTaken(
                    "bad_address" if permanent else reason,
                    permanent=permanent,
                    detail=said if _SPEAKABLE.fullmatch(said) else "",
                )
        name = _at(told, settings.id_at)
        if not name:
            raise PerhapsTaken("not_understood", detail=f"no {settings.id_at}")
        return (name,)

    def _listed(self, what: str, polled: PolledList) -> list[Json]:
        url = polled.url.replace("{since}", quote(self.marks[what], safe=""))
        try:
            answer = self._ask("GET", url, self._headers(self._own), None)
        except _BrokeOff as fault:
            raise NotTaken(fault.reason) from None
        if answer.status in (204, 304):
            return []
        if answer.status != 200:
            reason, _ = _REFUSED.get(answer.status, ("not_understood", False))
            raise NotTaken(reason, detail=str(answer.status))
        found = _look(_json(answer.body), polled.items_at)
        if not isinstance(found, list):
            raise NotTaken("not_understood", detail=f"no list at {polled.items_at or 'the top'}")
        return found

    def _read_up_to(self, what: str, item: Json, polled: PolledList) -> None:
        if (mark := _at(item, polled.mark_at)) is not None:
            self.marks[what] = mark

    def _headers(self, words: Mapping[str, str]) -> dict[str, str]:
        filled = {
            name: _filled(value, words, "header") for name, value in self._settings.headers.items()
        }
        if not all(plain_line(value) and value.isascii() for value in filled.values()):
            raise NotTaken("bad_field", permanent=True, detail="header")
        return {"Accept": "application/json", "User-Agent": "desk-client"} | filled

    def _ask(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None
    ) -> _Answer:
        parts = urlsplit(url)
        line = self._line(parts.hostname or "", parts.port or 443)
        place = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        try:
            line.request(method, place, body=body, headers=dict(headers))
            came = line.getresponse()
            answer = _Answer(came.status, came.read(_LARGEST))
        except TimeoutError:
            line.close()
            raise _BrokeOff("no_answer") from None
        except (OSError, http.client.HTTPException, ValueError):
            line.close()
            raise _BrokeOff("connection_lost") from None
        if came.will_close or not came.isclosed():
            line.close()
        else:
            self._kept.append(line)
        return answer

    def _line(self, host: str, port: int) -> http.client.HTTPSConnection:
        """One that is kept and still open, else a new one: what is written into one that was hung
        up would leave us not knowing."""
        with suppress(IndexError):
            while True:
                kept = self._kept.pop()
                same = (kept.host, kept.port) == (host, port)
                if same and kept.sock is not None and not _has_news(kept):
                    return kept
                kept.close()
        line = http.client.HTTPSConnection(
            host, port, timeout=self._settings.timeout_s, context=self._tls
        )
        try:
            line.connect()
        except OSError as fault:
            line.close()
            raise no_connection(fault) from None
        return line


def _has_news(line: http.client.HTTPSConnection) -> bool:
    """Something to read on an idle line: its end."""
    waiting = select.poll()
    waiting.register(line.sock, select.POLLIN)
    return bool(waiting.poll(0))


def _filled(template: str, words: Mapping[str, str], form: str) -> str:
    """In one pass: what looks like a placeholder in a debtor's name stays what it is."""

    def fill(found: re.Match[str]) -> str:
        value = words.get(found[1], "")
        if form == "json":
            return json.dumps(value, ensure_ascii=False)[1:-1]
        return quote_plus(value) if form == "form" else value

    return FILLED_IN.sub(fill, template)


def _json(body: bytes) -> Json:
    try:
        told: Json = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return told


def _look(told: Json, place: str) -> Json:
    """What lies at `data.0.id`; "" = all of it; None where nothing does."""
    for step in place.split(".") if place else ():
        if isinstance(told, dict):
            told = told.get(step)
        elif isinstance(told, list) and step.isdigit() and int(step) < len(told):
            told = told[int(step)]
        else:
            return None
    return told


def _at(told: Json, place: str) -> str | None:
    """A text or a number there, as text."""
    found = _look(told, place)
    if isinstance(found, bool):
        return "true" if found else "false"
    return str(found) if isinstance(found, str | int) else None


def _receipt(item: Json, polled: PolledReceipts) -> News | None:
    name, status = _at(item, polled.id_at), _at(item, polled.status_at)
    if not name or status is None:
        return None
    if status in polled.delivered:
        return Delivered(name)
    if status in polled.dead:
        return Undelivered(name, reason="bad_address", dead_address=True, detail=status)
    if status in polled.undelivered:
        return Undelivered(name, reason="refused", dead_address=False, detail=status)
    return None


def _reply(item: Json, polled: PolledReplies) -> News | None:
    sender, text = _at(item, polled.sender_at), _at(item, polled.text_at)
    if not sender or text is None:
        return None
    sender = f"+{sender}" if sender.isdigit() and not sender.startswith("0") else sender
    return Replied(
        sender=sender, text=text, means=meaning(text), to_id=_at(item, polled.id_at) or None
    )
