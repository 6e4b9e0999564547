"""Reads packs: the ones that ship in resources/packs, their earlier versions beside them, and those
of a folder. A pack that cannot be used is refused whole, with file and line; nothing in it is
guessed. A pack that extends another is read together with it: the other is looked for in the same
folder, among its earlier versions (as name@version), and among those that ship."""

import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path

from desk_client.compliance.extending import Parent, extended
from desk_client.compliance.pack import Pack, PackFile
from desk_client.data_folder import resource
from desk_client.errors import BadInput
from desk_client.yaml_file import line_finder, load_yaml

Folder = Path | Traversable
EARLIER = "earlier"  # the folder beside the packs that keeps name@version.yaml


def load_pack(file: Folder, folder: Folder | None = None) -> Pack:
    """One pack; BadInput with file:line where it is none. Its file is named after it, an earlier
    version after it and its version. `folder` is where the pack it extends may stand."""
    return _loaded(file, folder, ())


def load_packs(folder: Folder) -> tuple[Pack, ...]:
    """Every *.yaml of a folder, by name; BadInput where the folder cannot be read."""
    return tuple(load_pack(file, folder) for file in _files(folder))


@cache
def shipped_pack(name: str) -> Pack | None:
    """A pack that comes with the program, None where none has that name; read once, for they do
    not change while it runs. `name@version` is an earlier version."""
    folder = resource("packs")
    file = _file(folder, name)
    return None if file is None else load_pack(file, folder)


@cache
def shipped_packs() -> tuple[Pack, ...]:
    """The packs that come with the program."""
    names = [file.name.removesuffix(".yaml") for file in _files(resource("packs"))]
    return tuple(pack for name in names if (pack := shipped_pack(name)) is not None)


@cache
def earlier_packs() -> tuple[Pack, ...]:
    """Earlier versions of them, kept to judge again what they judged."""
    folder = resource("packs", EARLIER)
    if not folder.is_dir():
        return ()
    names = [file.name.removesuffix(".yaml") for file in _files(folder)]
    return tuple(pack for name in names if (pack := shipped_pack(name)) is not None)


def pack_with(sha256: str) -> Pack | None:
    """The shipped pack of any version that was in force under this hash."""
    every = (*shipped_packs(), *earlier_packs())
    return next((pack for pack in every if pack.sha256 == sha256), None)


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


def _files(folder: Folder) -> list[Traversable | Path]:
    try:
        return sorted(
            (file for file in folder.iterdir() if file.name.endswith(".yaml")),
            key=lambda file: file.name,
        )
    except OSError as fault:
        raise BadInput(
            where=str(folder), found="the folder cannot be read", allowed="name a folder of packs"
        ) from fault


def _file(folder: Folder, name: str) -> Folder | None:
    """The file of a pack, or of an earlier version of one."""
    place = folder.joinpath(EARLIER) if "@" in name else folder
    file = place.joinpath(f"{name}.yaml")
    return file if file.is_file() else None


def _loaded(file: Folder, folder: Folder | None, children: tuple[str, ...]) -> Pack:
    content = load_yaml(file, PackFile)
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    if file.name not in (f"{content.pack}.yaml", f"{content.pack}@{content.version}.yaml"):
        raise BadInput(
            where=file.name,
            found=f"the pack calls itself {content.pack}",
            allowed=f"name the file {content.pack}.yaml",
        )
    if content.extends is None:
        return Pack(content, sha256)
    parent = _parent(content, file, folder, (*children, content.pack))
    line_of = line_finder(file)
    return extended(content, sha256, Parent(parent, file.name, line_of))


def _parent(
    content: PackFile, file: Folder, folder: Folder | None, children: tuple[str, ...]
) -> Pack:
    name = content.extends or ""
    bare = name.partition("@")[0]
    found = f"extends {name}, "
    if bare in children:
        found += "which extends this pack again"
    else:
        beside = None if folder is None else _file(folder, name)
        if beside is not None:
            return _loaded(beside, folder, children)
        shipped = resource("packs")
        there = _file(shipped, name)
        if there is not None:
            return _loaded(there, shipped, children)
        found += "a pack that is not there"
    raise BadInput(
        where=file.name,
        line=line_finder(file)(("extends",)),
        found=found,
        allowed="name a pack of this folder or one that ships",
    )
