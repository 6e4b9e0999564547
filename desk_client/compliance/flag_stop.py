"""A flag on a person, a debt or a channel stops contact, or lets it go on with gates. A flag may
end by itself (`until`, or after the days the pack gives it); whoever begins the contact himself is
never turned away, but gates hold there too."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field, model_validator

from desk_client.compliance.debt_dates import DebtDate, flags_told
from desk_client.compliance.local_time import NEVER, first_instant, local_ordinal
from desk_client.compliance.request import FLAGS, ContactKind, Event, Flag, Purpose, Role
from desk_client.compliance.rule import Rule, Written
from desk_client.compliance.situation import Situation


def _known(flag: str) -> str:
    if flag not in FLAGS:
        raise ValueError(f"a flag of the contract is needed: {', '.join(sorted(FLAGS))}")
    return flag


class FlagException(Written):
    """Contacts of one purpose that a flag does not stop: at most `max` of them since it was laid.
    An earlier contact that does not say its purpose may have been one."""

    purpose: Purpose
    media: tuple[ContactKind, ...] = ()  # none = all
    max: Annotated[int, Field(ge=1)] | None = None  # null = any number
    one_channel: bool = False  # only from a flag that names channels, not from one on all

    def has_room(self, situation: Situation, flag: Flag) -> bool:
        """Whether the request is such a contact and may still be made."""
        request = situation.request
        if request.purpose != self.purpose or (self.media and request.kind not in self.media):
            return False
        if self.one_channel and not flag.channels:
            return False
        return self.max is None or self.max > sum(
            self._is_one(event) and (flag.from_ is None or event.at >= flag.from_)
            for event in situation.events
        )

    def _is_one(self, event: Event) -> bool:
        return (
            event.direction == "out"
            and event.purpose in (None, self.purpose)
            and (not self.media or event.kind in self.media)
        )


class FlagStop(Rule):
    """What one flag does. `reach`: everyone = whoever is contacted about the debtor, person = only
    the one who is flagged. Where the flag names debts, a contact about others goes on with
    not_this_debt gates; where it names channels, other channels are free. `from_debts`: what the
    dates of a debt say does the same."""

    kind: Literal["flag_stop"]
    flag: Annotated[str, AfterValidator(_known)] | None = None
    from_debts: DebtDate | None = None
    effect: Literal["refuse", "gate"] = "refuse"
    reach: Literal["everyone", "person"] = "everyone"
    except_roles: tuple[Role, ...] = ()
    runs_days: Annotated[int, Field(ge=1, le=4000)] | None = None  # its date is day one
    say: tuple[str, ...] = ()  # gates, beside not_this_debt
    exceptions: tuple[FlagException, ...] = ()
    on_inbound: ClassVar[bool] = True

    @model_validator(mode="after")
    def _looks_at_something(self) -> "FlagStop":
        if self.flag is None and self.from_debts is None:
            raise ValueError("flag or from_debts is needed")
        return self

    def concerns(self, situation: Situation) -> bool:
        laid = self._laid(situation)
        return (
            bool(laid)
            and super().concerns(situation)
            and any(self._hits(situation, flag) for flag in laid)
        )

    def free_at(self, situation: Situation, moment: datetime) -> datetime:
        if self.effect == "gate" or situation.inbound:
            return moment
        return max(
            (
                self._end(situation, flag)
                for flag in self._active(situation, moment)
                if _touches(situation, flag)
                and not any(one.has_room(situation, flag) for one in self.exceptions)
            ),
            default=moment,
        )

    def gates(self, situation: Situation, moment: datetime) -> Iterable[str]:
        for flag in self._active(situation, moment):
            spoken_of = set(flag.debts) & set(situation.debts) if self._only_says else set()
            yield from (f"not_this_debt:{debt}" for debt in flag.debts if debt not in spoken_of)
            if spoken_of or _touches(situation, flag):
                yield from self.say
                if self.effect == "gate" and not flag.debts and not self.say:
                    yield "no_demand"

    @property
    def _only_says(self) -> bool:
        """Whether a flagged debt may be spoken of and asked for, as the rule's own gates say."""
        return self.effect == "gate" and bool(self.say) and "no_demand" not in self.say

    def _laid(self, situation: Situation) -> Sequence[Flag]:
        """The debtor's flags of this name, and what the debts' dates say."""
        flags = situation.request.debtor.flags
        named = [flag for flag in flags if flag.flag == self.flag] if flags else []
        if self.from_debts is not None:
            named.extend(flags_told(self.from_debts, situation))
        return named

    def _active(self, situation: Situation, moment: datetime) -> list[Flag]:
        return [
            flag
            for flag in self._laid(situation)
            if self._hits(situation, flag)
            and (flag.from_ is None or flag.from_ <= moment)
            and moment < self._end(situation, flag)
        ]

    def _hits(self, situation: Situation, flag: Flag) -> bool:
        request = situation.request
        if flag.channels and request.kind not in flag.channels:
            return False
        party = request.party
        if party is not None and party.role in self.except_roles:
            return False
        if flag.party is None or flag.party == request.debtor.id:
            return self.reach == "everyone" or party is None or situation.with_debtor
        return party is None or party.id == flag.party

    def _end(self, situation: Situation, flag: Flag) -> datetime:
        if flag.until is not None:
            return flag.until
        if self.runs_days is None or flag.from_ is None:
            return NEVER
        start, days = flag.from_, self.runs_days
        return max(
            (
                first_instant(zone, date.fromordinal(local_ordinal(zone, start) + days))
                for zone in situation.zones_at(start)
            ),
            default=NEVER,
        )


def _touches(situation: Situation, flag: Flag) -> bool:
    """Whether every debt of the contact is flagged, so that nothing is left to speak of; a contact
    about no named debt may be about any."""
    return not flag.debts or not situation.debts or set(situation.debts) <= set(flag.debts)
