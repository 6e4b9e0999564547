"""What an agent can ask about messages, and a lead about a refused contact."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class OpenMessages:
    """M in preview: what can be written in this case."""


@dataclass(frozen=True, slots=True)
class MoveMessage:
    """Up and Down."""

    step: int


@dataclass(frozen=True, slots=True)
class ChooseMessage:
    """A digit or a click on a row."""

    index: int


@dataclass(frozen=True, slots=True)
class OrderMessage:
    """Enter: orders what is chosen."""


@dataclass(frozen=True, slots=True)
class CloseMessages:
    """Esc."""


@dataclass(frozen=True, slots=True)
class OpenOverride:
    """O on the refused sheet."""


@dataclass(frozen=True, slots=True)
class SubmitOverride:
    """Enter in the form: a lead signs for it."""

    reason: str
    login: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CloseOverride:
    """Esc."""


MessageIntent = (
    OpenMessages
    | MoveMessage
    | ChooseMessage
    | OrderMessage
    | CloseMessages
    | OpenOverride
    | SubmitOverride
    | CloseOverride
)
