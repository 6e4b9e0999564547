"""The way out for letters: a folder that the print room empties. A PDF appears under its name only
when it is whole, with its address beside it as JSON; the same letter twice is the same file."""

import json
import os
from collections.abc import Iterable
from pathlib import Path

from desk_client.transport.outgoing import Handed, News, NotTaken


class LetterBox:
    """One folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def lay_down(self, message_id: str, pdf: bytes, *, name: str, address: str) -> Handed:
        """NotTaken where the folder cannot be written."""
        paper = self._folder / f"{message_id}.pdf"
        slip = json.dumps(
            {"letter": paper.name, "name": name, "address": address}, ensure_ascii=False
        )
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            _whole(self._folder / f"{message_id}.json", slip.encode())
            _whole(paper, pdf)
        except OSError as fault:
            raise NotTaken("unreachable", detail=fault.strerror or "") from None
        return Handed(ids=(paper.name,))

    def news(self) -> Iterable[News]:
        """The post tells nothing by itself."""
        return ()


def _whole(file: Path, content: bytes) -> None:
    part = file.with_name(f"{file.name}.part")
    with part.open("wb") as open_file:
        open_file.write(content)
        open_file.flush()
        os.fsync(open_file.fileno())
    part.replace(file)
