"""What a message, a letter or a voicemail must and must not hold. Judged on the content that the
request brings, at sending as at ordering; where it brings none yet, the contact may only be made
from a template, and is asked about again with what was written."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, model_validator

from desk_client.compliance.duty import Fault, Key, fault_of, of_kind
from desk_client.compliance.local_time import NEVER
from desk_client.compliance.request import ContactRequest, Content, Purpose
from desk_client.compliance.rule import Clause, Rule
from desk_client.compliance.situation import Situation
from desk_client.decent_words.card_data import card_data

Channel = Literal["sms", "email", "letter", "voicemail"]
TEMPLATE_ONLY = "template_only"


class ContentTemplate(Rule):
    """The content of one channel. `templates` are the ids that may be used (none = any template,
    but a template). `forbidden_unless_verified`: not to an address nobody has verified as the
    person's own, nor by voicemail to a person who is not verified."""

    kind: Literal["content_template"]
    channel: Channel
    purposes: tuple[Purpose, ...] = ()  # none = all; a purpose that is not said may be one of them
    templates: tuple[str, ...] = ()
    required_fields: tuple[Key, ...] = ()
    forbidden_fields: tuple[Key, ...] = ()
    forbidden_unless_verified: tuple[Key, ...] = ()
    max_length: Annotated[int, Field(ge=1, le=100_000)] | None = None  # characters
    signature: bool = False
    opt_out: bool = False

    @model_validator(mode="after")
    def _can_be_met(self) -> "ContentTemplate":
        both = set(self.required_fields) & {*self.forbidden_fields, *self.forbidden_unless_verified}
        if both:
            raise ValueError(f"{min(both)} is both required and forbidden")
        return self

    def concerns(self, situation: Situation) -> bool:
        return self._is_about(situation.request) and super().concerns(situation)

    def free_at(self, situation: Situation, moment: datetime) -> datetime:
        return NEVER if any(True for _fault in self.faults(situation.request)) else moment

    def gates(self, situation: Situation, moment: datetime) -> Iterable[str]:  # noqa: ARG002
        return (TEMPLATE_ONLY,) if situation.request.content is None else ()

    def faults(self, request: ContactRequest) -> Iterator[Fault]:
        """Everything this rule holds against the request's content; nothing where it has none."""
        content = request.content
        if content is None or not self._is_about(request):
            return
        yield from self._formal(content)
        for field in self.required_fields:
            if field not in content.fields:
                yield fault_of(self, f"lacks_{field}", f"缺少：{field}", f"It lacks: {field}")
        forbidden = self.forbidden_fields
        if not _verified(request):
            forbidden += self.forbidden_unless_verified
        for field in forbidden:
            if field in content.fields:
                yield fault_of(
                    self,
                    f"holds_{field}",
                    f"不得写入：{field}",
                    f"It must not hold: {field}",
                )

    def _is_about(self, request: ContactRequest) -> bool:
        return request.kind == self.channel and (
            not self.purposes or request.purpose in (None, *self.purposes)
        )

    def _formal(self, content: Content) -> Iterator[Fault]:
        if content.channel not in (None, self.channel):
            yield fault_of(self, "channel", "模板不属于该渠道", "The template is another channel's")
        if content.template is None or (self.templates and content.template not in self.templates):
            yield fault_of(
                self, "template", "只可使用核准的模板", "Only approved templates may be used"
            )
        if self.signature and not content.signed:
            yield fault_of(self, "signature", "缺少签名", "The signature is missing")
        if self.opt_out and not content.opt_out:
            yield fault_of(self, "opt_out", "缺少退订方式", "It does not say how to opt out")
        if card_data(content.text or ""):
            yield fault_of(
                self,
                "card_data",
                "不得写入完整卡号、安全码或验证码",
                "It must not hold a whole card number, a security code or a one-time code",
            )
        most, length = self.max_length, len(content.text or "")
        if most is not None and length > most:
            yield fault_of(
                self,
                "too_long",
                f"最多 {most} 字，现为 {length} 字",
                f"At most {most} characters; these are {length}",
            )


def _verified(request: ContactRequest) -> bool:
    """Whether what is written reaches the person themselves, as far as is known."""
    if request.kind == "voicemail":
        return request.party is not None and request.party.identity == "verified"
    return request.address is not None and request.address.state == "valid"


def content_faults(rules: Iterable[Clause], request: ContactRequest) -> tuple[Fault, ...]:
    """Everything the rules hold against the request's content, for the form that is filled in."""
    return tuple(
        fault for rule in of_kind(ContentTemplate, rules) for fault in rule.faults(request)
    )
