"""What else a day shows: what the gate answered, what was said and left unsaid, who proved to be
the debtor, who overrode a rule, what was recorded, and whether anything left without a verdict."""

from collections import Counter
from collections.abc import Iterable, Mapping

from desk_client.care_body import Overridden
from desk_client.case_state import CallRecord
from desk_client.compliance.load import pack_with
from desk_client.compliance.pack import Pack
from desk_client.contact import result_of
from desk_client.evidence.contacts_made import ContactMade, DebtorRecord
from desk_client.evidence.figures import (
    Calls,
    DisclosureHeld,
    IdentityGates,
    Lacking,
    Messages,
    OverrideMade,
    PackInForce,
    Recordings,
    Refusal,
    Verdicts,
)
from desk_client.evidence.refusals import Refusals
from desk_client.fact import Fact
from desk_client.fact_body import (
    CaseOpened,
    IdentityChecked,
    ScriptSaid,
    VerdictGiven,
)

CHANNELS = ("sms", "email", "letter")


class Conduct:
    """Collects one day. `seals`: sha256 of the sealed ciphertexts by call; `erased`: calls whose
    recording was erased by a rule."""

    def __init__(self, packs: Iterable[Pack], seals: Mapping[str, frozenset[str]]) -> None:
        self._seals = seals
        self._attempts = self._conversations = self._incoming = 0
        self._messages: Counter[tuple[str, str]] = Counter()
        self._verdicts: Counter[str] = Counter()
        self._refusals = Refusals(packs)
        self._said: Counter[tuple[str, str, bool]] = Counter()
        self._gates: Counter[str] = Counter()
        self._overrides: list[OverrideMade] = []
        self._recordings: Counter[str] = Counter()
        self._lacking: list[Lacking] = []
        self._in_force: Counter[str] = Counter()
        self.calls_without_verdict = self.messages_without_verdict = 0

    def take_contact(self, record: DebtorRecord, contact: ContactMade) -> None:
        """A call or message of the day."""
        if isinstance(contact.of, CallRecord):
            self._take_call(record, contact, contact.of)
            if contact.incoming:
                return
        else:
            self._messages[contact.kind, "sent"] += 1
        if contact.verdict is None:
            if contact.kind == "call":
                self.calls_without_verdict += 1
            else:
                self.messages_without_verdict += 1
            self._lacks("verdict", contact)

    def take_fact(self, record: DebtorRecord, fact: Fact) -> None:
        """A fact of the day."""
        match fact.body:
            case VerdictGiven() as body:
                self._take_verdict(body)
            case ScriptSaid() as body:
                self._take_lines(body)
            case IdentityChecked(verified=verified):
                self._gates["passed" if verified else "failed"] += 1
            case CaseOpened(shown="open", alone=False) if not _passed_before(record.facts, fact):
                self._gates["shown_before"] += 1
            case Overridden() as body:
                self._overrides.append(_override(record, fact, body))
            case _:
                self._take_post(record, fact)

    def _take_post(self, record: DebtorRecord, fact: Fact) -> None:
        if fact.kind == "message_answered":
            self._messages[getattr(fact.body, "channel", ""), "answered"] += 1
        elif fact.kind in ("message_delivered", "message_failed"):
            message_id = getattr(fact.body, "message_id", None)
            again = getattr(fact.body, "again_at", None)
            channel = next(
                (each.channel for each in record.state.messages if each.message_id == message_id),
                None,
            )
            if channel is not None and again is None:
                self._messages[channel, fact.kind.removeprefix("message_")] += 1

    def calls(self) -> Calls:
        return Calls(
            attempts=self._attempts, conversations=self._conversations, incoming=self._incoming
        )

    def messages(self) -> tuple[Messages, ...]:
        """Every channel, in their usual order."""
        return tuple(
            Messages.model_validate(
                {"channel": channel}
                | {
                    what: self._messages[channel, what]
                    for what in ("sent", "delivered", "failed", "answered")
                }
            )
            for channel in CHANNELS
        )

    def verdicts(self) -> Verdicts:
        refused = self._verdicts["refused"]
        asked = sum(self._verdicts.values())
        return Verdicts(asked=asked, allowed=asked - refused, refused=refused)

    def refusals(self) -> tuple[Refusal, ...]:
        """The most frequent first."""
        return self._refusals.counted()

    def disclosures(self) -> tuple[DisclosureHeld, ...]:
        """By callscript and line."""
        lines = dict.fromkeys((script, line) for script, line, _said in sorted(self._said))
        return tuple(
            DisclosureHeld(
                callscript=script,
                line=line,
                said=self._said[script, line, True],
                missing=self._said[script, line, False],
            )
            for script, line in lines
        )

    def identity(self) -> IdentityGates:
        return IdentityGates(
            passed=self._gates["passed"],
            failed=self._gates["failed"],
            shown_before=self._gates["shown_before"],
        )

    def overrides(self) -> tuple[OverrideMade, ...]:
        return tuple(sorted(self._overrides, key=lambda one: one.at))

    def recordings(self) -> Recordings:
        return Recordings(
            answered=self._recordings["answered"],
            recorded=self._recordings["recorded"],
            missing=self._recordings["missing"],
            not_sealed=self._recordings["not_sealed"],
            erased=self._recordings["erased"],
        )

    def lacking(self) -> tuple[Lacking, ...]:
        return tuple(sorted(self._lacking, key=lambda one: (one.at, one.id)))

    def packs(self) -> tuple[PackInForce, ...]:
        """Those that verdicts of the day name."""
        return tuple(_in_force(name, count) for name, count in sorted(self._in_force.items()))

    def _take_call(self, record: DebtorRecord, contact: ContactMade, call: CallRecord) -> None:
        if contact.incoming:
            self._incoming += 1
        else:
            self._attempts += 1
            self._conversations += result_of(call) == "conversation"
        if call.ended is None or not call.ended.answered:
            return
        self._recordings["answered"] += 1
        made = call.ended.recording
        if call.call_id in record.erased:
            self._recordings["erased"] += 1
        elif made is None:
            self._recordings["missing"] += 1
            self._lacks("recording", contact)
        else:
            self._recordings["recorded"] += 1
            if made.sha256 not in self._seals.get(call.call_id, ()):
                self._recordings["not_sealed"] += 1
                self._lacks("seal", contact)

    def _lacks(self, what: str, contact: ContactMade) -> None:
        self._lacking.append(
            Lacking.model_validate(
                {
                    "what": what,
                    "at": contact.at,
                    "contact": contact.kind,
                    "id": contact.id,
                    "case_no": contact.case_no,
                }
            )
        )

    def _take_verdict(self, body: VerdictGiven) -> None:
        self._verdicts[body.decision] += 1
        self._in_force.update(body.packs)
        self._refusals.take(body)

    def _take_lines(self, body: ScriptSaid) -> None:
        said = {f"{each.step}.{each.line}" for each in body.lines if each.must_say}
        for line in said:
            self._said[body.callscript, line, True] += 1
        for line in body.unsaid:
            self._said[body.callscript, line, False] += 1


def _in_force(name: str, verdicts: int) -> PackInForce:
    pack, _, rest = name.partition("@")
    version, _, sha256 = rest.partition("#")
    return PackInForce(
        pack=pack,
        version=version,
        sha256=sha256,
        verdicts=verdicts,
        kept_here=pack_with(sha256) is not None,
    )


def _passed_before(facts: Iterable[Fact], opened: Fact) -> bool:
    """Whether the same person had passed the gate of this debtor before."""
    return any(
        isinstance(each.body, IdentityChecked)
        and each.body.verified
        and each.actor == opened.actor
        and each.occurred_at <= opened.occurred_at
        for each in facts
    )


def _override(record: DebtorRecord, fact: Fact, body: Overridden) -> OverrideMade:
    return OverrideMade(
        at=fact.occurred_at,
        by=fact.actor,
        role=body.role,
        second=body.second,
        reason=body.reason,
        rules=body.rules,
        contact=body.contact,
        case_no=record.case_no(fact.case_id),
        until=body.until,
    )


def seals_of(rows: Iterable[tuple[str, str]]) -> Mapping[str, frozenset[str]]:
    """From (call, sha256), as central's seals tell."""
    found: dict[str, set[str]] = {}
    for call_id, sha256 in rows:
        found.setdefault(call_id, set()).add(sha256)
    return {call_id: frozenset(hashes) for call_id, hashes in found.items()}
