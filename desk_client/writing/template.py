"""A message as its author writes it: nobody at a desk writes one freely. Text is plain with
{fields} in braces; what a field tells is fixed here, so that the law's packs can say which of them
may never go to an address that is not known to be the debtor's own."""

import re
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from desk_client.debtor import PartyRole
from desk_client.text import Language, Text

Channel = Literal["sms", "email", "letter"]
Purpose = Literal["reminder", "confirmation", "statement", "notice", "reply"]

# Who we are and how we are reached: anybody may read these.
OPEN_FIELDS = frozenset(
    {
        *("organisation", "surname", "caller_id", "agent", "staff_no", "today"),
        *("complaints", "reply_to"),
    }
)
# These tell of the debt.
PRIVATE_FIELDS = frozenset(
    {
        *("name", "case_no", "account", "card_last4", "balance", "principal", "interest", "fees"),
        *("minimum_due", "due_date", "days_past_due", "promise_amount", "promise_date"),
        *("payments", "instalments"),
    }
)
_BRACED = re.compile(r"\{([^{}]*)\}")
_OPT_OUT = re.compile(r"退订|退訂|reply stop|opt out|unsubscribe", re.IGNORECASE)


def fields_of(text: str) -> tuple[str, ...]:
    """The names in braces, each once, in their order."""
    return tuple(dict.fromkeys(_BRACED.findall(text)))


class _Written(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


def _two_languages(value: object) -> object:
    if isinstance(value, dict) and set(value) != {"zh", "en"}:
        raise ValueError("a text has zh and en")
    return value


BothLanguages = Annotated[Text, BeforeValidator(_two_languages)]


class Template(_Written):
    """One message that may be sent."""

    template: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=40)]
    channel: Channel
    purpose: Purpose
    name: BothLanguages  # as the agent chooses it
    to: Annotated[tuple[PartyRole, ...], Field(min_length=1)]
    subject: BothLanguages | None = None  # an e-mail's or a letter's; a text has none
    text: BothLanguages  # paragraphs are parted by an empty line
    items: bool = False  # the figures of each debt follow as a table
    while_flag: str | None = None  # it is only true while this flag stands on the debtor

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if (self.subject is None) is not (self.channel == "sms"):
            raise ValueError("an e-mail and a letter have a subject, a text has none")
        for language in ("zh", "en"):
            unknown = set(self.fields(language)) - OPEN_FIELDS - PRIVATE_FIELDS
            if unknown:
                raise ValueError(f"unknown field {min(unknown)}")
            if self.channel != "letter" and not _OPT_OUT.search(self.text.in_language(language)):
                raise ValueError(f"the {language} text does not say how to opt out")
            if self.channel == "sms" and not self.text.in_language(language).startswith("【"):
                raise ValueError(f"the {language} text does not begin with its signature 【…】")
        return self

    def fields(self, language: Language) -> tuple[str, ...]:
        """What is filled in; figures of the table count as the fields they show."""
        subject = self.subject.in_language(language) if self.subject else ""
        table = ("principal", "interest", "fees", "balance", "due_date") if self.items else ()
        words = fields_of(f"{subject}\n{self.text.in_language(language)}")
        return tuple(dict.fromkeys((*words, *table)))
