"""The Qt binding itself: on Python 3.11 None is counted, and a binding that gives one back too many
a call ends the program after some minutes at the desk (PySide6 6.12.0 does)."""

import sys

from PySide6.QtCore import QObject


def test_a_call_into_qt_costs_no_reference_to_none() -> None:
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(1000):
        thing.setObjectName("desk")
    assert abs(sys.getrefcount(None) - before) < 100
