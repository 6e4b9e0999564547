"""`desk-client` without a command: opens the desk of this machine, set up by `settings.yaml` in its
data folder. Without one it says how to try the program. Where that desk is open already, a second
start hands it the link that was clicked, or only brings it to the front, and is done."""

import os
import sys
from getpass import getpass
from importlib import import_module
from pathlib import Path

from desk_client.data_folder import data_folder
from desk_client.errors import BadInput
from desk_client.services.call_link import parse_link
from desk_client.settings import load_settings

SETTINGS = "settings.yaml"


def open_desk(chosen: Path | None, link: str = "") -> None:
    """Runs until the window is closed; BadInput or StoreUnreadable in one sentence."""
    folder = data_folder(chosen)
    instance = import_module("ui.entry.instance")
    note = instance.Note.of(link)
    try:
        if link:
            parse_link(link)
    except BadInput:
        if instance.is_open(folder):  # whoever clicked looks at its window, not at a terminal
            instance.hand_over(folder, note)
        raise
    settings = load_settings(folder.root / SETTINGS)
    with instance.Instance(folder) as mine:
        if not mine.claim():
            instance.hand_over(folder, note)
            return
        opening = import_module("ui.app")
        application = opening.make_application(settings)
        app = opening.App(settings=settings, folder=folder, passphrase=_ask, demo=False)
        entrance = import_module("ui.entry.entrance").Entrance(app, folder)
        entrance.take(note)
        app.open()
        try:
            code = application.exec()
        finally:
            entrance.close()
            app.close()
    sys.exit(code)


def _ask() -> str:
    """The store's passphrase, where no keyring holds its key; "" where a click on a link started
    the desk and there is no terminal to ask at."""
    given = os.environ.get("DESK_CLIENT_PASSPHRASE")
    if given:
        return given
    return getpass("Passphrase of this desk's store: ") if sys.stdin.isatty() else ""
