"""What may lie over the panes for a while: the sound page, the pages of the law, the message sheet,
the form of an override, the debtor's wishes, why a case is not dialled."""

from dataclasses import dataclass
from typing import Any

from desk_client.services.desk_audio import DeskAudio
from desk_client.services.law_pages import LawPages
from desk_client.services.message_sheet import MessageSheet
from desk_client.services.overrides import Overrides
from desk_client.services.why_not import WhyNot
from desk_client.services.wishes import Wishes

Sheet = DeskAudio | LawPages | MessageSheet | Overrides | Wishes | WhyNot


@dataclass(frozen=True)
class Sheets:
    """All of them, each shut until it is asked for."""

    audio: DeskAudio
    law: LawPages
    messages: MessageSheet
    overrides: Overrides
    wishes: Wishes
    why_not: WhyNot

    @property
    def all(self) -> tuple[Sheet, ...]:
        """Those that answer intents of their own."""
        return (self.audio, self.law, self.messages, self.overrides, self.wishes, self.why_not)

    def parts(self, *, hidden: bool) -> dict[str, Any]:
        """As fields of the DeskState. While `hidden` none of them tells of the debt."""
        return {
            "sound": self.audio.part(),
            "what_if": self.law.what_if(),
            "packs": self.law.viewer(),
            "messages": self.messages.part(hidden=hidden),
            "override": self.overrides.part(),
            "override_helps": self.overrides.helps(),
            "why_not": self.why_not.part(),
            "wishes": self.wishes.part(),
        }
