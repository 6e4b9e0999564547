"""The desk as a program of its own, so that it can be killed: the real windows, worked by the keys
that come in on stdin, one a line. What is painted is told on stdout, one JSON line a state.

    python -m tests.day.desk_program SETTINGS.json DATA_FOLDER STAFF_NO PASSWORD PASSPHRASE"""

import json
import os
import sys
import threading
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QObject, Signal

from desk_client.data_folder import DataFolder
from desk_client.services.desk_state import DeskState
from desk_client.settings import Settings
from ui.app import App, make_application
from ui.autopilot.camera import Camera
from ui.autopilot.pilot import Pilot
from ui.autopilot.watch import Watch
from ui.autopilot.wish import FlightPlan, Flown
from ui.entry.entrance import Entrance
from ui.entry.instance import Instance


class Keys(QObject):
    """Lines of stdin, as a signal in the window's thread."""

    pressed = Signal(str)

    def read(self) -> None:
        for line in sys.stdin:
            self.pressed.emit(line.strip())


def main() -> None:
    file, root, staff_no, password, passphrase = sys.argv[1:]
    settings = Settings.model_validate_json(Path(file).read_text("utf-8"))
    if not Instance(DataFolder(Path(root))).claim():
        sys.exit("this folder has its desk already")
    application = make_application(settings)
    app = App(
        settings=settings,
        folder=DataFolder(Path(root)),
        passphrase=lambda: passphrase,
        demo=True,
        staff_no=staff_no,
    )
    entrance = Entrance(app, DataFolder(Path(root)))
    flown = Flown()
    plan = FlightPlan(
        staff_no=staff_no, password=password, cases=0, screenshots=None, scenario_of=lambda _: ""
    )
    hands = Pilot(plan=plan, flown=flown, camera=Camera(None, flown, Watch(flown)))
    keys = Keys()

    def opened() -> None:
        hands._window = app.window  # its hands only: it does not fly by itself
        threading.Thread(target=keys.read, daemon=True).start()

    def shown(state: DeskState) -> None:
        script = state.script
        told = {
            "phase": state.phase,
            "call_id": state.call.call_id if state.call else None,
            "case_no": state.card.case_no if state.card else None,
            "muted": bool(state.call and state.call.muted),
            "notice": state.notice.en if state.notice else None,
            "open": bool(state.card and state.card.open),
            "line": [
                "".join(span.text for span in script.current.spans),
                [row.state for row in script.factors],
            ]
            if script
            else None,
            "phone": app.desk.phone_pid if app.desk else None,
            "chosen": [row.code for row in state.outcomes.rows if row.chosen]
            if state.outcomes
            else [],
        }
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()

    keys.pressed.connect(hands.press)
    app.opened.connect(opened)
    app.shown.connect(shown)
    app.open()
    hands.sign_in(app.sign_in)
    code = application.exec()
    entrance.close()
    app.close()
    sys.exit(code)


if __name__ == "__main__":
    main()
