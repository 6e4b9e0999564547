"""Opens the desk for a demo, by hand or flown by the autopilot, and hands back what was
measured."""

import time
from collections.abc import Callable

from desk_client.data_folder import DataFolder
from desk_client.settings import Settings
from ui.app import App, make_application
from ui.autopilot.call_back import CallBack
from ui.autopilot.camera import Camera
from ui.autopilot.pilot import Pilot
from ui.autopilot.watch import Watch
from ui.autopilot.wish import FlightPlan, Flown


def fly(
    *,
    settings: Settings,
    folder: DataFolder,
    passphrase: Callable[[], str],
    plan: FlightPlan,
    by_hand: bool,
) -> Flown:
    """Runs until the shift is signed out or the window is closed."""
    started = time.monotonic()
    application = make_application(settings)
    flown = Flown(display=application.platformName())
    watch = Watch(flown)
    app = App(
        settings=settings,
        folder=folder,
        passphrase=passphrase,
        demo=True,
        staff_no=plan.staff_no,
        attended=by_hand,
    )
    pilot = Pilot(
        plan=plan, flown=flown, camera=Camera(plan.screenshots, flown, watch), pressed=watch.pressed
    )
    app.bridge.phone_told.connect(watch.heard)

    def opened() -> None:
        flown.start_to_usable_ms = (time.monotonic() - started) * 1000
        if app.window is None:
            return
        watch.start(app.window)
        if not by_hand:
            pilot.take_over(app.window)

    app.opened.connect(opened)
    app.shown.connect(watch.shown)
    call_back = CallBack(plan.scenario_of, plan.call_in) if plan.call_in else None
    if by_hand and call_back is not None:
        app.shown.connect(call_back.shown)
    app.open()
    app.sign_in.password.edit.setText(plan.password)
    if not by_hand:
        pilot.sign_in(app.sign_in)
    try:
        code = application.exec()
    finally:
        watch.stop()
        pilot.land()
        app.close()
    if app.fault is not None:
        flown.fault = flown.fault or f"{type(app.fault).__name__}: {app.fault}"
    elif code and not flown.fault:
        flown.fault = f"the desk ended with code {code}"
    return flown
