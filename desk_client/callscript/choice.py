"""Which callscript a call begins with, as rules that the house writes in resources: who is spoken
to, why the case is up, how late it is. The first rule that fits counts and tells its reason; where
none does, the campaign's own callscript stands."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from pydantic import Field, model_validator

from desk_client.callscript.load import shipped_ids
from desk_client.callscript.script import Row
from desk_client.data_folder import resource
from desk_client.text import Text
from desk_client.yaml_file import load_yaml

Due = Literal["callback", "broken_promise"]
_CAMPAIGNS_OWN = Text("项目话术", "the campaign's callscript")


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What the choice looks at, at the moment of the dial. `due` is None where neither an agreed
    callback is due nor a promise broken."""

    answering: bool = False  # they called us
    contact_person: bool = False
    due: Due | None = None
    days_past_due: int = 0


class When(Row):
    """What must be so; what is not named does not matter."""

    answering: bool | None = None
    contact_person: bool | None = None
    due: Due | None = None
    at_least_days: int | None = Field(default=None, ge=0)

    def fits(self, now: Situation) -> bool:
        """Whether everything named is so."""
        return (
            self.answering in {None, now.answering}
            and self.contact_person in {None, now.contact_person}
            and self.due in {None, now.due}
            and (self.at_least_days is None or now.days_past_due >= self.at_least_days)
        )


class Rule(Row):
    """One row of the table."""

    when: When
    script: str
    why: Text


class Choice(Row):
    """The table."""

    rules: tuple[Rule, ...]

    @model_validator(mode="after")
    def _names_scripts(self) -> "Choice":
        for rule in self.rules:
            if rule.script not in shipped_ids():
                raise ValueError(f"there is no callscript {rule.script}")
        return self


@dataclass(frozen=True, slots=True)
class Chosen:
    """The id of the callscript, and why it stands."""

    script: str
    why: Text


def choose(now: Situation, campaigns: str, rules: tuple[Rule, ...] | None = None) -> Chosen:
    """`campaigns` is the campaign's own callscript; without `rules`, those that ship."""
    for rule in shipped_choice().rules if rules is None else rules:
        if rule.when.fits(now):
            return Chosen(rule.script, rule.why)
    return Chosen(campaigns, _CAMPAIGNS_OWN)


@cache
def shipped_choice() -> Choice:
    """The table that comes with the program."""
    return load_yaml(resource("callscript_choice.yaml"), Choice)
