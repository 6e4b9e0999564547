"""A desk at which only the pages of the law are worked: a real standing with an encrypted store,
the packs that ship, a clock that stands at a Tuesday afternoon in Shanghai, and a case taken into
hand as the gate judges it."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from desk_client.agent import Agent, Campaign, Role
from desk_client.compliance.pack_set import PackSet
from desk_client.compliance.request import Collector
from desk_client.contact import Contact
from desk_client.ids import CampaignId, Login
from desk_client.services.asking import Approach, Circumstances, contact_request
from desk_client.services.case_in_hand import CaseInHand
from desk_client.services.desk_record import DeskRecord
from desk_client.services.desk_state import Phase
from desk_client.services.gate import LOOKING, Judged
from desk_client.services.law_intents import LawIntent
from desk_client.services.law_pages import LawPages
from desk_client.services.pack_parts import PacksPart
from desk_client.services.pack_shelf import PackShelf
from desk_client.services.staff import Staff
from desk_client.services.standing import Standing
from desk_client.services.what_if_parts import LeverRow, RuleStand, WhatIfPart
from desk_client.store.facts import FactStore
from tests.services.hands import hand as case_in_hand
from tests.sync.desk import open_database

TUESDAY = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)  # 16:00 in Shanghai
BANK = Circumstances(collector=Collector(role="first_party", entity="bank", lender="bank"))
CAMPAIGN = Campaign(
    campaign_id=CampaignId("autumn"),
    name="M1",
    organisation="示例银行信用卡中心",
    mode="preview",
    callscript="card-first",
    wrap_up_s=30,
    undo_s=300,
    caller_id="",
    team=1,
)
LI = Agent(login=Login("agent_li"), staff_no="20317", name="李明", role=Role.AGENT, team=1)


@dataclass
class StandingClock:
    """Stands still until the test moves it."""

    at: datetime = TUESDAY
    rehearsal: bool = True
    seconds: float = field(default=0.0)

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.seconds


class LawDesk:
    """The pages, asked by intents as the window asks them."""

    def __init__(self, folder: Path, packs: PackSet | None = None) -> None:
        self.packs = packs or PackSet.shipped()
        self.clock = StandingClock()
        self.database = open_database(folder)
        facts = FactStore(self.database)
        record = DeskRecord(
            database=self.database,
            facts=facts,
            actor=LI.login,
            clock=self.clock,
            wrote=lambda _changes: None,
        )
        self.standing = Standing(
            staff=Staff(agent=LI, campaign=CAMPAIGN), clock=self.clock, record=record, since=TUESDAY
        )
        self.shelf = PackShelf(self.packs, lambda: None)
        self.shelf.read()  # here and now, so that no test waits for a thread
        self.pages = LawPages(standing=self.standing, shelf=self.shelf)

    def close(self) -> None:
        self.database.close()

    def take(self, *history: Contact) -> CaseInHand:
        """A case into hand, judged as a preview judges it."""
        taken = replace(case_in_hand(), history=tuple(history))
        point = taken.points[0]
        now = self.clock.now()
        request = contact_request(
            taken,
            point,
            Approach(path="preview", initiator="agent", mode="preview"),
            now=now,
            history_as_of=now,
            circumstances=BANK,
        )
        judged = Judged(
            point=point,
            approach=LOOKING,
            request=request,
            packs=self.packs,
            verdict=self.packs.verdict(request),
        )
        self.standing.hand, self.standing.judged, self.standing.point = taken, (judged,), point
        self.standing.enter(Phase.PREVIEW)
        return taken

    def ask(self, *asked: LawIntent) -> None:
        for intent in asked:
            self.pages.answers()[type(intent)](intent)

    @property
    def trial(self) -> WhatIfPart:
        part = self.pages.what_if()
        assert part is not None
        return part

    @property
    def viewer(self) -> PacksPart:
        part = self.pages.viewer()
        assert part is not None
        return part

    def lever(self, name: str) -> LeverRow:
        return next(row for row in self.trial.levers if row.name == name)

    def rule(self, name: str) -> RuleStand:
        return next(row for row in self.trial.rules if row.rule == name)
