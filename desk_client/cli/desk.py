"""`desk-client` without a command: opens the desk of this machine, set up by `settings.yaml` in its
data folder. Without one it says how to try the program."""

import sys
from getpass import getpass
from importlib import import_module
from pathlib import Path

from desk_client.data_folder import data_folder
from desk_client.settings import load_settings

SETTINGS = "settings.yaml"


def open_desk(chosen: Path | None) -> None:
    """Runs until the window is closed; BadInput or StoreUnreadable in one sentence."""
    folder = data_folder(chosen)
    settings = load_settings(folder.root / SETTINGS)
    opening = import_module("ui.app")
    application = opening.make_application(settings)
    app = opening.App(settings=settings, folder=folder, passphrase=_ask, demo=False)
    app.open()
    try:
        code = application.exec()
    finally:
        app.close()
    sys.exit(code)


def _ask() -> str:
    """The store's passphrase, where no keyring holds its key."""
    return getpass("Passphrase of this desk's store: ")
