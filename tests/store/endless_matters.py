"""A desk that answers disputes, complaints and stops until it is killed, and takes some of it back;
after each step one line with the ids that it has made durable.
`python -m tests.store.endless_matters FOLDER SEED`."""

import random
import sys
from pathlib import Path

from desk_client.data_folder import DataFolder
from desk_client.ids import FactId
from desk_client.services import workflow_intents as asks
from desk_client.store.database import open_store
from tests.services.due_desk import RIGHT, DueDesk
from tests.services.law_desk import LI
from tests.store.conftest import no_keyring

WORDS = "已与客户核对账单并说明"


def main() -> None:
    folder = DataFolder(Path(sys.argv[1]))
    database = open_store(folder, passphrase=lambda: "blue river", find_keyring=no_keyring)
    desk, chance = DueDesk(folder.root, LI, database), random.Random(int(sys.argv[2]))
    told: set[FactId] = set()
    desk.ask(asks.OpenDueList())
    while True:
        _step(desk, chance)
        new = [each for each in desk.facts.ids() if each not in told]
        told.update(new)
        sys.stdout.write(" ".join(new) + "\n")
        sys.stdout.flush()


def _step(desk: DueDesk, chance: random.Random) -> None:
    """One thing of a day: a talk, a step, an answer, one of them taken back."""
    match chance.randrange(7):
        case 0 | 1:
            desk.talk(chance.choice(["DISP", "HARD", "COMP", "SUP", "VULN", "CEASE"]))
        case 2:
            desk.ask(asks.MoveDue(chance.choice([-1, 1])), asks.TakeDue())
        case 3:
            desk.ask(asks.BeginDeed("note"), asks.SubmitDeed(WORDS))
        case 4:
            opened = asks.ChooseInDeed(1)  # a complaint that came by letter
            desk.ask(asks.BeginDeed("open"), opened, asks.SubmitDeed(WORDS), asks.LeaveDeed())
        case 5:
            desk.ask(asks.BeginDeed("close"), asks.ChooseInDeed(chance.randrange(3)))
            desk.ask(asks.SubmitDeed(WORDS, "lead_zhou", RIGHT), asks.LeaveDeed())
        case _:
            if chance.random() < 0.5:
                desk.ask(asks.UndoDeed())
            else:
                desk.undoing.undo("按错键 / Wrong key")


if __name__ == "__main__":
    main()
