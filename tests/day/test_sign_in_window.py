"""The sign-in window of the program itself, where signing in takes a while or comes to nothing: one
person gets one desk, and a window that is closed ends the program."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk_client.data_folder import DataFolder
from desk_client.settings import Settings
from tests.central.floor import LI, password
from tests.day.at_work import PASSPHRASE
from tests.day.world import NO_ANSWER, World, shanghai_at
from ui.app import App


@contextmanager
def program(settings: Settings, root: Path) -> Iterator[App]:
    app = App(
        settings=settings,
        folder=DataFolder(root),
        passphrase=lambda: PASSPHRASE,
        demo=True,
        staff_no=LI,
        attended=False,
    )
    app.open()
    try:
        yield app
    finally:
        app.close()


def ask(app: App) -> None:
    app.sign_in.password.edit.setText(password(LI))
    app.sign_in._ask()


def test_the_other_language_asks_no_second_time(world: World, qtbot: QtBot, tmp_path: Path) -> None:
    """Chosen while the server is asked; two answers would be two desks on one store."""
    world.place(NO_ANSWER, mode="preview")
    with program(world.settings(shanghai_at(10, 30)), tmp_path) as app:
        answers: list[object] = []
        app.bridge.signed_in.connect(answers.append)
        ask(app)
        app._language_chosen("en")
        ask(app)
        with qtbot.waitSignal(app.opened, timeout=20_000):
            pass
        app._network.submit(lambda: None).result(20)
        QApplication.processEvents()
        assert len(answers) == 1


def test_where_the_phone_cannot_be_set_up_nobody_is_signed_in(
    world: World, qtbot: QtBot, tmp_path: Path
) -> None:
    """The person is told, may try again, and closing the window ends the program."""
    world.place(NO_ANSWER, mode="preview")
    settings = world.settings(shanghai_at(10, 30))
    line = settings.line.model_copy(update={"bind": "203.0.113.9"})  # no address of this machine
    with program(settings.model_copy(update={"line": line}), tmp_path) as app:
        said = app.sign_in.password.edit.accessibleDescription
        for _ in range(2):
            ask(app)
            assert app.sign_in.busy
            qtbot.waitUntil(lambda: bool(said()), timeout=20_000)
            assert "The phone cannot be set up" in said()
            assert (app.sign_in.busy, app.desk, app.window) == (False, None, None)
