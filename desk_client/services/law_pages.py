"""The two pages of the law at one desk: what-if, which begins with the contact in hand, and the
packs. Only one is open at a time. A page opened between calls closes when a call begins: nothing
stands between the agent and a debtor who speaks."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from desk_client.compliance.pack import Pack
from desk_client.services import law_intents as asks
from desk_client.services.gate import Judged
from desk_client.services.pack_pages import (
    pack_row,
    rule_detail,
    rule_rows,
    sources,
    version_change,
)
from desk_client.services.pack_parts import PacksPart
from desk_client.services.pack_shelf import PackShelf
from desk_client.services.standing import NOT_NOW, Standing
from desk_client.services.trial import CASE, Beginning, Trial, of_example
from desk_client.services.what_if import moved, next_turn, what_if_part
from desk_client.services.what_if_parts import WhatIfPart
from desk_client.text import Text

_NO_TURN = Text("时间不会改变此判定", "Time does not change this verdict")
_NO_EARLIER = Text("没有更早的版本", "No earlier version is kept")
_MOVES_KEPT = 200


@dataclass(frozen=True)
class _Viewed:
    """Where the viewer stands."""

    pack: str
    rule: str = ""
    only_unconfirmed: bool = False
    against: int = -1  # of the earlier versions; -1 = none


class LawPages:
    """Answers the pages' intents; called on the desk thread."""

    def __init__(self, *, standing: Standing, shelf: PackShelf) -> None:
        self._at = standing
        self._shelf = shelf
        self._trials: list[Trial] = []  # the last one is shown
        self._viewed: _Viewed | None = None
        self._tried: set[str] = set()  # packs whose examples were run
        self._began_in_call = False
        self._painted: tuple[object, object] = (None, None)

    def answers(self) -> dict[type, Callable[[Any], None]]:
        """The intents answered here."""
        return {
            asks.OpenWhatIf: lambda _: self._open_what_if(),
            asks.MoveLever: lambda i: self._move(i.name, i.step),
            asks.MoveTime: lambda i: self._go(lambda t: t.at(t.request.now + _minutes(i.minutes))),
            asks.GoToTime: lambda i: self._go(lambda t: t.at(i.at)),
            asks.GoToTurn: lambda _: self._turn(),
            asks.TakeBackMove: lambda _: self._take_back(),
            asks.BeginAgain: lambda _: self._go(lambda t: Trial.of(t.began)),
            asks.BeginFrom: lambda i: self._begin_from(i.step),
            asks.OpenPacks: lambda i: self._open_packs(i.pack, i.rule),
            asks.ChoosePack: lambda i: self._view(_Viewed(i.pack)),
            asks.ChooseRule: lambda i: self._view(rule=i.rule),
            asks.ToggleUnconfirmed: lambda _: self._toggle_unconfirmed(),
            asks.CompareVersion: lambda _: self._compare(),
            asks.CloseLawPage: lambda _: self._close(),
        }

    def fields(self, *, hidden: bool) -> dict[str, Any]:  # noqa: ARG002 - tells nothing of the debt
        """Its part of the state."""
        return {"what_if": self.what_if(), "packs": self.viewer()}

    def what_if(self) -> WhatIfPart | None:
        """The open trial; None while it is shut."""
        self._step_aside()
        if not self._trials:
            return None
        trial, packs = self._trials[-1], self._shelf.packs
        mark = (id(trial), packs, self._shelf.reading)
        if self._painted[0] != mark:
            part = what_if_part(trial, packs, len(self._trials) - 1)
            self._painted = (mark, replace(part, reading=self._shelf.reading))
        part_kept = self._painted[1]
        return part_kept if isinstance(part_kept, WhatIfPart) else None

    def viewer(self) -> PacksPart | None:
        """The open viewer; None while it is shut."""
        self._step_aside()
        viewed = self._viewed
        if viewed is None:
            return None
        mark = (viewed, self._today, self._shelf.packs, self._shelf.reading)
        if self._painted[0] != mark:
            self._painted = (mark, self._viewer_part(viewed))
        part = self._painted[1]
        return part if isinstance(part, PacksPart) else None

    def _step_aside(self) -> None:
        if not self._at.in_call:
            self._began_in_call = False
        elif not self._began_in_call:
            self._close()

    def _close(self) -> None:
        self._trials, self._viewed, self._painted = [], None, (None, None)

    def _open_what_if(self) -> None:
        beginnings = self._beginnings
        self._close()
        self._shelf.want()
        self._began_in_call = self._at.in_call
        if beginnings:
            self._trials = [Trial.of(beginnings[0])]
        else:
            self._at.notice = NOT_NOW

    @property
    def _beginnings(self) -> list[Beginning]:
        """The contact in hand, then the usual example of each pack, those of this desk first."""
        packs = self._shelf.packs
        found = [of_example(pack, packs) for pack in packs if pack.is_law]
        hand, judged = self._at.hand, self._judged
        if hand is None or judged is None:
            return found
        on = tuple(pack.id for pack in judged.packs.in_force(judged.request))
        about = Text(hand.case.case_no, hand.case.case_no)
        return [Beginning(CASE, about, judged.request, on), *found]

    @property
    def _judged(self) -> Judged | None:
        """The gate's answer about the shown contact point."""
        if self._at.refusal is not None:
            return self._at.refusal.judged
        shown = [each for each in self._at.judged if each.point == self._at.point]
        return next(iter((*shown, *self._at.judged)), None)

    def _move(self, name: str, step: int) -> None:
        self._go(lambda trial: moved(trial, name, step, self._shelf.packs))

    def _go(self, change: Callable[[Trial], Trial]) -> None:
        """To another trial; the one before can be taken back."""
        if not self._trials:
            self._at.notice = NOT_NOW
            return
        changed = change(self._trials[-1])
        if changed != self._trials[-1]:
            self._trials = [*self._trials[-_MOVES_KEPT:], changed]

    def _turn(self) -> None:
        if not self._trials:
            self._at.notice = NOT_NOW
            return
        at = next_turn(self._trials[-1], self._shelf.packs)
        if at is None:
            self._at.notice = _NO_TURN
        else:
            self._go(lambda trial: trial.at(at))

    def _take_back(self) -> None:
        if len(self._trials) > 1:
            self._trials = self._trials[:-1]

    def _begin_from(self, step: int) -> None:
        if not self._trials:
            self._at.notice = NOT_NOW
            return
        beginnings = self._beginnings
        names = [each.source for each in beginnings]
        here = self._trials[-1].began.source
        place = names.index(here) + step if here in names else 0
        self._trials = [Trial.of(beginnings[place % len(beginnings)])]

    def _open_packs(self, pack: str, rule: str) -> None:
        known = [each.id for each in self._shelf.packs]
        chosen = pack if pack in known else next(iter(known), "")
        self._close()
        self._shelf.want()
        self._began_in_call = self._at.in_call
        self._viewed = _Viewed(chosen, rule)

    def _view(self, other: _Viewed | None = None, **changes: Any) -> None:
        if self._viewed is None:
            self._at.notice = NOT_NOW
        elif other is not None:
            self._viewed = replace(other, only_unconfirmed=self._viewed.only_unconfirmed)
        else:
            self._viewed = replace(self._viewed, **changes)

    def _toggle_unconfirmed(self) -> None:
        if self._viewed is not None:
            self._view(only_unconfirmed=not self._viewed.only_unconfirmed)

    def _compare(self) -> None:
        """With the next earlier version; after the last one with none."""
        viewed = self._viewed
        if viewed is None:
            return
        kept = len(self._shelf.earlier(self._pack(viewed)))
        if not kept:
            self._at.notice = _NO_EARLIER
        self._view(against=viewed.against + 1 if viewed.against + 1 < kept else -1)

    def _pack(self, viewed: _Viewed) -> Pack:
        return next(each for each in self._shelf.packs if each.id == viewed.pack)

    @property
    def _today(self) -> date:
        return self._at.clock.now().date()

    def _viewer_part(self, viewed: _Viewed) -> PacksPart:
        pack = self._pack(viewed)
        packs, earlier = self._shelf.packs, self._shelf.earlier(pack)
        ours = self._shelf.ours.named or tuple(each.id for each in packs)
        rules = rule_rows(pack, self._today, only_unconfirmed=viewed.only_unconfirmed)
        shown = [row.rule for row in rules]
        rule = viewed.rule if viewed.rule in shown else next(iter(shown), "")
        self._tried.add(pack.id)
        return PacksPart(
            packs=tuple(
                pack_row(each, in_use=each.id in ours, tried=each.id in self._tried)
                for each in packs
            ),
            chosen=pack.id,
            rules=rules,
            only_unconfirmed=viewed.only_unconfirmed,
            detail=rule_detail(pack, rule, self._today),
            sources=sources(pack),
            versions=tuple(each.file.version for each in earlier),
            against=version_change(earlier[viewed.against], pack) if viewed.against >= 0 else None,
            reading=self._shelf.reading,
            fault=self._shelf.fault,
        )


def _minutes(minutes: int) -> timedelta:
    return timedelta(minutes=minutes)
