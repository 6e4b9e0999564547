"""Which packs are the house's for a command beside central: those it is given, else those of the
settings in the data folder, else those of a Chinese bank's desk."""

from pathlib import Path

from desk_client.compliance.pack_set import PackSet
from desk_client.data_folder import data_folder
from desk_client.services.law_in_force import packs_in_force
from desk_client.settings import LawSettings, load_settings


def house_packs(named: tuple[str, ...], data_dir: Path | None) -> PackSet:
    """BadInput where there is no such pack, or the settings cannot be used."""
    settings = data_folder(data_dir).root / "settings.yaml"
    law = load_settings(settings).law if settings.exists() else LawSettings()
    if named:
        law = law.model_copy(update={"packs": tuple(dict.fromkeys(named))})
    return packs_in_force(law)
