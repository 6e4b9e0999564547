"""What comes back: receipts, bounces and answers, made into facts. Who asks to stop is left alone
on that channel at once, and every consent to it is taken back with it; another person who asks so
is left alone on every channel. Card data in an answer never gets into a fact."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from desk_client.care_body import ConsentRevoked, FlagLaid, FlagSet
from desk_client.decent_words.card_data import masked
from desk_client.fact_body import FactBody
from desk_client.ids import ContactPointId, MessageId
from desk_client.message_body import MessageAnswered, MessageDelivered, MessageFailed, ReplyMeans
from desk_client.transport.outgoing import Delivered, Replied, Undelivered

_LONGEST = 4000  # characters of an answer that are kept
Channel = Literal["sms", "email"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Whose address an answer came from, as the bank's rows know it."""

    contact_point_id: ContactPointId
    value: str
    place: str
    role: str


def receipt(message_id: MessageId, news: Delivered | Undelivered) -> FactBody:
    """The fact of a receipt. What was not delivered had left all the same."""
    if isinstance(news, Delivered):
        return MessageDelivered(message_id=message_id, part=news.id)
    return MessageFailed(
        message_id=message_id,
        taken="yes",
        reason=f"not delivered: {news.reason}{f' ({news.detail})' if news.detail else ''}",
        dead_address=news.dead_address,
    )


def answer(
    news: Replied, channel: Channel, address: Address, message_id: MessageId | None
) -> Iterator[FactBody]:
    """The facts of an answer, what it stops among them."""
    means: ReplyMeans = news.means
    yield MessageAnswered(
        message_id=message_id,
        channel=channel,
        contact_point_id=address.contact_point_id,
        address=address.value,
        place=address.place,
        role=address.role,
        means=means,
        text=masked(news.text)[:_LONGEST],
    )
    if means == "stop":
        own = address.role == "debtor"
        party = None if own else address.contact_point_id
        flag = FlagSet(flag="cease", channels=(channel,)) if own else FlagSet(flag="objected")
        yield FlagLaid(flags=(flag.model_copy(update={"party": party}),), source="message")
        yield ConsentRevoked(consent=channel, party=party)
