"""Who is let in at this desk: central judges, and where it is away, the desk itself, for those who
worked here before."""

from pathlib import Path

import pytest

from desk_client.data_folder import DataFolder
from desk_client.errors import CentralUnreachable, DeskError, SignInRefused
from desk_client.services.sign_in import SignIn, login_of
from desk_client.store.database import Database, open_store
from desk_client.store.leases import Leases
from desk_client.store.settings import StoredSettings
from tests.central.floor import LI, WANG, password
from tests.day.at_work import PASSPHRASE, no_keyring
from tests.day.world import BUSY, World, shanghai_at

NOWHERE = "host=/nonexistent dbname=desk"


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return open_store(
        DataFolder(tmp_path), passphrase=lambda: PASSPHRASE, demo=True, find_keyring=no_keyring
    )


def door(database: Database, address: str) -> SignIn:
    return SignIn(database=database, address=address, clock=shanghai_at(10, 30))


def test_a_staff_number_is_a_login_too() -> None:
    assert login_of(" 20317 ") == "agent_20317"
    assert login_of("lead_chen") == "lead_chen"


def test_central_lets_in_and_lends_the_first_cases(world: World, database: Database) -> None:
    world.place(BUSY, BUSY)
    signed_in = door(database, world.floor.address).enter(LI, password(LI))
    signed_in.central.close()
    assert not signed_in.offline
    assert signed_in.staff.agent.name == "李静"
    assert signed_in.staff.campaign.mode == "progressive"
    assert len(Leases(database).active(shanghai_at(10, 30).now())) == 2
    again = door(database, world.floor.address).enter(LI, password(LI))
    again.central.close()
    assert len(Leases(database).all()) == 2  # those in hand are enough
    database.close()


def test_a_wrong_password_is_refused_and_leaves_nothing(world: World, database: Database) -> None:
    world.place(BUSY)
    with pytest.raises(SignInRefused):
        door(database, world.floor.address).enter(LI, "guessed")
    assert StoredSettings(database).get(f"sign_in_verifier:{LI}") is None
    with pytest.raises(CentralUnreachable, match="not worked at this desk before"):
        door(database, NOWHERE).enter(LI, password(LI))
    database.close()


def test_without_central_the_desk_knows_who_worked_here(world: World, database: Database) -> None:
    world.place(BUSY)
    door(database, world.floor.address).enter(LI, password(LI)).central.close()
    away = door(database, NOWHERE)
    signed_in = away.enter(LI, password(LI))
    signed_in.central.close()
    assert signed_in.offline
    assert signed_in.staff.agent.login == LI
    with pytest.raises(SignInRefused):
        away.enter(LI, password(WANG))
    with pytest.raises(CentralUnreachable):
        away.enter(WANG, password(WANG))
    stored = StoredSettings(database).get(f"sign_in_verifier:{LI}")
    assert stored is not None
    assert password(LI) not in stored
    database.close()


def test_a_team_without_a_campaign_is_told_so(world: World, database: Database) -> None:
    """And the door to central is shut again: an open one would be told as a warning."""
    with pytest.raises(DeskError, match="No campaign"):
        door(database, world.floor.address).enter(LI, password(LI))
    database.close()
