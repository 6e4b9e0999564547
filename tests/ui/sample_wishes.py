"""Desks with the wishes of the sample debtor: the sheet open, and the line in preview and card."""

from dataclasses import replace
from datetime import datetime, time

from desk_client.services.desk_state import DeskState
from desk_client.services.wish_parts import ConsentRow, InconvenientRow, WishesPart
from desk_client.services.wish_words import inconvenient_words
from desk_client.services.wishes import KINDS
from desk_client.text import Text
from tests.ui.sample_people import WORLDS
from tests.ui.sample_states import scene

ON_RECORD = (
    Text("不要在单位联系", "not at work"),
    Text("周一 09:00–12:00 不便", "not Mon 09:00–12:00"),
    Text("已同意晚间联系至 23:00", "evening contact agreed until 23:00"),
)
NAMED = (
    InconvenientRow(inconvenient_words((), None, None, "work")),
    InconvenientRow(inconvenient_words(("mon",), time(9), time(12), None)),
)


def on_record(name: str, language: str = "zh") -> DeskState:
    """A scene in whose case something is on record."""
    state = scene(name, language)
    assert state.card is not None
    return replace(state, card=replace(state.card, wishes=ON_RECORD))


def consents(language: str, *given: str) -> tuple[ConsentRow, ...]:
    since = {"sms": WORLDS[language].at(10, 41), "out_of_hours": WORLDS[language].at(9, 12)}

    def at(kind: str) -> datetime | None:
        return since.get(kind, WORLDS[language].at(8, 30)) if kind in given else None

    return tuple(
        ConsentRow(
            kind=kind,
            name=name,
            given_at=at(kind),
            local_until=time(23) if kind == "out_of_hours" else None,
        )
        for kind, name in KINDS.items()
    )


def sheet(
    language: str = "zh",
    name: str = "03-preview",
    *,
    verified: bool = False,
    given: tuple[str, ...] = ("sms", "out_of_hours"),
    named: tuple[InconvenientRow, ...] = NAMED,
) -> DeskState:
    """The sheet open over a scene."""
    part = WishesPart(consents=consents(language, *given), inconvenient=named, may_widen=verified)
    return replace(on_record(name, language), wishes=part)
