"""Reads packs: the ones that ship in resources/packs and those of a folder. A pack that cannot be
used is refused whole, with file and line; nothing in it is guessed."""

import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path

from desk_client.compliance.pack import Pack, PackFile
from desk_client.data_folder import resource
from desk_client.errors import BadInput
from desk_client.yaml_file import load_yaml


def load_pack(file: Path | Traversable) -> Pack:
    """One pack; BadInput with file:line where it is none. Its file is named after it."""
    content = load_yaml(file, PackFile)
    if file.name != f"{content.pack}.yaml":
        raise BadInput(
            where=file.name,
            found=f"the pack calls itself {content.pack}",
            allowed=f"name the file {content.pack}.yaml",
        )
    return Pack(content, hashlib.sha256(file.read_bytes()).hexdigest())


def load_packs(folder: Path | Traversable) -> tuple[Pack, ...]:
    """Every *.yaml of a folder, by name; BadInput where the folder cannot be read."""
    try:
        files = sorted(
            (file for file in folder.iterdir() if file.name.endswith(".yaml")),
            key=lambda file: file.name,
        )
    except OSError as fault:
        raise BadInput(
            where=str(folder), found="the folder cannot be read", allowed="name a folder of packs"
        ) from fault
    return tuple(load_pack(file) for file in files)


@cache
def shipped_packs() -> tuple[Pack, ...]:
    """The packs that come with the program; read once, for they do not change while it runs."""
    return load_packs(resource("packs"))


def together(*folders: Sequence[Pack]) -> tuple[Pack, ...]:
    """Packs of several folders; BadInput where two have one name."""
    packs: dict[str, Pack] = {}
    for pack in (pack for folder in folders for pack in folder):
        if pack.id in packs:
            raise BadInput(
                where=f"{pack.id}.yaml",
                found=f"a pack called {pack.id} is there already",
                allowed="give it another name",
            )
        packs[pack.id] = pack
    return tuple(packs.values())
