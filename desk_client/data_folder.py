"""Where things lie on this machine. One folder holds all that belongs to a desk; `--data-dir`
names it, else DESK_CLIENT_DATA, else the platform's place for user data."""

import os
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import platformdirs


@dataclass(frozen=True, slots=True)
class DataFolder:
    """The folder of one desk and the places in it."""

    root: Path

    @property
    def store(self) -> Path:
        """The encrypted database; its key's sidecar lies beside it as store.json."""
        return self.root / "desk.db"

    @property
    def recordings(self) -> Path:
        return self.root / "recordings"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def central(self) -> Path:
        """The embedded PostgreSQL of a demo."""
        return self.root / "central"

    @property
    def organisation(self) -> Path:
        """Stands for the bank's vault in a demo; a real desk has no such folder."""
        return self.root / "organisation"


def data_folder(chosen: Path | None = None) -> DataFolder:
    """The folder chosen on the command line, else by the environment, else the platform's."""
    named = os.environ.get("DESK_CLIENT_DATA")
    root = chosen or (Path(named) if named else platformdirs.user_data_path("desk-client"))
    return DataFolder(root.expanduser().resolve())


def resource(*parts: str) -> Traversable:
    """A file shipped with the program, found the same way in a checkout, a wheel and a bundle."""
    return files("resources").joinpath(*parts)
