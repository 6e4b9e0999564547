"""A desk that makes calls until it is killed: two facts a transaction, and after each transaction
one line with the ids it has made durable. `python -m tests.store.endless_shift FOLDER`."""

import sys
from datetime import timedelta
from itertools import count
from pathlib import Path

from desk_client.data_folder import DataFolder
from desk_client.ids import CaseId
from desk_client.store.database import open_store
from desk_client.store.facts import FactStore
from tests.happenings import MORNING, Shift, ids
from tests.store.conftest import no_keyring


def main() -> None:
    folder = DataFolder(Path(sys.argv[1]))
    facts = FactStore(open_store(folder, passphrase=lambda: "blue river", find_keyring=no_keyring))
    for number in count():
        start = MORNING + timedelta(minutes=number)
        shift = Shift(start, case=CaseId(f"case-{number % 5}"))
        shift.no_answer()
        facts.append(*shift.facts)
        sys.stdout.write(" ".join(ids(shift.facts)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
