"""What a person may be told when something cannot go on.

    DeskError             one plain sentence: what, where, what to do
    ├── BadInput          a file or value a person gave; names file, line, found, allowed
    │   └── Unreadable    a file that is not there, or gives nothing to look at
    ├── StoreUnreadable   the local database does not open; the file is left as it is
    ├── CentralUnreachable  central does not answer; work goes on from the local store
    └── SignInRefused     wrong password, account locked

Everything else that is raised is a fault of the program. A refused contact is no error: it is a
verdict, a value."""


class DeskError(Exception):
    """Its text is one sentence for people."""


class BadInput(DeskError):
    """Something a person wrote cannot be used."""

    def __init__(self, *, where: str, found: str, allowed: str, line: int | None = None) -> None:
        self.where = where
        self.line = line
        self.found = found
        self.allowed = allowed
        place = where if line is None else f"{where}:{line}"
        super().__init__(f"{place}: {found}; {allowed}")


class Unreadable(BadInput):
    """A file could not be read at all."""


class StoreUnreadable(DeskError):
    """The local store does not open with this key, or is damaged."""


class CentralUnreachable(DeskError):
    """No answer from central."""


class SignInRefused(DeskError):
    """Central does not accept this login and password."""
