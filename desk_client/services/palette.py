"""The palette: cases found by whatever is typed, those pinned and opened last, and saved searches
that the work list can be narrowed to. It finds every case that the store holds, lent to this desk
or not; a case found here is shown and never dialled by itself, and without a lease the gate
refuses it. Nothing that it shows tells of the debt, and while the debtor's identity is not
verified in a call, it does not even look for amounts."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from desk_client.ids import CaseId
from desk_client.phone_number import PhoneNumber
from desk_client.pinyin import initials, is_han
from desk_client.services import palette_intents as asks
from desk_client.services.at_hand import AtHand
from desk_client.services.narrowing import Narrowing
from desk_client.services.palette_parts import FoundCase, PalettePart
from desk_client.services.risk_flags import FLAGS
from desk_client.services.standing import NOT_NOW, Standing
from desk_client.services.work import Work
from desk_client.store.facts import FactStore
from desk_client.store.reference import Reference
from desk_client.store.search import Found, Search
from desk_client.store.search_terms import By, plain
from desk_client.text import Text

SHOWN = 8  # cases; whoever does not see theirs types one letter more
RECENT = 10
NOT_HERE = Text("本机没有这个案件", "This case is not on this desk")


class Palette:
    """Answers the palette's intents; called on the desk thread."""

    def __init__(
        self,
        *,
        standing: Standing,
        search: Search,
        reference: Reference,
        facts: FactStore,
        at_hand: AtHand,
        work: Work,
        look_up: Callable[[CaseId], None],
    ) -> None:
        """`look_up` shows a case, or says why that cannot be now."""
        self._at = standing
        self._search = search
        self._reference = reference
        self._facts = facts
        self._kept = at_hand
        self._work = work
        self._look_up = look_up
        self._part: PalettePart | None = None

    def answers(self) -> dict[type, Callable[[Any], None]]:
        """The intents answered here."""
        return {
            asks.OpenPalette: lambda _: self._look(""),
            asks.LookFor: lambda i: self._look(i.query),
            asks.LookAt: lambda i: self._show(i.case_id),
            asks.TogglePin: lambda i: self._done(self._kept.toggle_pin(i.case_id)),
            asks.SaveSearch: lambda i: self._done(self._kept.save(i.name, i.query)),
            asks.ToggleSearch: lambda i: self._toggle_search(i.name),
            asks.NarrowTo: lambda i: self._narrow(i.name),
            asks.ClosePalette: lambda _: self._close(),
        }

    def fields(self, *, hidden: bool) -> dict[str, Any]:  # noqa: ARG002 - it asks for itself
        """Its part of the state; what an amount found is gone as soon as amounts are hidden."""
        part = self._part
        if part is not None and not self._may_know_amounts:
            told = tuple(row for row in part.rows if row.by != By.AMOUNT)
            if len(told) < len(part.rows):
                part = replace(part, rows=told, total=len(told), more=False)
        return {"palette": part}

    @property
    def _may_know_amounts(self) -> bool:
        """That a typed amount finds a case says what is owed, to whoever listens in."""
        at = self._at
        if at.side is not None or at.hidden_by_key:
            return False
        return not at.in_call or (at.call is not None and at.call.verified)

    def _look(self, query: str) -> None:
        now = self._at.clock.now()
        found = self._search.find(
            query,
            now=now,
            flags=flags_named(query),
            amounts=self._may_know_amounts,
            limit=SHOWN,
        )
        pinned: tuple[FoundCase, ...] = ()
        recent: tuple[FoundCase, ...] = ()
        if not plain(query):
            pinned = self._told(self._search.of_cases(self._kept.pinned, now))
            opened = self._facts.opened_last(self._at.staff.agent.login, RECENT)
            others = [each for each in opened if each not in self._kept.pinned]
            recent = self._told(self._search.of_cases(others, now))
        self._part = PalettePart(
            query=query,
            rows=self._told(found.rows, query),
            total=found.total,
            more=found.more,
            pinned=pinned,
            recent=recent,
            searches=self._kept.searches,
            narrowed=self._work.narrowed.name if self._work.narrowed else "",
        )

    def _told(self, rows: Iterable[Found], query: str = "") -> tuple[FoundCase, ...]:
        hand = self._at.hand
        return tuple(
            FoundCase(
                case_id=row.case_id,
                case_no=row.case_no,
                name=row.name,
                typed=_initials(row.name),
                number=self._number(row, query),
                by=row.by,
                lent=row.lent,
                in_hand=hand is not None and hand.case.case_id == row.case_id,
                pinned=row.case_id in self._kept.pinned,
            )
            for row in rows
        )

    def _number(self, row: Found, query: str) -> PhoneNumber | None:
        """The number whose last digits were typed, else the debtor's first."""
        points = self._reference.contact_points(row.debtor_id)
        numbers = [each.value for each in points if each.value.lstrip("+").isdecimal()]
        typed = "".join(each for each in plain(query) if each.isdecimal())
        ends = [each for each in numbers if row.by == By.TAIL and typed and each.endswith(typed)]
        chosen = next(iter([*ends, *numbers]), None)
        return PhoneNumber(chosen) if chosen is not None else None

    def _show(self, case_id: CaseId) -> None:
        if self._reference.case(case_id) is None:
            self._at.notice = NOT_HERE
            return
        self._look_up(case_id)

    def _toggle_search(self, name: str) -> None:
        self._done(self._kept.toggle_search(name))
        narrowed = self._work.narrowed
        if narrowed is not None and narrowed.name == name and self._kept.query_of(name) is None:
            self._narrow("")

    def _narrow(self, name: str) -> None:
        query = self._kept.query_of(name) if name else None
        if name and query is None:
            self._at.notice = NOT_NOW
            return
        self._work.narrowed = (
            Narrowing(name=name, query=query, search=self._search) if query is not None else None
        )
        self._at.selected = 0
        self._at.revision += 1
        self._done(None)

    def _done(self, fault: Text | None) -> None:
        """Shows what is kept now, and says what was wrong."""
        self._at.notice = fault
        if self._part is not None:
            self._look(self._part.query)

    def _close(self) -> None:
        self._kept.forget_gone()
        self._part = None


def flags_named(query: str) -> Sequence[str]:
    """The flags whose words begin so, in either language; one letter names none."""
    text = plain(query)
    if len(text) < 2:
        return ()
    return [
        flag
        for flag, chip in FLAGS.items()
        if plain(chip.label.en).startswith(text) or text in plain(chip.label.zh)
    ]


def _initials(name: str) -> str:
    return initials(name)[0] if name and all(map(is_han, name.replace("·", ""))) else ""
