"""What the phone leaves behind when the desk is gone before it could be told how its calls ended: a
small file beside each recording, `<path>.ended`, that holds the event. The next desk on the same
folder reads it; where the phone died too there is none, and the recording itself is asked
(sealed_audio.py). Once the end is on the record, both are forgotten."""

import os
import threading
from pathlib import Path

from pydantic import ValidationError

from desk_client.clock import SystemClock
from desk_client.phone.events import Ended
from desk_client.phone.sealed_audio import made_path, part_path, segments_path, sync_folder

_QUIET_S = 2.0  # a phone that records writes ten times a second; a longer silence means it is gone
_LONGEST_S = 6.0


def leave_word(ended: Ended) -> None:
    """Written where there is a recording; the end of any other call tells nothing new. It is
    there whole or not at all, also after a power cut; a disk that refuses leaves none."""
    if ended.recording is None:
        return
    word = _word_path(Path(ended.recording.path))
    unnamed = word.with_name(word.name + ".new")
    try:
        with unnamed.open("wb") as file:
            file.write(ended.model_dump_json().encode())
            file.flush()
            os.fsync(file.fileno())
        unnamed.replace(word)
        sync_folder(word.parent)
    except OSError:
        unnamed.unlink(missing_ok=True)  # the recording itself is asked then


def last_word(recording: Path) -> Ended | None:
    """The end of the call recorded at `recording`. Waits for a phone that is still closing it."""
    word, pause, waited = _word_path(recording), threading.Event(), 0.0
    while not word.exists() and waited < _LONGEST_S and _is_written(recording):
        pause.wait(0.1)
        waited += 0.1
    try:
        return Ended.model_validate_json(word.read_bytes())
    except (FileNotFoundError, ValidationError):
        return None


def forget_word(recording: Path) -> None:
    """It stands in the record now."""
    _word_path(recording).unlink(missing_ok=True)
    made_path(recording).unlink(missing_ok=True)


def _word_path(recording: Path) -> Path:
    return recording.with_name(recording.name + ".ended")


def _is_written(recording: Path) -> bool:
    now = SystemClock().now().timestamp()
    for file in (segments_path(recording), part_path(recording), recording):
        try:
            if now - file.stat().st_mtime < _QUIET_S:
                return True
        except FileNotFoundError:
            continue
    return False
