"""What agents set for themselves: each their own at one desk, kept over a restart, and never more
shown of the desk's settings than may be read."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from desk_client.services import settings_intents as asks
from desk_client.services.own_settings import OwnSettings, OwnStore
from desk_client.services.settings_parts import SECTIONS, SettingRow
from desk_client.services.settings_sheet import SettingsSheet
from desk_client.settings import LineSettings, Settings
from desk_client.store.settings import StoredSettings
from tests.sync.desk import open_database

LINE = LineSettings(domain="sip.example.com", user="6031", password="not for the screen")
DESK = Settings(
    central="postgresql://central.example.com/desk", line=LINE, recipients=("age1example",)
)


@pytest.fixture
def stored(tmp_path: Path) -> StoredSettings:
    return StoredSettings(open_database(tmp_path))


def sheet(stored: StoredSettings, staff_no: str = "20317") -> SettingsSheet:
    return SettingsSheet(settings=DESK, store=OwnStore(stored, staff_no))


def ask(of: SettingsSheet, *intents: asks.SettingsIntent) -> SettingsSheet:
    for intent in intents:
        of.answers()[type(intent)](intent)
    return of


def rows(of: SettingsSheet) -> dict[str, SettingRow]:
    part = of.part()
    assert part is not None
    return {row.name: row for row in part.rows}


def test_each_at_one_desk_has_their_own_and_keeps_it(stored: StoredSettings) -> None:
    ask(sheet(stored), asks.StepSetting("language", 1), asks.KeepKey("skip", "Ctrl+G"))
    again = ask(sheet(stored), asks.OpenSettings())
    assert (again.own.language, again.own.key_of("skip")) == ("en", "Ctrl+G")
    assert rows(again)["language"].source == "you"
    assert sheet(stored, "20318").own == OwnSettings()
    ask(again, asks.ResetKeys())
    assert sheet(stored).own.keys == ()
    assert sheet(stored).own.language == "en"


def test_text_goes_from_100_to_200_and_round(stored: StoredSettings) -> None:
    of = ask(sheet(stored), asks.OpenSettings(), asks.StepSetting("text_percent", -1))
    assert rows(of)["text_percent"].value == "200"
    ask(of, asks.StepSetting("text_percent", 1))
    assert of.own.text_percent == 100
    for wrong in (99, 201):
        with pytest.raises(ValidationError):
            OwnSettings(text_percent=wrong)


def test_what_it_set_up_is_shown_and_no_secret_is(stored: StoredSettings) -> None:
    of = ask(sheet(stored), asks.OpenSettings())
    shown = ""
    for section in SECTIONS:
        ask(of, asks.ChooseSection(section))
        shown += " ".join(f"{row.name}={row.value}" for row in rows(of).values()) + " "
    assert "line.domain=sip.example.com" in shown
    assert "law.packs=cn-bank-card, house-default" in shown
    assert "line.must_record=on" in shown
    assert "not for the screen" not in shown
    assert rows(ask(of, asks.ChooseSection("line")))["line.domain"].source == "policy"
    assert rows(of)["line.must_record"].source == "default"
    assert ask(of, asks.CloseSettings()).part() is None


def test_what_cannot_be_read_any_more_was_never_set(stored: StoredSettings) -> None:
    stored.put("own:20317", '{"language": "tlh"}')
    assert sheet(stored).own == OwnSettings()


def test_it_tells_the_window_what_holds_while_it_is_shut(stored: StoredSettings) -> None:
    of = ask(sheet(stored), asks.StepSetting("theme", 1))
    assert of.fields(hidden=True) == {"own": of.own, "settings": None}
    assert of.own.theme == "light"
