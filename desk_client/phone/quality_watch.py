"""Notices that a call is heard in one direction only, within three seconds, and that a far side is
gone without a word. It is shown what is counted and measured now and then; what it finds is told
once, and so is that it has healed.

People pause, but a line is never perfectly still: samples that never vary mean a microphone that
gives nothing. A far side that was heard before may mute itself, so for it that counts only after a
long while."""

import math
from dataclasses import dataclass
from typing import Literal

What = Literal["no_audio_from_them", "silence_from_them", "silence_from_us", "audio_back"]

NO_PACKETS_S = 2.0
NEVER_A_SOUND_S = 2.5
STILL_S = 15.0  # of a far side that was heard before
GONE_S = 12.0  # neither sound nor the reports that every phone sends each five seconds

_DETAILS: dict[What, str] = {
    "no_audio_from_them": "No sound arrives from the other side.",
    "silence_from_them": "The other side sends nothing but silence.",
    "silence_from_us": "Your microphone gives no sound.",
    "audio_back": "Sound goes both ways again.",
}


@dataclass(frozen=True, slots=True)
class Glance:
    """A call at one monotonic moment. `received` and `sent` count RTP packets, `reports` RTCP from
    the far side. `we_sound`, `they_sound`: samples that varied since the last glance.
    `expected` is false while the agent is muted on purpose or has no microphone configured."""

    at: float
    received: int
    sent: int
    reports: int
    we_sound: bool
    they_sound: bool
    held: bool = False
    expected: bool = True


@dataclass(frozen=True, slots=True)
class Finding:
    """For a warning: a short code and a sentence."""

    what: What
    detail: str


class QualityWatch:
    """One call from its answer on."""

    def __init__(self, answered: float) -> None:
        self._last: Glance | None = None
        self._since = self._ours_since = answered  # from when on something is expected
        self._packet = self._theirs = self._ours = -math.inf  # when there was any
        self._sign = answered
        self._wrong: set[What] = set()

    def look(self, now: Glance) -> list[Finding]:
        """What is new at this moment."""
        self._note(now)
        if now.held:  # nothing is expected, and afterwards all begins anew
            self._since = self._ours_since = now.at
            return []
        still_s = NEVER_A_SOUND_S if self._theirs == -math.inf else STILL_S
        wrong = {
            *self._judged("no_audio_from_them", now.at, self._packet, NO_PACKETS_S),
            *self._judged("silence_from_them", now.at, self._theirs, still_s),
            *self._judged("silence_from_us", now.at, self._ours, NEVER_A_SOUND_S),
        }
        if "no_audio_from_them" in wrong:
            wrong.discard("silence_from_them")
        found = [Finding(what, _DETAILS[what]) for what in sorted(wrong - self._wrong)]
        if self._wrong and not wrong:
            found.append(Finding("audio_back", _DETAILS["audio_back"]))
        self._wrong = wrong
        return found

    def gone(self, now: float) -> bool:
        """Whether a far side that was there gives no sign of life any more, not even on hold."""
        return self._packet > -math.inf and now - self._sign >= GONE_S

    def _judged(self, what: What, now: float, last: float, limit_s: float) -> set[What]:
        """Wrong when it is missing for too long, right when it is there, else as it was."""
        since = self._ours_since if what == "silence_from_us" else self._since
        if now - max(last, since) >= limit_s:
            return {what}
        return {what} & self._wrong if last < since else set()

    def _note(self, now: Glance) -> None:
        last = self._last
        came = now.received != (last.received if last is not None else 0)
        if came:
            self._packet = now.at
        if came or (last is not None and now.reports != last.reports):
            self._sign = now.at
        if now.they_sound:
            self._theirs = now.at
        if now.we_sound and (last is None or now.sent != last.sent):
            self._ours = now.at
        if not now.expected:
            self._ours_since = now.at
        self._last = now
