"""The rules that hold at a desk or for a messenger, and in whose name it collects, by its
settings."""

from pathlib import Path

from desk_client.compliance.load import load_packs, shipped_packs, together
from desk_client.compliance.pack_set import PackSet
from desk_client.compliance.request import Collector
from desk_client.errors import BadInput
from desk_client.settings import LawSettings


def packs_in_force(law: LawSettings) -> PackSet:
    """BadInput where a pack is named that nobody has, or where one of the bank's own is none."""
    if law.folder is None and law.packs:
        packs = PackSet.shipped(*law.packs)
    else:
        own = () if law.folder is None else load_packs(Path(law.folder).expanduser())
        packs = PackSet(together(shipped_packs(), own), law.packs)
    if packs.missing:
        raise BadInput(
            where="settings law.packs",
            found=f"there is no pack {packs.missing[0]}",
            allowed="name one that `desk-client compliance test` lists",
        )
    return packs


def collector(law: LawSettings) -> Collector:
    """Who asks."""
    return Collector(role=law.role, entity=law.entity, lender=law.lender)
