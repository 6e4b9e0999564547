"""Signing in. Central judges the password and tells who the person is; then the desk pulls what the
team has and leases the first batch. Where central is out of reach, a person who signed in here
before may go on with what the desk holds, their password judged by a verifier in the store."""

import hmac
import secrets
from contextlib import ExitStack
from dataclasses import dataclass

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from desk_client.agent import Agent
from desk_client.clock import Clock
from desk_client.errors import CentralUnreachable, DeskError, SignInRefused
from desk_client.ids import Login
from desk_client.services.staff import Staff
from desk_client.store.database import Database
from desk_client.store.leases import Leases
from desk_client.store.reference import Reference
from desk_client.store.settings import StoredSettings
from desk_client.sync.connection import CentralConnection
from desk_client.sync.leases import DeskLeases
from desk_client.sync.round import SyncRound


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """Who works, and their door to central; `offline` = judged by this desk."""

    staff: Staff
    central: CentralConnection
    offline: bool


class SignIn:
    """Lets a person in at this desk."""

    def __init__(self, *, database: Database, address: str, clock: Clock) -> None:
        self._database = database
        self._address = address
        self._clock = clock
        self._settings = StoredSettings(database)

    def enter(self, staff_no: str, password: str) -> SignedIn:
        """SignInRefused for a wrong password, DeskError where there is nothing to work on."""
        login = login_of(staff_no)
        central = CentralConnection(address=self._address, login=login, password=password)
        with ExitStack() as refused:
            refused.callback(central.close)
            person, offline = self._judged(central, login, password)
            signed_in = SignedIn(staff=self._staff(person), central=central, offline=offline)
            refused.pop_all()
        return signed_in

    def _judged(
        self, central: CentralConnection, login: Login, password: str
    ) -> tuple[Agent, bool]:
        """The person, and whether only this desk could say so."""
        try:
            with central.on_duty() as (_, duty):
                person = duty.person
            self._fetch(central)
            self._settings.put(_verifier_key(login), _verifier(password, secrets.token_bytes(16)))
        except CentralUnreachable:
            return self._known(login, password), True
        return person, False

    def _fetch(self, central: CentralConnection) -> None:
        """What is the team's, the first leases, and the cases that came with them."""
        sync = SyncRound(database=self._database, central=central, clock=self._clock)
        sync.run()
        leases = DeskLeases(database=self._database, central=central, clock=self._clock)
        if not Leases(self._database).active(self._clock.now()):
            leases.lease()
        sync.run()

    def _known(self, login: Login, password: str) -> Agent:
        stored = self._settings.get(_verifier_key(login))
        person = Reference(self._database).agent(login)
        if stored is None or person is None:
            raise CentralUnreachable(
                "Central does not answer, and this person has not worked at this desk before."
            )
        salt = bytes.fromhex(stored.partition(":")[0])
        if not hmac.compare_digest(stored, _verifier(password, salt)):
            raise SignInRefused("Login and password do not match what this desk knows.")
        return person

    def _staff(self, person: Agent) -> Staff:
        campaigns = Reference(self._database).campaigns(person.team)
        if not campaigns:
            raise DeskError("No campaign is given to this team; ask the team lead.")
        return Staff(agent=person, campaign=campaigns[0])


def login_of(staff_no: str) -> Login:
    """agent_20317 of 20317; a full login stays as it is."""
    text = staff_no.strip()
    return Login(f"agent_{text}" if text.isdigit() else text)


def _verifier_key(login: Login) -> str:
    return f"sign_in_verifier:{login}"


def _verifier(password: str, salt: bytes) -> str:
    """Argon2id with the figures of the store's own key (store.md: 105 ms)."""
    derived = Argon2id(salt=salt, length=32, iterations=3, lanes=2, memory_cost=64 * 1024).derive(
        password.encode()
    )
    return f"{salt.hex()}:{derived.hex()}"
