"""The desk's end of the phone, wired: the client of the phone process and the line that calls go
out on."""

from collections.abc import Callable
from dataclasses import dataclass

from desk_client.clock import Clock
from desk_client.data_folder import DataFolder
from desk_client.doctor.quick import quick_looks
from desk_client.ids import CallId
from desk_client.phone import messages
from desk_client.phone.client import PhoneClient
from desk_client.phone.diagnostics import Diagnostics
from desk_client.services.line import Line, configuration
from desk_client.services.sound_choice import SoundChoice
from desk_client.settings import Settings


@dataclass(frozen=True, slots=True)
class DeskPhone:
    """One process and what goes through it."""

    client: PhoneClient
    line: Line


def phone_of(
    *,
    settings: Settings,
    folder: DataFolder,
    choice: SoundChoice,
    clock: Clock,
    on_event: Callable[[messages.Event], None],
    not_placed: Callable[[CallId, messages.Done], None],
) -> DeskPhone:
    """Nothing is started yet."""
    configure = configuration(settings.line, choice.audio)
    client = PhoneClient(
        configure=configure,
        on_event=on_event,
        clock=clock,
        diagnose=Diagnostics(
            folder=folder,
            configure=configure,
            findings=lambda: quick_looks(folder),
            clock=clock,
        ),
        spare=True,
    )
    line = Line(
        phone=client,
        domain=settings.line.domain,
        recordings=folder.recordings,
        recipients=settings.recipients,
        ring_timeout_s=settings.line.ring_timeout_s,
        not_placed=not_placed,
        must_record=settings.line.must_record,
    )
    return DeskPhone(client, line)
