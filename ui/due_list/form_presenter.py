"""The form of a deed as finished words: what can be chosen by which digit and why not, what Enter
will do, who signs, and the fault beside its field."""

from dataclasses import dataclass

from desk_client.services.desk_state import DeskState
from desk_client.services.workflow_parts import ChoiceRow, DeedEffect
from ui.wording import Wording


@dataclass(frozen=True, slots=True)
class ChoiceSeen:
    """One choice. `state`: free, chosen, ticked, unticked, shut."""

    key: str
    label: str
    detail: str
    state: str
    said: str


@dataclass(frozen=True, slots=True)
class EffectSeen:
    """One thing that Enter does."""

    icon: str
    what: str
    clause: str


@dataclass(frozen=True, slots=True)
class DeedSeen:
    """The whole form. `of` names it, so that another one begins empty."""

    of: str
    title: str
    about: str
    choices: tuple[ChoiceSeen, ...]
    chosen: int | None
    choose: str
    many: bool
    asks: str
    optional: bool
    effects: tuple[EffectSeen, ...]
    second: str
    asking: str
    fault: str
    fault_at: str
    on_list: bool


def deed_seen(state: DeskState, wording: Wording) -> DeedSeen | None:
    """None while no form is open."""
    part = state.deed
    if part is None:
        return None
    text, word = wording.text, wording.word
    return DeedSeen(
        of=f"{part.deed} {part.about.en}",
        title=text(part.title),
        about=text(part.about),
        choices=tuple(
            _choice(place, row, wording, chosen=place == part.chosen)
            for place, row in enumerate(part.choices)
        ),
        chosen=part.chosen,
        choose=word("due.choose_first"),
        many=any(row.ticked is not None for row in part.choices),
        asks=text(part.asks),
        optional=part.optional,
        effects=tuple(_effect(each, wording) for each in part.effects),
        second=word("due.second_owed", who=text(part.second)) if part.second is not None else "",
        asking=word("due.asking") if part.asking else "",
        fault=text(part.fault) if part.fault is not None else "",
        fault_at=part.fault_at,
        on_list=part.on_list,
    )


def _choice(place: int, row: ChoiceRow, wording: Wording, *, chosen: bool) -> ChoiceSeen:
    detail = wording.text(row.detail) if row.detail is not None else ""
    if row.fault is not None:
        state, detail = "shut", wording.text(row.fault)
    elif row.ticked is not None:
        state = "ticked" if row.ticked else "unticked"
    else:
        state = "chosen" if chosen else "free"
    word = wording.word(f"due.{state}") if row.ticked is not None else ""
    label = wording.text(row.label)
    return ChoiceSeen(
        key="" if row.fixed else str(place + 1),
        label=label,
        detail=detail,
        state=state,
        said=", ".join(each for each in (label, word, detail) if each),
    )


def _effect(effect: DeedEffect, wording: Wording) -> EffectSeen:
    value = wording.text(effect.value) if effect.value is not None else ""
    clause = wording.clause(wording.text(effect.clause)) if effect.clause is not None else ""
    between = "：" if wording.language == "zh" else ": "
    what = wording.text(effect.what)
    return EffectSeen(effect.icon, f"{what}{between}{value}" if value else what, clause)
