"""The palette over a real store: what is at hand, what is found, what amounts tell and when they do
not; saved searches and the work list narrowed to one."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from desk_client.compliance.pack_set import PackSet
from desk_client.fact_body import CaseOpened
from desk_client.ids import CaseId, DebtorId
from desk_client.money import Money
from desk_client.services import palette_intents as asks
from desk_client.services.at_hand import FULL, MOST, NAME_TOO_LONG, NO_NAME, AtHand
from desk_client.services.case_in_hand import CaseFiles
from desk_client.services.desk_state import Phase
from desk_client.services.gate import Gate
from desk_client.services.palette import NOT_HERE, Palette, flags_named
from desk_client.services.palette_parts import PalettePart
from desk_client.services.work import Work
from desk_client.store.facts import FactStore
from desk_client.store.leases import Lease, Leases
from desk_client.store.reference import Reference, ReferenceRows
from desk_client.store.search import Search
from desk_client.store.settings import StoredSettings
from desk_client.store.worklist import Worklist
from tests.rows import case, debt, debtor, point
from tests.services.hands import call
from tests.services.law_desk import BANK, CAMPAIGN, LI, TUESDAY, LawDesk

PEOPLE = ("王建国", "王静", "吴建军", "Maria Garcia")
OWED = ("3260.50", "812.00", "15000.00", "420.00")


class Floor:
    """Four debtors at a desk, three of them lent to it; the palette asked as the window asks it."""

    def __init__(self, folder: Path) -> None:
        desk = LawDesk(folder)
        self.desk, self.at, database = desk, desk.standing, desk.database
        self.settings = StoredSettings(database)
        self.reference, self.facts = Reference(database), FactStore(database)
        self.reference.upsert(
            ReferenceRows(
                debtors=[debtor(n, name=name) for n, name in enumerate(PEOPLE, 1)],
                contact_points=[
                    point(1, value="+8613812345678"),
                    point(1, contact_point_id="work-1", value="+862188887777", rank=2),
                    *(point(n) for n in (2, 3, 4)),
                ],
                cases=[
                    case(n, debt(n, balance=Money(Decimal(owed)))) for n, owed in enumerate(OWED, 1)
                ],
                campaigns=[CAMPAIGN],
            )
        )
        leases = Leases(database)
        leases.save(
            Lease(
                debtor_id=DebtorId(f"debtor-{n}"),
                leased_until=TUESDAY + timedelta(hours=2),
                permits=6,
                granted_at=TUESDAY,
                taken_at=TUESDAY,
                complete=True,
            )
            for n in (1, 2, 3)
        )
        files = CaseFiles(reference=self.reference, facts=self.facts)
        gate = Gate(packs=PackSet.shipped(), leases=leases, circumstances=BANK, clock=desk.clock)
        self.work = Work(worklist=Worklist(database), files=files, gate=gate)
        self.shown: list[CaseId] = []
        self.palette = Palette(
            standing=self.at,
            search=Search(database),
            reference=self.reference,
            facts=self.facts,
            at_hand=AtHand(self.settings, LI.login),
            work=self.work,
            look_up=self.shown.append,
        )

    def ask(self, *asked: object) -> PalettePart:
        for intent in asked:
            self.palette.answers()[type(intent)](intent)
        part = self.palette.fields(hidden=True)["palette"]
        assert isinstance(part, PalettePart)
        return part

    def open_case(self, number: int) -> None:
        at = self.desk.clock.at
        one = self.reference.case(CaseId(f"case-{number}"))
        self.desk.clock.at = at + timedelta(seconds=1)
        self.at.record.write(one, CaseOpened(shown="hidden"))

    def list_names(self) -> list[str]:
        rows = self.work.painted(self.desk.clock.now(), CAMPAIGN, 0).rows
        return sorted(row.name for row in rows)


@pytest.fixture
def floor(tmp_path: Path) -> Iterator[Floor]:
    made = Floor(tmp_path)
    yield made
    made.desk.close()


def names(part: PalettePart) -> list[str]:
    return [row.name for row in part.rows]


def test_what_is_typed_is_answered_with_its_query(floor: Floor) -> None:
    part = floor.ask(asks.OpenPalette())
    assert (part.query, part.rows) == ("", ())
    part = floor.ask(asks.LookFor("wj"))
    assert part.query == "wj"
    assert names(part) == ["王静", "王建国", "吴建军"]
    assert [row.typed for row in part.rows] == ["wj", "wjg", "wjj"]
    assert part.total == 3


def test_the_number_that_was_typed_is_the_one_shown(floor: Floor) -> None:
    (row,) = floor.ask(asks.LookFor("7777")).rows
    assert row.number is not None
    assert row.number.masked.endswith("7777")
    (row,) = floor.ask(asks.LookFor("wjg")).rows
    assert row.number is not None
    assert row.number.masked.endswith("5678")


def test_a_case_of_others_is_found_and_said_not_to_be_lent(floor: Floor) -> None:
    (row,) = floor.ask(asks.LookFor("garcia")).rows
    assert not row.lent
    assert row.typed == ""
    floor.ask(asks.LookAt(row.case_id))
    assert floor.shown == ["case-4"]


def test_a_case_that_is_not_on_this_desk_is_not_shown(floor: Floor) -> None:
    floor.palette.answers()[asks.LookAt](asks.LookAt(CaseId("elsewhere")))
    assert floor.shown == []
    assert floor.at.notice == NOT_HERE


def test_no_figure_of_a_debt_is_in_the_part(floor: Floor) -> None:
    for query in ("王", "3260.50", "SH-2611"):
        told = repr(floor.ask(asks.LookFor(query)))
        assert not any(owed in told.replace(repr(query), "") for owed in OWED)


def test_amounts_find_nobody_while_the_debtor_is_not_verified(floor: Floor) -> None:
    assert names(floor.ask(asks.LookFor("15,000"))) == ["吴建军"]
    talking = call()
    floor.at.call = talking
    floor.at.enter(Phase.TALKING)
    assert names(floor.ask()) == []  # what had been found is gone with the first ring
    assert names(floor.ask(asks.LookFor("15000.00"))) == []
    assert names(floor.ask(asks.LookFor("wjj"))) == ["吴建军"]
    floor.at.enter(Phase.WRAP_UP)
    assert names(floor.ask(asks.LookFor("15000.00"))) == ["吴建军"]
    floor.at.hidden_by_key = True
    assert names(floor.ask(asks.LookFor("15000.00"))) == []


def test_what_was_opened_last_stands_first_and_once(floor: Floor) -> None:
    for number in (1, 2, 1, 3):
        floor.open_case(number)
    part = floor.ask(asks.OpenPalette())
    assert [row.name for row in part.recent] == ["吴建军", "王建国", "王静"]


def test_a_pin_stays_for_this_person_and_goes_by_the_same_key(floor: Floor) -> None:
    floor.open_case(2)
    part = floor.ask(asks.OpenPalette(), asks.TogglePin(CaseId("case-2")))
    assert [row.name for row in part.pinned] == ["王静"]
    assert part.recent == ()
    assert AtHand(floor.settings, LI.login).pinned == ("case-2",)
    assert AtHand(floor.settings, type(LI.login)("agent_wang")).pinned == ()
    part = floor.ask(asks.TogglePin(CaseId("case-2")))
    assert part.pinned == ()
    assert [row.name for row in part.recent] == ["王静"]


def test_the_case_in_hand_is_said_to_be(floor: Floor) -> None:
    taken = floor.desk.take()
    floor.at.hand = replace(taken, case=replace(taken.case, case_id=CaseId("case-2")))
    rows = floor.ask(asks.LookFor("wj")).rows
    assert [row.name for row in rows if row.in_hand] == ["王静"]


def test_a_saved_search_is_asked_again_by_its_name(floor: Floor) -> None:
    part = floor.ask(asks.OpenPalette(), asks.SaveSearch("  姓王\x07的 ", " 王 "))
    assert [(each.name, each.query) for each in part.searches] == [("姓王 的", "王")]
    part = floor.ask(asks.SaveSearch("姓王 的", "王建"))
    assert [each.query for each in part.searches] == ["王建"]
    assert AtHand(floor.settings, LI.login).query_of("姓王 的") == "王建"


def test_a_search_taken_away_comes_back_by_the_same_key(floor: Floor) -> None:
    floor.ask(asks.OpenPalette(), asks.SaveSearch("姓王", "王"))
    part = floor.ask(asks.ToggleSearch("姓王"))
    assert [each.kept for each in part.searches] == [False]
    part = floor.ask(asks.ToggleSearch("姓王"))
    assert [each.kept for each in part.searches] == [True]
    floor.ask(asks.ToggleSearch("姓王"))
    floor.palette.answers()[asks.ClosePalette](asks.ClosePalette())
    assert floor.ask(asks.OpenPalette()).searches == ()


def test_what_cannot_be_saved_is_said(floor: Floor) -> None:
    kept = AtHand(floor.settings, LI.login)
    assert kept.save(" \t", "王") == NO_NAME
    assert kept.save("长" * 25, "王") == NAME_TOO_LONG
    for number in range(MOST):
        assert kept.save(f"第 {number} 个", "王") is None
        assert kept.toggle_pin(CaseId(f"case-{number}")) is None
    assert kept.save("再一个", "王") == FULL
    assert kept.save("第 3 个", "李") is None
    assert kept.toggle_pin(CaseId("another")) == FULL
    assert kept.toggle_pin(CaseId("case-3")) is None


def test_settings_that_cannot_be_read_are_as_good_as_none(floor: Floor) -> None:
    floor.settings.put(f"at_hand:{LI.login}", '{"pinned": 7}')
    assert AtHand(floor.settings, LI.login).pinned == ()
    floor.settings.put(f"at_hand:{LI.login}", "no JSON")
    assert AtHand(floor.settings, LI.login).searches == ()


def test_the_work_list_is_narrowed_and_counts_what_it_leaves_out(floor: Floor) -> None:
    floor.ask(asks.OpenPalette(), asks.SaveSearch("姓王", "王"))
    whole = floor.list_names()
    assert whole == ["吴建军", "王建国", "王静"]
    part = floor.ask(asks.NarrowTo("姓王"))
    assert part.narrowed == "姓王"
    assert floor.list_names() == ["王建国", "王静"]
    listed = floor.work.painted(floor.desk.clock.now(), CAMPAIGN, 0)
    assert (listed.narrowed, listed.left_out) == ("姓王", 1)
    following = floor.work.next_case(floor.desk.clock.now())
    assert following is None or following.hand.debtor.name.startswith("王")
    floor.ask(asks.NarrowTo())
    assert floor.list_names() == whole


def test_a_narrowing_goes_with_its_search(floor: Floor) -> None:
    floor.ask(asks.OpenPalette(), asks.SaveSearch("姓王", "王"), asks.NarrowTo("姓王"))
    floor.ask(asks.ToggleSearch("姓王"))
    assert len(floor.list_names()) == 3
    floor.palette.answers()[asks.NarrowTo](asks.NarrowTo("没有的"))
    assert floor.at.notice is not None


@pytest.mark.parametrize("query", ["首次", "first contact", "M2"])
def test_a_list_is_narrowed_by_what_its_rows_say(floor: Floor, query: str) -> None:
    floor.ask(asks.OpenPalette(), asks.SaveSearch("行", query), asks.NarrowTo("行"))
    assert len(floor.list_names()) == 3
    floor.ask(asks.SaveSearch("行", "没有这样的"), asks.NarrowTo("行"))
    assert floor.list_names() == []


@pytest.mark.parametrize(
    ("typed", "flags"),
    [("异议", ["dispute"]), ("Disp", ["dispute"]), ("失联", ["lost"]), ("d", []), ("", [])],
)
def test_flags_are_named_in_both_languages(typed: str, flags: list[str]) -> None:
    assert list(flags_named(typed)) == flags
