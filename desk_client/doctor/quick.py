"""The looks that need no window, no key and no time: what a bundle about a dead phone says of the
machine."""

from desk_client.data_folder import DataFolder
from desk_client.doctor import machine
from desk_client.doctor.finding import Finding


def quick_looks(folder: DataFolder) -> tuple[Finding, ...]:
    """Python, clock, and the data folder with its room."""
    return machine.python(), machine.clock(), machine.data_folder(folder)
