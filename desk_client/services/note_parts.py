"""What the window shows of the words in a note: which are marked and why; frozen."""

from dataclasses import dataclass

from desk_client.text import Text


@dataclass(frozen=True, slots=True)
class WordsMarked:
    """Marked words: text[start:end] of the note. `blocks`: the note is not saved with them."""

    start: int
    end: int
    reason: Text
    clause: str  # "" for card data, which no text may hold
    blocks: bool


@dataclass(frozen=True, slots=True)
class NoteCheck:
    """The note as it was checked. `said` is the line under the field; marks lie in their order."""

    text: str
    marks: tuple[WordsMarked, ...]
    said: Text

    @property
    def blocks(self) -> bool:
        return any(each.blocks for each in self.marks)
