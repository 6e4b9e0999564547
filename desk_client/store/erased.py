"""What central erased is erased here too: the words in the facts, the copies of the store from
before a change of its tables, which still hold them, and the files of recordings. Called in the
transaction that takes the erasing facts in."""

from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import Connection, select, update

from desk_client.care_body import RecordErased
from desk_client.data_folder import DataFolder
from desk_client.fact import Fact
from desk_client.fact_body import body_from_json, body_to_json
from desk_client.free_text import without_text
from desk_client.store.tables import fact


def erase_here(connection: Connection, file: Path, facts: Iterable[Fact]) -> None:
    """`file` is the store's; `facts` have just been taken in, erasing ones among them or not."""
    bodies = [each.body for each in facts if isinstance(each.body, RecordErased)]
    erased = [body.of for body in bodies if body.record != "recording"]
    if erased:
        _blank(connection, erased)
        for copy in file.parent.glob(f"{file.stem}.v*.backup{file.suffix}*"):
            copy.unlink(missing_ok=True)
    for body in bodies:
        if body.record == "recording":
            remove_recording(DataFolder(file.parent).recordings, body.of)


def remove_recording(folder: Path, call_id: str) -> int:
    """Every file of a call's recording in the folder, and what was written beside it; how many
    there were."""
    if not call_id or not folder.is_dir():
        return 0
    found = [each for each in folder.iterdir() if each.name.startswith(f"{call_id}.")]
    for each in found:
        each.unlink(missing_ok=True)
    return len(found)


def _blank(connection: Connection, ids: list[str]) -> None:
    connection.exec_driver_sql("PRAGMA secure_delete=ON")  # nothing stays in the freed pages
    rows = connection.execute(select(fact.c.id, fact.c.body).where(fact.c.id.in_(ids))).all()
    for row in rows:
        body = body_to_json(without_text(body_from_json(row.body)))
        connection.execute(update(fact).where(fact.c.id == row.id).values(body=body))
