"""How far this desk has pulled, and what else it remembers."""

import pytest

from desk_client.store.cursor import Cursor, Cursors
from desk_client.store.database import Database
from desk_client.store.facts import FactStore
from desk_client.store.settings import StoredSettings
from tests.happenings import Shift


def test_a_stream_never_pulled_has_no_cursor(database: Database) -> None:
    assert Cursors(database).read("facts") is None


def test_a_cursor_moves_on(database: Database) -> None:
    cursors = Cursors(database)
    cursors.save("facts", "100:104:100,102", "epoch-1")
    cursors.save("cases", "1:1:", "epoch-1")
    cursors.save("facts", "120:120:", "epoch-2")
    assert cursors.read("facts") == Cursor(name="facts", value="120:120:", store_epoch="epoch-2")
    assert cursors.read("cases") == Cursor(name="cases", value="1:1:", store_epoch="epoch-1")


def test_rows_and_their_cursor_are_taken_over_together(database: Database) -> None:
    cursors, facts, shift = Cursors(database), FactStore(database), Shift()
    shift.conversation()

    def cut_off() -> None:
        with database.writing():
            facts.receive(shift.facts)
            cursors.save("facts", "120:120:", "epoch-1")
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        cut_off()
    assert cursors.read("facts") is None
    assert facts.count() == 0


def test_settings_are_remembered_by_name(database: Database) -> None:
    settings = StoredSettings(database)
    assert settings.get("language") is None
    settings.put("language", "en")
    settings.put("language", "zh_CN")
    assert settings.get("language") == "zh_CN"
