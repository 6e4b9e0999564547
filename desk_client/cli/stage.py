"""What a demo plays on: an embedded central with its people and cases, an organisation's key pair
that stands for the bank's vault, and the simulated trunk as a program of its own. Everything lies
in one folder that is for made-up people only; started again on the same folder, it goes on where it
was. Nothing here is needed by a desk in production."""

import secrets
import threading
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desk_client.agent import Agent, Campaign, Role
from desk_client.central import admin
from desk_client.central.case_import import ImportReport, import_cases
from desk_client.central.embedded import EmbeddedServer
from desk_client.central.reference import upsert_campaigns
from desk_client.clock import RehearsalClock, SystemClock
from desk_client.data_folder import DataFolder, resource
from desk_client.ids import CallId, CampaignId, CaseId, Login, derived_id
from desk_client.phone.monitor_token import claim, sign
from desk_client.rehearsal import ZONE, lawful_clock
from desk_client.settings import ColleagueSettings, LineSettings, Settings
from desk_client.text import Language
from desk_client.trunk.process import TrunkProcess
from desk_client.trunk.scenario import load_scenarios

TEAM = 1
_LISTENS_S = 3.0
_OWN_NUMBER = """
    select value from app.contact_point join app.placed_case using (debtor_id)
    where case_id = %s and role = 'debtor' order by rank, contact_point_id limit 1"""
CAMPAIGN = CampaignId(derived_id("campaign", "demo-cards"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody of the demo's team with the passwords that were made for them."""

    agent: Agent
    password: str = field(repr=False)
    sip_user: str
    sip_password: str = field(repr=False)


_PEOPLE: dict[Language, tuple[tuple[str, str, Role], ...]] = {
    "zh": (
        ("20317", "李明", Role.AGENT),
        ("20311", "陈晓", Role.AGENT),
        ("10001", "王芳", Role.LEAD),
    ),
    "en": (
        ("20317", "Mia Chen", Role.AGENT),
        ("20311", "Jon Reed", Role.AGENT),
        ("10001", "Ada Wong", Role.LEAD),
    ),
}


class Stage:
    """A context: the demo's world from start to stop."""

    def __init__(
        self,
        *,
        folder: DataFolder,
        language: Language,
        seed: int,
        import_file: Path | None = None,
        told: Callable[[dict[str, Any]], None] = lambda _line: None,
    ) -> None:
        self.folder = folder
        self.language = language
        self.clock = lawful_clock()
        self._seed = seed
        self._import_file = import_file
        self._told = told
        self._listens = Ed25519PrivateKey.generate()  # signs for those who may listen in
        self._stack = ExitStack()
        self.central = EmbeddedServer(folder.central)
        self.people: tuple[Person, ...] = ()
        self.imported: ImportReport | None = None
        self.recipient = ""
        self.trunk: TrunkProcess | None = None

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self.folder.root.mkdir(parents=True, exist_ok=True)
            self.recipient = organisation_key(self.folder.organisation)
            self._stack = stack
            self.central.start()
            stack.callback(self.central.stop)
            admin.init(self.central.admin_dsn)
            self._bring_people_in()
            self._bring_cases_in()
            self.trunk = TrunkProcess(seed=self._seed, language=self.language, told=self._told)
            stack.callback(self.trunk.stop)
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    def _bring_people_in(self) -> None:
        people = []
        for number, (staff_no, name, role) in enumerate(_PEOPLE[self.language]):
            person = Person(
                agent=Agent(
                    login=Login(f"agent_{staff_no}"),
                    staff_no=staff_no,
                    name=name,
                    role=role,
                    team=TEAM,
                ),
                password=secrets.token_urlsafe(12),
                sip_user=str(1001 + number),
                sip_password="rehearsal",  # noqa: S106 - of the simulated trunk, on loopback only
            )
            admin.add_user(self.central.admin_dsn, person=person.agent, password=person.password)
            people.append(person)
        self.people = tuple(people)

    def _bring_cases_in(self) -> None:
        zh = self.language == "zh"
        campaign = Campaign(
            campaign_id=CAMPAIGN,
            name="信用卡 M1–M2" if zh else "Cards 1–60",
            organisation="示例银行信用卡中心" if zh else "Example Bank Cards",
            mode="progressive",
            callscript="card-first",
            wrap_up_s=45,
            undo_s=300,
            caller_id="95000",
            team=TEAM,
        )
        with admin.administrator(self.central.admin_dsn) as connection:
            upsert_campaigns(connection, [campaign])
        self.imported = self._import(self._import_file) if self._import_file else self._sample()

    def _sample(self) -> ImportReport:
        shipped = resource("sample", f"cases.{self.language}.csv")
        copy = self.folder.root / f"cases.{self.language}.csv"
        copy.write_bytes(shipped.read_bytes())
        return self._import(copy)

    def _import(self, file: Path) -> ImportReport:
        return import_cases(
            self.central.admin_dsn,
            file,
            campaign_id=CAMPAIGN,
            team=TEAM,
            today=self.clock.now().astimezone(ZONE).date(),
        )

    def call_in(self, case_id: CaseId, person: Person) -> None:
        """The debtor of a case rings this person's desk, a moment later; where central knows no
        number of theirs, nobody rings."""

        def call() -> None:
            with admin.administrator(self.central.admin_dsn) as connection:
                found = connection.execute(_OWN_NUMBER, [case_id]).fetchone()
            if found is not None and self.trunk is not None:
                self.trunk.call_desk(person.sip_user, str(found[0]))

        threading.Thread(target=call, name="demo-call-in", daemon=True).start()

    def listen_in(self, call_id: CallId, person: Person) -> None:
        """The team's lead listens to this call for a few seconds. A token is judged by the phone,
        which knows the real time alone."""
        lead = next(each.agent for each in self.people if each.agent.role is Role.LEAD)
        claims = claim(call_id, lead.staff_no, ("listen",), SystemClock().now())
        if self.trunk is not None:
            self.trunk.listen_in(person.sip_user, sign(self._listens, claims), _LISTENS_S)

    def settings(self, person: Person, theme: str) -> Settings:
        """The settings of this person's desk."""
        address = self.trunk.address if self.trunk else ""
        offset = self.clock.offset if isinstance(self.clock, RehearsalClock) else timedelta()
        voice = resource("voices", f"agent_{self.language}.ogg")
        return Settings.model_validate(
            {
                "central": self.central.address,
                "line": LineSettings(
                    domain=address,
                    registrar=f"sip:{address}",
                    user=person.sip_user,
                    password=person.sip_password,
                    transport="udp",
                    bind="127.0.0.1",
                    capture=f"file:{voice}",
                    playback="silence",
                    ring="silence",
                    must_record=True,
                    monitor_keys=(self._listens.public_key().public_bytes_raw().hex(),),
                    colleagues=colleagues(self.language),
                    ring_timeout_s=25.0,
                    simulated=True,
                ),
                "recipients": (self.recipient,),
                "language": self.language,
                "theme": theme,
                "rehearsal_offset_s": int(offset.total_seconds()),
            }
        )


def colleagues(language: Language) -> tuple[ColleagueSettings, ...]:
    """The people of the trunk's house, as the desk's directory lists them."""
    return tuple(
        ColleagueSettings(
            name=each.name.as_text().in_language(language), role=each.role, address=number
        )
        for number, each in load_scenarios().house.items()
    )


def organisation_key(vault: Path) -> str:
    """The public age key of the organisation; makes the pair where there is none. The private half
    (identity.txt, mode 0600) is never given to the desk."""
    identity_file = vault / "identity.txt"
    if identity_file.exists():
        text = identity_file.read_text(encoding="ascii")
        secret = next(line for line in text.splitlines() if line.startswith("AGE-SECRET-KEY"))
        return str(pyrage.x25519.Identity.from_str(secret).to_public())
    vault.mkdir(parents=True, exist_ok=True, mode=0o700)
    identity = pyrage.x25519.Identity.generate()
    identity_file.touch(mode=0o600)
    identity_file.write_text(
        f"# public key: {identity.to_public()}\n{identity}\n", encoding="ascii"
    )
    return str(identity.to_public())
