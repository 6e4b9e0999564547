"""What may lie over the panes for a while: the sound page, the pages of the law, the message sheet,
the form of an override."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from desk_client.services.law_pages import LawPages
from desk_client.services.message_sheet import MessageSheet
from desk_client.services.overrides import Overrides
from desk_client.services.sound_parts import SoundPart


@dataclass(frozen=True)
class Sheets:
    """All of them, each shut until it is asked for."""

    sound: Callable[[], SoundPart | None]
    law: LawPages
    messages: MessageSheet
    overrides: Overrides

    def parts(self, *, hidden: bool) -> dict[str, Any]:
        """As fields of the DeskState. While `hidden` none of them tells of the debt."""
        return {
            "sound": self.sound(),
            "what_if": self.law.what_if(),
            "packs": self.law.viewer(),
            "messages": self.messages.part(hidden=hidden),
            "override": self.overrides.part(),
        }
