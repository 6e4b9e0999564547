"""How a call ended, as data. The table in resources/outcomes.yaml holds every outcome with the key
that logs it, what it counts as, what it sets and what follows; this file reads it and answers which
outcomes fit a call. What an outcome causes in detail is worked out in next_action.py.

A code may stand in more than one level (S is "stop contact" whoever asks), so an outcome is named
by code and level together, as the logged fact names it."""

from collections.abc import Mapping
from datetime import time
from functools import cache
from importlib.resources import files
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from desk_client.text import Text
from desk_client.yaml_file import load_yaml

Level = Literal["RPC", "TPC", "WPC", "NC"]  # right, third, wrong party; no contact
LEVELS: tuple[Level, ...] = ("RPC", "TPC", "WPC", "NC")

Form = Literal["none", "promise", "plan", "callback"]
Result = Literal[
    "conversation", "no_answer", "voicemail", "message_left", "busy", "not_in_service",
    "abandoned", "machine", "hung_up_at_once",
]  # fmt: skip
Icon = Literal[
    "phone", "phone-off", "clock", "calendar", "user", "users", "message", "mail", "document",
    "triangle", "check", "shield", "scales", "list", "search", "skip",
]  # fmt: skip

_IDENTITY_FIRST = Text("先核身", "Identity first")
_WAS_ANSWERED = Text("电话已接通", "The call was answered")
_NOT_ANSWERED = Text("电话未接通", "The call was not answered")


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class When(_Row):
    """A moment counted from the logging, from the promise's due date or from the agreed callback:
    `days` on, at the local time `at`; or `minutes` on; or the next part of the day (`slot`)."""

    after: Literal["now", "due", "callback"] = "now"
    days: int = 0
    minutes: int = 0
    at: time | None = None
    slot: bool = False


class FollowUp(_Row):
    """Something that is to happen; `dial` makes it the case's next call, `send` names templates
    of which the messenger sends the first that has an address and may be sent."""

    id: str
    icon: Icon
    what: Text
    value: Text | None = None
    when: When | None = None
    clause: Text | None = None
    dial: bool = False
    send: tuple[str, ...] = ()


class FlagRule(_Row):
    """A flag of contracts.md section 2, on the debtor, on the debts talked about or on the person
    who spoke; `days` null = until somebody lifts it."""

    flag: str
    scope: Literal["debtor", "debts", "party"] = "debtor"
    days: int | None = None
    channels: tuple[str, ...] = ()
    clause: Text | None = None


class Outcome(_Row):
    """One way a call can end. `key` null: nobody presses it, the line or the script proposes it."""

    code: str = Field(pattern=r"^[A-Z]+$")
    level: Level
    key: str | None = Field(pattern=r"^[QWERTYUIOPASDFGHJKL]$")
    label: Text
    likely: bool = False
    form: Form = "none"
    result: Result
    reached: Literal["debtor", "third_party", "wrong_party"] | None
    counts: tuple[Literal["attempt", "effective"], ...]
    commits_at_key: bool = False
    line: Literal["answered", "unanswered", "either"] = "answered"
    flags: tuple[FlagRule, ...] = ()
    contact_point: Literal["valid", "wrong", "invalid"] | None = None
    case_status: str | None = None
    queue: str | None = None
    then: tuple[FollowUp, ...] = ()


class LineRule(_Row):
    """What the line's own words for the end of a call mean; every given condition must hold."""

    answered: bool
    sip: tuple[int, ...] = ()
    reason: tuple[str, ...] = ()  # any of these within the line's reason, case ignored
    ended_by: tuple[Literal["us", "them", "network", "phone"], ...] = ()
    talk_below_s: float | None = None
    code: str

    def holds(self, sip: int, reason: str, ended_by: str, answered: bool, talk_s: float) -> bool:
        said = reason.casefold()
        return (
            answered == self.answered
            and (not self.sip or sip in self.sip)
            and (not self.reason or any(word.casefold() in said for word in self.reason))
            and (not self.ended_by or ended_by in self.ended_by)
            and (self.talk_below_s is None or talk_s < self.talk_below_s)
        )


class PlannedHours(_Row):
    """The house's own hours for calls it plans; narrower than the law, whose gate has the last
    word. `slots` are the starts of the parts of a day in which another try is worth it."""

    from_: time = Field(alias="from")
    until: time
    slots: tuple[time, ...] = Field(min_length=1)


class OutcomeTable(_Row):
    """The whole table, checked: one key means one thing in a level, every name has its words."""

    version: int
    planned: PlannedHours
    statuses: Mapping[str, Text]
    queues: Mapping[str, Text]
    flags: Mapping[str, Text]
    contact_points: Mapping[str, Text]
    line: tuple[LineRule, ...]
    outcomes: tuple[Outcome, ...]

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        codes: set[tuple[str, str]] = set()
        keys: set[tuple[str, str]] = set()
        for row in self.outcomes:
            if (row.code, row.level) in codes:
                raise ValueError(f"{row.code} stands twice in {row.level}")
            if row.key is not None and (row.key, row.level) in keys:
                raise ValueError(f"key {row.key} means two things in {row.level}")
            codes.add((row.code, row.level))
            if row.key is not None:
                keys.add((row.key, row.level))
            self._words_known(row)
        for rule in self.line:
            if not any(rule.code == code for code, _ in codes):
                raise ValueError(f"the line rule names {rule.code}, which is no outcome")
        return self

    def _words_known(self, row: Outcome) -> None:
        for name, known in (
            (row.case_status, self.statuses),
            (row.queue, self.queues),
            (row.contact_point, self.contact_points),
            *((rule.flag, self.flags) for rule in row.flags),
        ):
            if name is not None and name not in known:
                raise ValueError(f"{row.code} names {name}, which has no words")


@cache
def table() -> OutcomeTable:
    """The table that ships."""
    return load_yaml(files("resources") / "outcomes.yaml", OutcomeTable)


def outcome(code: str, level: Level | None = None) -> Outcome:
    """The outcome of that code; without a level the one that the line proposes, or the only one.
    KeyError where there is none."""
    rows = [row for row in table().outcomes if row.code == code and level in (None, row.level)]
    if not rows:
        raise KeyError(f"no outcome {code} in {level or 'any level'}")
    return min(rows, key=lambda row: row.key is not None)


def outcomes_for(level: Level) -> tuple[Outcome, ...]:
    """What the grid of a level shows, in its fixed order, likely ones first."""
    return tuple(row for row in table().outcomes if row.level == level and row.key is not None)


def by_key(level: Level, key: str) -> Outcome | None:
    """What a letter means in a level."""
    return next((row for row in outcomes_for(level) if row.key == key.upper()), None)


def allowed_levels(*, answered: bool, verified: bool) -> tuple[Level, ...]:
    """Whom the call can have reached, as far as the line and the identity gate know. An answered
    call may still be no contact: a voicemail answers too (see refusal)."""
    if not answered:
        return ("NC",)
    return ("RPC", "TPC", "WPC") if verified else ("TPC", "WPC", "NC")


def refusal(row: Outcome, *, answered: bool, verified: bool) -> Text | None:
    """Why this outcome cannot be logged for such a call; None where it can."""
    if row.level == "RPC" and not verified:
        return _IDENTITY_FIRST
    if row.line == "answered" and not answered:
        return _NOT_ANSWERED
    if answered and (
        row.line == "unanswered"
        or row.level not in allowed_levels(answered=answered, verified=verified)
    ):
        return _WAS_ANSWERED
    return None


def line_outcome(
    *, sip_code: int, reason: str, ended_by: str, answered: bool, talk_s: float
) -> str | None:
    """The code that the line's signal stands for; None where a person has to say how it ended.
    An unanswered call always has one."""
    for rule in table().line:
        if rule.holds(sip_code, reason, ended_by, answered, talk_s):
            return rule.code
    return None
