"""The words of a message for one case: the template filled with what is known, ready to be judged
and read. The desk shows them before they are ordered, the messenger fills them again at the moment
of sending, so that an amount is never older than the message."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from desk_client.agent import Agent, Campaign
from desk_client.callscript.values import spoken_amount, spoken_date, values_for
from desk_client.compliance.request import ContactKind, Content, Initiator
from desk_client.debtor import ContactPoint, Debtor, PartyRole, Place
from desk_client.ids import ContactPointId, derived_id
from desk_client.services.asking import Approach
from desk_client.services.case_in_hand import CaseInHand
from desk_client.text import Language
from desk_client.writing.fill import Writing, fill, items_of, plan_words, surname
from desk_client.writing.template import Template

_PLACES: Mapping[str, tuple[Place, ...]] = {
    "sms": (Place.MOBILE, Place.UNKNOWN),
    "email": (Place.EMAIL,),
    "letter": (Place.POST,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Who writes: the people and words of one bank."""

    agent: Agent
    campaign: Campaign
    complaints: str = ""  # where a complaint about us goes


def written(
    template: Template,
    hand: CaseInHand,
    house: House,
    today: date,
    chosen: Mapping[str, str] | None = None,
) -> Writing:
    """The template in the debtor's language. `chosen` are fields that were set when it was
    ordered."""
    language = hand.debtor.language
    values = {**_values(hand, house, language, today), **(chosen or {})}
    promise = hand.state.open_promise
    plan = promise.instalments if promise else ()
    return fill(template, language, values, items_of(hand.case, language), plan)


def approach(writing: Writing, template: Template, *, path: str, initiator: Initiator) -> Approach:
    """How the law is asked about it."""
    kind: ContactKind = template.channel
    shown = writing.text
    return Approach(
        path=path,
        initiator=initiator,
        mode="manual",
        kind=kind,
        purpose=template.purpose,
        content=Content(
            template=template.template,
            channel=template.channel,
            fields=writing.fields,
            text=f"{writing.subject}\n{shown}" if writing.subject else shown,
            language=writing.language,
            # a letter carries its head and seal, whoever lays it down
            signed=shown.startswith("【")
            or "organisation" in writing.fields
            or template.channel == "letter",
            opt_out=template.channel != "letter",
        ),
    )


def points_for(template: Template, hand: CaseInHand) -> tuple[ContactPoint, ...]:
    """Where it may go: the debtor's own first, in the bank's order; nowhere while it is not
    true."""
    if template.while_flag and all(each.flag != template.while_flag for each in hand.flags):
        return ()
    places = _PLACES[template.channel]
    listed = [each for each in hand.points if each.place in places and each.role in template.to]
    if template.channel == "letter" and not listed and hand.debtor.address:
        listed = [postal_point(hand.debtor)]
    return tuple(sorted(listed, key=lambda each: (each.role is not PartyRole.DEBTOR, each.rank)))


def postal_point(debtor: Debtor) -> ContactPoint:
    """The address the bank writes to, as a contact point of its own."""
    return ContactPoint(
        contact_point_id=ContactPointId(derived_id("post", debtor.debtor_id)),
        debtor_id=debtor.debtor_id,
        place=Place.POST,
        value=debtor.address,
        rank=1,
        role=PartyRole.DEBTOR,
        person="",
    )


def _values(hand: CaseInHand, house: House, language: Language, today: date) -> dict[str, str]:
    known = dict(
        values_for(
            language=language,
            debtor=hand.debtor,
            case=hand.case,
            agent=house.agent,
            campaign=house.campaign,
            today=today,
        )
    )
    promise = hand.state.open_promise
    plan = promise.instalments if promise else ()
    return known | {
        "surname": surname(hand.debtor.name),
        "case_no": hand.case.case_no,
        "today": spoken_date(today, language),
        "complaints": house.complaints or house.campaign.caller_id,
        "instalments": plan_words(plan, language),
        "promise_amount": spoken_amount(promise.amount, language) if promise else "",
        "promise_date": spoken_date(promise.due, language) if promise else "",
    }
