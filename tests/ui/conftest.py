"""The window is tested without a screen, with the theme on."""

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest
from PySide6.QtWidgets import QApplication

from ui.theme import Look, put_on


@pytest.fixture
def light(qapp: QApplication) -> Look:
    return put_on(qapp, "light")


@pytest.fixture
def dark(qapp: QApplication) -> Look:
    return put_on(qapp, "dark")
