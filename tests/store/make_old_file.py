"""Writes the file that test_database.py keeps of the present schema:
`python -m tests.store.make_old_file`, once, when a schema ships."""

from datetime import date

from desk_client.store import migrations
from desk_client.store.database import open_with_key
from desk_client.store.facts import FactStore
from tests.happenings import NO_ANSWER, Shift
from tests.store.test_database import OLD_FILES, OLD_KEY, OLD_SIDECAR


def main() -> None:
    file = OLD_FILES / f"v{len(migrations.STEPS)}.db"
    file.parent.mkdir(exist_ok=True)
    database = open_with_key(file, OLD_KEY, OLD_SIDECAR)
    shift = Shift()
    shift.promise(date(2026, 11, 28))
    shift.withdraw(shift.outcome(shift.no_answer(), **NO_ANSWER))
    FactStore(database).append(*shift.facts)
    database.close()


if __name__ == "__main__":
    main()
