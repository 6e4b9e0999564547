"""Shifts on real parts."""

from tests.day.fixtures import (  # noqa: F401 - pytest finds fixtures by name
    desk_carrier,
    desk_server,
    sit_down,
    vault,
    world,
)
