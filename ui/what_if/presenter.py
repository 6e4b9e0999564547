"""The trial as finished words: the levers group by group, the verdict as it would be, every rule
with what is different from where the trial began, and the debtor's day."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from desk_client.services.desk_state import DeskState
from desk_client.services.what_if_parts import (
    GROUPS,
    LeverRow,
    RuleStand,
    Said,
    Value,
    WhatIfPart,
)
from ui.law_words import SURE_SHAPE, coded, rule_name, severity, sureness
from ui.state_shape import Shape
from ui.what_if.day import day_seen
from ui.what_if.seen import GroupSeen, LeverSeen, LimitSeen, RuleSeen, SaidSeen, WhatIfSeen
from ui.wording import Wording

_ENGINE = "engine"  # refusals where something is unknown; they stand in no pack


def what_if_seen(state: DeskState, wording: Wording) -> WhatIfSeen | None:
    """None while it is shut."""
    part = state.what_if
    if part is None:
        return None
    words = _Words(part, wording)
    return WhatIfSeen(
        title=wording.word("what_if.title"),
        about=words.about,
        harmless=wording.word("what_if.reading" if part.reading else "what_if.harmless"),
        groups=tuple(words.groups()),
        levers=tuple(words.lever(row) for row in part.levers),
        allowed=part.allowed,
        sentence=words.sentence,
        source=words.source,
        day=day_seen(part, wording),
        rules_head=wording.word("what_if.rules"),
        silent=wording.word("what_if.silent", n=part.silent) if part.silent > 0 else "",
        rules=tuple(words.rule(stand) for stand in part.rules),
        limits_head=wording.word("what_if.limits"),
        limits=tuple(
            LimitSeen(wording.text(each.label), each.used, each.max, each.blocking)
            for each in part.limits
        ),
        no_limits=wording.word("what_if.no_limits"),
        full=wording.word("limit.full"),
        gates_head=wording.word("what_if.gates"),
        gates=tuple(words.said(part.gates)),
        disclosures_head=wording.word("what_if.disclosures"),
        disclosures=tuple(words.said(part.disclosures)),
        changes_head=wording.word("what_if.changes", n=part.changes),
        changes=tuple(words.changes()),
        no_changes=wording.word("what_if.no_changes"),
        hints=tuple(words.hints()),
        close=wording.word("overlay.close"),
        turn=wording.word("what_if.key_half"),
    )


class _Words:
    """Puts one trial into words."""

    def __init__(self, part: WhatIfPart, wording: Wording) -> None:
        self._part, self._wording = part, wording

    @property
    def about(self) -> str:
        key = "what_if.from_case" if self._part.source == "case" else "what_if.from_pack"
        return self._wording.word(key, about=self._wording.text(self._part.about))

    @property
    def sentence(self) -> str:
        part, wording = self._part, self._wording
        if part.allowed and part.until is None:
            return wording.word("what_if.allowed")
        if part.allowed and part.until is not None:
            return wording.word("what_if.allowed_until", at=self._next(part.until))
        why = wording.text(part.why) if part.why is not None else ""
        if part.retry_at is None:
            return wording.word("what_if.refused", why=why)
        return wording.word("what_if.refused_until", why=why, at=self._next(part.retry_at))

    @property
    def source(self) -> str:
        part, wording = self._part, self._wording
        if part.allowed is part.allowed_before:
            before = "what_if.as_it_began" if part.changes else ""
        else:
            before = "what_if.was_allowed" if part.allowed_before else "what_if.was_refused"
        local = part.now.astimezone(ZoneInfo(part.zone))
        at = f"{wording.day_and_weekday(local.date())} {local:%H:%M}"
        return wording.joined(
            wording.word("what_if.there", at=at),
            wording.clause(part.clauses),
            wording.word(before) if before else "",
        )

    def _next(self, at: datetime) -> str:
        return self._wording.next_time(at, self._part.now, self._part.zone)

    def groups(self) -> Iterable[GroupSeen]:
        for number, group in enumerate(GROUPS, start=1):
            moved = sum(row.changed for row in self._part.levers if row.group == group)
            yield GroupSeen(group, str(number), self._wording.word(f"what_if.group_{group}"), moved)

    def lever(self, row: LeverRow) -> LeverSeen:
        began = ""
        if row.changed and not isinstance(row.value, bool):
            began = self._wording.word("what_if.began_as", value=self._value(row, row.began))
        on = row.value if isinstance(row.value, bool) else None
        return LeverSeen(
            name=row.name,
            group=row.group,
            label=self._label(row),
            value=self._value(row, row.value),
            began=began,
            under=row.name.count(":") == 2,
            on=on,
            changed=row.changed,
            quiet=row.value is False or (row.group == "past" and row.value == 0),
        )

    def _label(self, row: LeverRow) -> str:
        wording = self._wording
        if row.about is not None:
            return wording.joined(wording.text(row.about), row.detail)
        parts = row.name.split(":")
        if len(parts) == 1:
            return wording.word(f"lever.{row.name}")
        if len(parts) == 3:
            return wording.word(f"lever.{parts[2]}")
        return coded(parts[0], parts[1], wording)

    def _value(self, row: LeverRow, value: Value) -> str:
        wording = self._wording
        match value:
            case bool():
                return wording.word("what_if.on" if value else "what_if.off")
            case int():
                return f"{value:02}" if row.group == "time" else str(value)
            case date():
                return self._moment(value)
            case str() if row.name == "home" and value != "nowhere":
                return row.detail if value == "own" else value
            case str():
                return coded(row.name, value, wording)
            case _:
                since = row.name.endswith(":since")
                return wording.word("what_if.from_start" if since else "what_if.no_end")

    def _moment(self, value: date) -> str:
        """A day, or an instant on the debtor's clock."""
        if not isinstance(value, datetime):
            return self._wording.day_and_weekday(value)
        local = value.astimezone(ZoneInfo(self._part.zone))
        return f"{self._wording.day(local.date())} {local:%H:%M}"

    def changes(self) -> Iterable[tuple[str, str]]:
        """What was moved: its name, and from what to what. What came with it (since when, until
        when) stands beside it."""
        rows = self._part.levers
        labels = {row.name: self._label(row) for row in rows}
        for row in rows:
            if not row.changed:
                continue
            above = labels.get(row.name.rpartition(":")[0], "")
            began, now = self._value(row, row.began), self._value(row, row.value)
            with_it = (
                f"{labels[each.name]} {self._value(each, each.value)}"
                for each in rows
                if each.name.startswith(f"{row.name}:") and not each.known and each.value
            )
            words = self._wording.joined(f"{began} → {now}", *with_it)
            yield self._wording.joined(above, labels[row.name]), words

    def rule(self, stand: RuleStand) -> RuleSeen:
        wording = self._wording
        kind = rule_name(stand.kind, stand.subject, wording)
        strict, sure = severity(stand.severity, wording), sureness(stand.confidence, wording)
        clause = wording.clause(stand.clause)
        own = stand.confidence == "house"
        return RuleSeen(
            pack="" if stand.pack == _ENGINE else stand.pack,
            rule=stand.rule,
            refuses=stand.refuses,
            gone=stand.change == "gone",
            label=wording.text(stand.label) if stand.label is not None else kind,
            finding=self._finding(stand),
            clause="" if own and stand.refuses and clause == sure else clause,
            sure=sure,
            shape=SURE_SHAPE.get(stand.confidence, Shape.QUIET),
            unconfirmed=stand.confidence == "unsure",
            severity="" if own and stand.severity == "house" else strict,
            retry=self._retry(stand),
            change="" if stand.change == "same" else wording.word(f"what_if.{stand.change}"),
        )

    def _finding(self, stand: RuleStand) -> str:
        """Why it refuses; what holds says that it holds, for its words would read as a refusal."""
        wording = self._wording
        if stand.refuses or stand.kind == "disclosure":
            return wording.text(stand.text)
        if stand.change == "gone":
            return wording.word("what_if.not_asked")
        if stand.used is not None:
            return wording.word("what_if.used", used=stand.used, most=stand.most)
        return wording.word("what_if.conditions" if stand.gates else "what_if.holds")

    def _retry(self, stand: RuleStand) -> str:
        if not stand.refuses:
            return ""
        at = stand.retry_at
        return self._next(at) if at is not None else self._wording.word("what_if.never")

    def said(self, said: Iterable[Said]) -> Iterable[SaidSeen]:
        new = self._wording.word("what_if.new")
        moved = self._part.changes > 0
        for each in said:
            yield SaidSeen(self._wording.text(each.text), new if each.new and moved else "")

    def hints(self) -> Iterable[tuple[str, str]]:
        """The keys of the page that have something to do now."""
        wording, part = self._wording, self._part
        yield "Up+Down", wording.word("what_if.key_row")
        yield "Left+Right", wording.word("what_if.key_move")
        yield "1–6", wording.word("what_if.key_group")
        yield ",+.", wording.word("what_if.key_time")
        if (part.until if part.allowed else part.retry_at) is not None:
            yield "Space", wording.word("what_if.key_turn")
        yield "J+K", wording.word("what_if.key_rule")
        yield "G", wording.word("what_if.key_pack")
        if part.moves:
            yield "Z", wording.word("what_if.key_back")
        if part.changes:
            yield "R", wording.word("what_if.key_again")
        yield "S", wording.word("what_if.key_from")
