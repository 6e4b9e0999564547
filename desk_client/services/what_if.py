"""What if? A trial of the rules as the page shows it: each lever, the verdict that the engine gives
on the changed request, every rule with what is different from where the trial began, and the
debtor's day. Nothing is guessed: the day and both verdicts are asked of the same packs that guard
the telephone."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from desk_client.compliance.answer import Limit, Standing, Verdict
from desk_client.compliance.pack import Pack
from desk_client.compliance.rule import Rule
from desk_client.services.case_parts import Meter
from desk_client.services.contact_levers import contact_levers, time_levers
from desk_client.services.debtor_levers import consent_levers, flag_levers, past_levers
from desk_client.services.judging import gate_text
from desk_client.services.lawful_day import lawful_day
from desk_client.services.levers import Lever, Switch
from desk_client.services.pack_pages import subject_of
from desk_client.services.trial import Trial
from desk_client.services.what_if_parts import Change, LeverRow, RuleStand, Said, WhatIfPart
from desk_client.text import Text

_ENGINE = "engine"  # refusals where something is unknown; they stand in no pack


def levers_of(trial: Trial, packs: Sequence[Pack]) -> tuple[Lever, ...]:
    """Every lever that the trial has now, group by group."""
    return (
        *time_levers(),
        *contact_levers(),
        *flag_levers(trial),
        *consent_levers(trial),
        *past_levers(),
        _by_scope(packs),
        *(_pack_switch(pack, packs) for pack in packs),
    )


def moved(trial: Trial, name: str, step: int, packs: Sequence[Pack]) -> Trial:
    """The trial with one lever moved; as it is where it has no such lever."""
    lever = next((each for each in levers_of(trial, packs) if each.name == name), None)
    return trial if lever is None else lever.moved(trial, step)


def next_turn(trial: Trial, packs: Sequence[Pack]) -> datetime | None:
    """The next instant at which the verdict turns: the first lawful one of what is refused, the
    end of the hours of what is allowed; None where time brings neither."""
    asked, by = trial.asked, trial.packs(packs)
    verdict = by.verdict(asked)
    return by.until(asked) if verdict.allowed else verdict.retry_at


def what_if_part(trial: Trial, packs: Sequence[Pack], moves: int) -> WhatIfPart:
    """The whole page; `moves` can be taken back."""
    began = Trial.of(trial.began)
    asked, by = trial.asked, trial.packs(packs)
    asked_before, by_before = began.asked, began.packs(packs)
    verdict, before = by.verdict(asked), by_before.verdict(asked_before)
    standings = by.standings(asked)
    known = {(pack.id, rule.id): rule for pack in packs for rule in pack.rules}
    laws = {pack.id for pack in packs if pack.is_law}
    stands = _rules(verdict, standings, before, by_before.standings(asked_before))
    rules = tuple(
        _about(stand, known) for stand in sorted(stands, key=lambda each: _place(each, laws))
    )
    day = trial.local.date()
    why = verdict.reasons[0].text if verdict.reasons else None
    refs = [reason.ref for reason in verdict.reasons]
    refs = refs or [rule.clause for rule in rules if rule.pack != _ENGINE]
    return WhatIfPart(
        source=trial.began.source,
        about=trial.began.about,
        now=asked.now,
        zone=trial.zone.key,
        levers=tuple(_rows(trial, began, packs)),
        moves=moves,
        allowed=verdict.allowed,
        allowed_before=before.allowed,
        why=why,
        clauses=" · ".join(list(dict.fromkeys(refs))[:2]),
        retry_at=verdict.retry_at,
        until=by.until(asked) if verdict.allowed else None,
        rules=rules,
        silent=sum(len(pack.rules) for pack in by.in_force(asked)) - _ruled(standings),
        limits=tuple(_meter(limit, verdict) for limit in verdict.limits),
        gates=_said(map(gate_text, verdict.gates), map(gate_text, before.gates)),
        disclosures=_said(
            _disclosed(verdict, by.in_force(asked)),
            _disclosed(before, by_before.in_force(asked_before)),
        ),
        day=lawful_day(trial.request_of_day, by, trial.zone, day),
        day_before=lawful_day(began.request_of_day, by_before, trial.zone, day),
        past=tuple(
            event.at
            for event in trial.request_of_day.history
            if event.at.astimezone(trial.zone).date() == day
        ),
    )


def _place(stand: RuleStand, laws: Container[str]) -> int:
    """What refuses, what no longer does, the law, the house, and last what is known."""
    if stand.refuses or stand.change == "gone":
        return int(not stand.refuses)
    if stand.pack == _ENGINE:
        return 4
    return 2 if stand.pack in laws else 3


def _about(stand: RuleStand, known: Mapping[tuple[str, str], Rule]) -> RuleStand:
    """With what the rule is about, which its answer does not name."""
    rule = known.get((stand.pack, stand.rule))
    if rule is None:
        return stand
    return replace(stand, subject=subject_of(rule), gates=getattr(rule, "effect", "") == "gate")


def _ruled(standings: Iterable[Standing]) -> int:
    return sum(standing.pack != _ENGINE for standing in standings)


def _rows(trial: Trial, began: Trial, packs: Sequence[Pack]) -> Iterable[LeverRow]:
    known = {lever.name: lever.value(began) for lever in levers_of(began, packs)}
    details = {f"pack:{pack.id}": pack.file.version for pack in packs}
    places = began.request.debtor.locations
    details["home"] = (places[0].region or places[0].zone or "") if places else ""
    for lever in levers_of(trial, packs):
        value = lever.value(trial)
        yield LeverRow(
            name=lever.name,
            group=lever.group,
            value=value,
            began=known.get(lever.name, value),
            about=lever.about,
            detail=details.get(lever.name, ""),
            known=lever.name in known,
        )


def _by_scope(packs: Sequence[Pack]) -> Lever:
    """Whether the packs follow the request, or stay as they are switched."""

    def write(trial: Trial, on: bool) -> Trial:
        return replace(trial, on=None if on else _on(trial, packs))

    return Switch("by_scope", "packs", lambda trial: trial.on is None, write)


def _pack_switch(pack: Pack, packs: Sequence[Pack]) -> Lever:
    def write(trial: Trial, on: bool) -> Trial:
        """By hand from now on, beginning with those that decided until now."""
        others = [name for name in _on(trial, packs) if name != pack.id]
        return replace(trial, on=(*others, pack.id) if on else tuple(others))

    return Switch(
        f"pack:{pack.id}",
        "packs",
        lambda trial: pack.id in _on(trial, packs),
        write,
        about=pack.file.name,
    )


def _on(trial: Trial, packs: Sequence[Pack]) -> tuple[str, ...]:
    if trial.on is not None:
        return trial.on
    return tuple(pack.id for pack in trial.packs(packs).in_force(trial.asked))


def _rules(
    verdict: Verdict,
    standings: Sequence[Standing],
    before: Verdict,
    standings_before: Sequence[Standing],
) -> tuple[RuleStand, ...]:
    """Strictest refusal first, as the verdict lists them, then what holds, then rules that refused
    where the trial began and have nothing to say any more."""
    place = {(reason.pack, reason.rule): at for at, reason in enumerate(verdict.reasons)}
    stood = {(each.pack, each.rule): each.refuses for each in standings_before}
    stands = {(each.pack, each.rule): each for each in standings}
    ordered = sorted(stands, key=lambda key: (place.get(key, len(place)), not stands[key].refuses))
    limits = {limit.rule: limit for limit in verdict.limits}
    rows = [
        _stand(stands[key], limits.get(key[1]), _change(stands[key].refuses, stood.get(key)))
        for key in ordered
    ]
    gone = [
        each for each in standings_before if each.refuses and (each.pack, each.rule) not in stands
    ]
    old = {limit.rule: limit for limit in before.limits}
    rows += [_stand(each, old.get(each.rule), "gone") for each in gone]
    return tuple(rows)


def _change(refuses: bool, refused: bool | None) -> Change:
    if refused is None:
        return "now_refuses" if refuses else "new"
    if refuses is refused:
        return "same"
    return "now_refuses" if refuses else "now_allows"


def _stand(standing: Standing, limit: Limit | None, change: Change) -> RuleStand:
    refuses = standing.refuses and change != "gone"
    return RuleStand(
        rule=standing.rule,
        pack=standing.pack,
        kind=standing.kind,
        label=limit.label if limit else None,
        text=standing.text,
        clause=standing.ref,
        severity=standing.severity,
        confidence=standing.confidence,
        refuses=refuses,
        retry_at=standing.free_at if refuses else None,
        used=limit.used if limit else None,
        most=limit.max if limit else None,
        change=change,
    )


def _meter(limit: Limit, verdict: Verdict) -> Meter:
    return Meter(
        rule=limit.rule,
        label=limit.label,
        clause=limit.ref,
        used=limit.used,
        max=limit.max,
        blocking=any(reason.rule == limit.rule for reason in verdict.reasons),
    )


def _said(now: Iterable[Text], before: Iterable[Text]) -> tuple[Said, ...]:
    known = set(before)
    return tuple(Said(text, text not in known) for text in dict.fromkeys(now))


def _disclosed(verdict: Verdict, deciding: Sequence[Pack]) -> list[Text]:
    """What must be said, in the words of the rules that ask for it."""
    words = {
        getattr(rule, "say", ""): rule.text
        for pack in reversed(deciding)
        for rule in pack.rules
        if rule.kind == "disclosure"
    }
    return [words.get(said, Text(said, said)) for said in verdict.disclosures]
