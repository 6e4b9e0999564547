"""How the messenger is set up: where central is, who it is there, whose name stands under messages,
and by which ways messages leave. Written as YAML (`messenger.yaml` in its data folder) by whoever
runs it beside central; a way out that is not written is never used."""

from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import Field, model_validator

from desk_client.errors import BadInput
from desk_client.settings import LawSettings, Setting, loops_back
from desk_client.transport.settings import HttpsSettings, TransportSettings
from desk_client.yaml_file import load_yaml


class HouseSettings(Setting):
    """What stands on letters and under messages beside the campaign's own words."""

    complaints: Annotated[str, Field(description="where a complaint about us goes")] = ""
    sender: Annotated[tuple[str, ...], Field(description="lines beside the letterhead")] = ()
    seal: Annotated[str, Field(description="under the name at the end of a letter")] = ""


class LetterSettings(Setting):
    """Letters are laid down as PDF for whoever prints and posts them."""

    folder: Annotated[str, Field(min_length=1, description="where the print room looks")]


class MessengerSettings(Setting):
    """One messenger."""

    central: Annotated[str, Field(description="PostgreSQL address without a login")]
    login: Annotated[str, Field(min_length=1, description="its own role at central")]
    law: LawSettings = LawSettings()
    transport: TransportSettings = TransportSettings()
    letters: LetterSettings | None = None
    house: HouseSettings = HouseSettings()
    rate_per_s: Annotated[
        float, Field(gt=0, le=1000, description="at most so many messages a second")
    ] = 50.0
    rehearsal_offset_s: Annotated[
        int, Field(description="moves the clock; only where no way out leaves this machine")
    ] = 0

    @model_validator(mode="after")
    def _rehearse_only_here(self) -> Self:
        email, sms = self.transport.email, self.transport.sms
        hosts = [email.host] if email is not None else []
        if isinstance(sms, HttpsSettings):
            hosts.append(urlsplit(sms.url).hostname or "")
        elif sms is not None:
            hosts.append(sms.host)
        if self.rehearsal_offset_s and not all(map(loops_back, hosts)):
            raise ValueError("rehearsal_offset_s goes only with ways out on this machine")
        return self


def load_messenger_settings(file: Path) -> MessengerSettings:
    """BadInput with file:line where they cannot be used."""
    if not file.exists():
        raise BadInput(
            where=str(file),
            found="there is no settings file of the messenger",
            allowed="write one; docs/messages.md shows what goes in",
        )
    return load_yaml(file, MessengerSettings)
