"""Words that a pack forbids, by category and language. The lists and what counts as a sighting are
those of decent_words; a pack says which list it holds to, where, and whether words are blocked or
only marked. A message is judged in the verdict; a note and speech are marked while they come to
be, by `marked`."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from desk_client.compliance.answer import Confidence, Severity
from desk_client.compliance.debt_dates import DebtDate, flags_told
from desk_client.compliance.duty import of_kind
from desk_client.compliance.local_time import NEVER
from desk_client.compliance.request import FLAGS, ContactKind, Flag, Identity
from desk_client.compliance.rule import Clause, Rule
from desk_client.compliance.situation import Situation
from desk_client.decent_words.find import Found, Where, find
from desk_client.decent_words.phrase_list import Action, Category, shipped_lists
from desk_client.text import Language, Text

_WHERE: dict[ContactKind, Where] = {
    "sms": "sms",
    "email": "email",
    "letter": "letter",
    "voicemail": "speech",
    "prerecorded": "speech",
}


def _known(flag: str) -> str:
    if flag not in FLAGS:
        raise ValueError(f"a flag of the contract is needed: {', '.join(sorted(FLAGS))}")
    return flag


FlagName = Annotated[str, AfterValidator(_known)]


class PhraseRule(Rule):
    """Phrases of one list are blocked, or warned of, in the places named. `unless_fact`: they may
    be said while this flag stands (legal_decision); `while_flags`: they are wrong only while one of
    these does, `while_debts`: only while the dates of a debt say so. A sighting that decent_words
    only half trusts is never more than a warning."""

    kind: Literal["phrase_list"]
    language: Language
    category: Category
    list: str  # by its name in resources/phrases, without the ending
    action: Action
    where: Annotated[tuple[Where, ...], Field(min_length=1)]
    unless_fact: FlagName | None = None
    while_flags: tuple[FlagName, ...] = ()
    while_debts: DebtDate | None = None

    @model_validator(mode="after")
    def _list_of_its_kind(self) -> "PhraseRule":
        if self.list != f"{self.language}-{self.category}":
            raise ValueError(f"the list of this rule is called {self.language}-{self.category}")
        return self

    def concerns(self, situation: Situation) -> bool:
        content = situation.request.content
        return (
            content is not None
            and bool(content.text)
            and _WHERE.get(situation.request.kind) in self.where
            and super().concerns(situation)
        )

    def free_at(self, situation: Situation, moment: datetime) -> datetime:
        if not self._listed:
            return NEVER
        return NEVER if "block" in self._actions(situation, moment) else moment

    def gates(self, situation: Situation, moment: datetime) -> Iterable[str]:
        if "warn" in self._actions(situation, moment):
            yield f"reword:{self.category}"

    def applies(self, flags: Collection[str]) -> bool:
        """Whether the rule holds while these flags stand; `time_barred` and the like among them
        where the dates of a debt say so."""
        if self.unless_fact is not None and self.unless_fact in flags:
            return False
        if self.while_debts is not None and self.while_debts not in flags:
            return False
        return not self.while_flags or any(flag in flags for flag in self.while_flags)

    def sightings(self, text: str, where: Where) -> Iterator[tuple[Found, Action]]:
        """Phrases of its list and what is done about each."""
        for found in seen_in(text, where):
            if found.list == self.list:
                yield found, self.action if found.milder is None else "warn"

    def _actions(self, situation: Situation, moment: datetime) -> frozenset[Action]:
        content = situation.request.content
        where = _WHERE.get(situation.request.kind)
        if (
            content is None
            or where is None
            or not self.applies(_standing(situation, moment, self.while_debts))
        ):
            return frozenset()
        return frozenset(action for _found, action in self.sightings(content.text or "", where))

    @property
    def _listed(self) -> bool:
        return any(each.name == self.list for each in shipped_lists())


def _standing(
    situation: Situation, moment: datetime, while_debts: DebtDate | None
) -> frozenset[str]:
    def stands(flag: Flag) -> bool:
        return (flag.from_ is None or flag.from_ <= moment) and (
            flag.until is None or moment < flag.until
        )

    told = () if while_debts is None else flags_told(while_debts, situation)
    every = (*situation.request.debtor.flags, *told)
    return frozenset(flag.flag for flag in every if stands(flag))


@lru_cache(maxsize=256)
def seen_in(text: str, where: Where) -> tuple[Found, ...]:
    """Every phrase of every list, looked for once a text."""
    return find(text, shipped_lists(), None, where=where)


@dataclass(frozen=True, slots=True)
class Marked:
    """Words to mark in a text: text[start:end]; why, by which rule, and whether the text may stand
    so (warn) or not (block)."""

    start: int
    end: int
    matched: str
    category: Category
    action: Action
    reason: Text
    rule: str
    ref: str
    severity: Severity
    confidence: Confidence


def marked(
    rules: Iterable[Clause],
    text: str,
    where: Where,
    *,
    flags: Collection[str] = (),
    identity: Identity = "unknown",
) -> tuple[Marked, ...]:
    """The words of a text that the rules of the packs in force object to, in their order. `flags`
    stand on the debtor now, `identity` is how well the person is known."""
    return tuple(
        sorted(
            (
                Marked(
                    start=found.start,
                    end=found.end,
                    matched=found.matched,
                    category=found.category,
                    action=action,
                    reason=found.reason,
                    rule=rule.id,
                    ref=rule.ref,
                    severity=rule.held,
                    confidence=rule.confidence,
                )
                for rule in of_kind(PhraseRule, rules)
                if where in rule.where
                and rule.applies(flags)
                and (rule.only is None or identity in (rule.only.identities or (identity,)))
                for found, action in rule.sightings(text, where)
            ),
            key=lambda each: (each.start, each.end, each.action),
        )
    )
