"""The program's log: a few files of a megabyte in the data folder, the oldest dropped. A debtor's
number never gets in: types mask themselves, and what still looks like a telephone number is masked
on the way, in messages and in tracebacks alike."""

import logging
import re
from logging.handlers import RotatingFileHandler

from desk_client.data_folder import DataFolder

_BYTES, _FILES = 1_000_000, 5
_NUMBER = re.compile(r"\+?\d[\d -]{6,}\d")  # eight digits and more: a number, a card, an identity


class _Masking(logging.Formatter):
    """Shows the last two digits of whatever looks like a number; times keep their form."""

    def format(self, record: logging.LogRecord) -> str:
        head = f"{self.formatTime(record)} {record.levelname} {record.name}: "
        told = super().format(record)
        return head + _NUMBER.sub(lambda found: f"***{found.group()[-2:]}", told)


def open_log(folder: DataFolder) -> logging.Handler:
    """Logs warnings of all libraries and what our own parts tell, from here on."""
    folder.logs.mkdir(parents=True, exist_ok=True, mode=0o700)
    handler = RotatingFileHandler(
        folder.logs / "desk.log", maxBytes=_BYTES, backupCount=_FILES, encoding="utf-8"
    )
    handler.setFormatter(_Masking("%(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    for own in ("desk_client", "ui"):
        logging.getLogger(own).setLevel(logging.INFO)
    return handler


def close_log(handler: logging.Handler) -> None:
    """Takes the log file off again."""
    logging.getLogger().removeHandler(handler)
    handler.close()
