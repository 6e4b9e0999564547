"""Notes, and decent words in them: what an agent writes is looked through while it is written, by
the phrase rules of the packs in force. Words that a rule blocks, and card numbers or codes, which
nobody may write down, keep the note from being saved; words it only warns of do not. The lists are
read on a thread of their own when the desk starts: they take about a second, and nobody writes a
note in the first."""

import threading
from collections.abc import Callable
from typing import Any

from desk_client.clock import Clock
from desk_client.compliance.pack_set import PackSet
from desk_client.compliance.phrase_rule import Marked, PhraseRule, marked, seen_in
from desk_client.compliance.request import Identity
from desk_client.decent_words.card_data import card_data
from desk_client.decent_words.code_words import Secret
from desk_client.fact_body import NoteWritten
from desk_client.services import intents
from desk_client.services.desk_state import Phase
from desk_client.services.gate import Judged
from desk_client.services.note_parts import NoteCheck, WordsMarked
from desk_client.services.standing import Standing
from desk_client.text import Text

_NOT_SAVED = Text("备注未保存：", "The note was not saved: ")
_SECRETS = {
    Secret.CARD_NUMBER: Text("完整卡号不得记录", "a full card number is never written down"),
}
_CODE = Text("密码、验证码不得记录", "a password or a code is never written down")
_reading = threading.Lock()


def read_words() -> None:
    """Reads the lists and makes them ready, once a process; about a second the first time."""
    with _reading:
        seen_in("", "note")


class DecentNotes:
    """Answers the note field; called on the desk thread."""

    def __init__(
        self, *, standing: Standing, packs: PackSet, clock: Clock, arrived: Callable[[], None]
    ) -> None:
        """`arrived` is called on the reading thread once the lists are there."""
        self._at = standing
        self._packs = packs
        self._clock = clock
        self._arrived = arrived
        self._ready = threading.Event()
        self._kept: tuple[object, NoteCheck | None] | None = None

    def answers(self) -> dict[type, Callable[[Any], None]]:
        """The intent answered here."""
        return {intents.WriteNote: self._write}

    def _write(self, intent: intents.WriteNote) -> None:
        """In a call the note goes with the outcome; otherwise, and once the outcome is logged, it
        is a fact of its own. One that may not be saved stays in the field."""
        at = self._at
        if at.wrap_up is not None:  # left with nothing new: it is typed no more
            typing = not intent.commit and intent.text != at.note
            at.wrap_up.types(typing, self._clock.now())
        at.note = intent.text
        if not intent.commit or not intent.text:
            return
        at.notice = self.refusal(intent.text)
        owed = at.wrap_up is not None and not at.wrap_up.logged
        if at.notice is None and at.hand is not None and not at.in_call and not owed:
            after = at.call if at.phase is Phase.WRAP_UP else None
            call_id = after.call_id if after is not None else None
            at.write(at.hand, NoteWritten(call_id=call_id, text=intent.text))
            at.note = ""

    def begin(self) -> None:
        """Reads the lists in the background."""
        threading.Thread(target=self._read, name="phrases", daemon=True).start()

    def _read(self) -> None:
        read_words()
        self._ready.set()
        self._arrived()

    def part(self) -> NoteCheck | None:
        """What is marked in the note as it stands; None where nothing is, or while the lists are
        being read."""
        return self.check(self._at.note) if self._at.note and self._ready.is_set() else None

    def refusal(self, text: str) -> Text | None:
        """Why a text may not be saved, in one sentence; None where it may. Waits for the lists
        where they are still being read."""
        fault = self.fault(text)
        if fault is None:
            return None
        return Text(f"{_NOT_SAVED.zh}{fault.zh}", f"{_NOT_SAVED.en}{fault.en}")

    def fault(self, text: str) -> Text | None:
        """The same without saying what was to be saved."""
        if not text:
            return None
        read_words()
        found = self.check(text)
        return found.said if found is not None and found.blocks else None

    def check(self, text: str) -> NoteCheck | None:
        """The marks of a text about the case in hand; None where it has none."""
        hand, call = self._at.hand, self._at.call
        now = self._clock.now()
        stand = () if hand is None else (each.flag for each in hand.flags if each.in_force(now))
        flags = frozenset(stand)
        identity: Identity = "verified" if call is not None and call.verified else "unknown"
        mark = (text, flags, identity)
        if self._kept is None or self._kept[0] != mark:
            words = marked(self._rules(), text, "note", flags=flags, identity=identity)
            self._kept = (mark, _checked(text, words))
        return self._kept[1]

    def _rules(self) -> tuple[PhraseRule, ...]:
        """The phrase rules in force today: of the packs that decide on the case in hand, else of
        all that the desk works with."""
        judged: Judged | None = next(iter(self._at.judged), None)
        packs = self._packs.in_force(judged.request) if judged else self._packs.packs
        hand = self._at.hand
        day = (hand.today(self._clock.now()) if hand else self._clock.now().date()).toordinal()
        return tuple(
            rule
            for pack in packs
            for rule in pack.rules
            if isinstance(rule, PhraseRule) and rule.in_force.covers_days(day, day)
        )


def _checked(text: str, words: tuple[Marked, ...]) -> NoteCheck | None:
    """Card data first: the same figures are told once."""
    secrets = tuple(
        WordsMarked(each.start, each.end, _SECRETS.get(each.kind, _CODE), "", blocks=True)
        for each in card_data(text)
    )
    phrases = tuple(
        WordsMarked(each.start, each.end, each.reason, each.ref, each.action == "block")
        for each in words
    )
    marks = tuple(sorted((*secrets, *phrases), key=lambda each: (each.start, each.end)))
    if not marks:
        return None
    worst = min(marks, key=lambda each: (not each.blocks, bool(each.clause), each.start))
    return NoteCheck(text, marks, _line(text, worst))


def _line(text: str, worst: WordsMarked) -> Text:
    """Which words and why. What is secret is not said again."""
    if not worst.clause:
        return worst.reason
    words = text[worst.start : worst.end]
    return Text(f"「{words}」{worst.reason.zh}", f"“{words}”: {worst.reason.en}")
