"""What an agent can ask of the desk, as the window sends it: one frozen value a key press. The keys
themselves are mapped in ui.keys; the desk's day (services.shift) answers each intent or says in
the status bar why it cannot."""

from dataclasses import dataclass
from typing import Literal

from desk_client.ids import CaseId, ContactPointId
from desk_client.phone_number import PhoneNumber
from desk_client.services.detail_intents import DetailIntent
from desk_client.services.law_intents import LawIntent
from desk_client.services.message_intents import MessageIntent
from desk_client.services.palette_intents import PaletteIntent
from desk_client.services.plan_intents import PlanIntent
from desk_client.services.reach_intents import ReachIntent
from desk_client.services.settings_intents import SettingsIntent
from desk_client.services.sound_parts import SoundPlace
from desk_client.services.team_intents import TeamIntent
from desk_client.services.why_intents import WhyIntent
from desk_client.services.wish_intents import WishIntent
from desk_client.services.workflow_intents import WorkflowIntent


@dataclass(frozen=True, slots=True)
class TakeNext:
    """Space or Enter in ready: paint the next case (or the selected row)."""

    case_id: CaseId | None = None


@dataclass(frozen=True, slots=True)
class SelectRow:
    """Up and Down in the work list; in preview, choose the contact point."""

    step: int


@dataclass(frozen=True, slots=True)
class ChooseContactPoint:
    """Up and Down or a click in preview."""

    contact_point_id: ContactPointId


@dataclass(frozen=True, slots=True)
class DialShown:
    """Enter or F5 in preview; `path` says by which road the attempt comes."""

    path: str = "dial_key"


@dataclass(frozen=True, slots=True)
class SkipCase:
    """X in preview, with a reason."""

    reason: str


@dataclass(frozen=True, slots=True)
class HangUpCall:
    """F12."""


@dataclass(frozen=True, slots=True)
class AnswerCall:
    """F5 while somebody calls in."""


@dataclass(frozen=True, slots=True)
class HangUpSide:
    """F12 with a second call: declines what rings, ends the leg in the ear."""


@dataclass(frozen=True, slots=True)
class SwapCalls:
    """F3 with a second call: the other one comes into the ear."""


@dataclass(frozen=True, slots=True)
class MuteSide:
    """F2 while the second call is in the ear; while all three talk nobody hears the agent."""


@dataclass(frozen=True, slots=True)
class ToggleSideRecording:
    """F7 while a debtor who called in is in the ear: pause or resume."""


@dataclass(frozen=True, slots=True)
class OpenDirectory:
    """F4 in a call: whom the debtor can be put through to."""


@dataclass(frozen=True, slots=True)
class ConsultColleague:
    """1 to 9 in the directory: talk to this one first."""

    number: int


@dataclass(frozen=True, slots=True)
class PutThrough:
    """F4 with a colleague on the line: the debtor is theirs."""


@dataclass(frozen=True, slots=True)
class JoinCalls:
    """F5 with a second call: all three, and once more to part them."""


@dataclass(frozen=True, slots=True)
class MoveDevice:
    """Left and Right on the sound page: another device for this place."""

    place: SoundPlace
    step: int


@dataclass(frozen=True, slots=True)
class MoveGain:
    """Left and Right on the sound page: louder or softer."""

    place: SoundPlace
    step: int


@dataclass(frozen=True, slots=True)
class TryOut:
    """Enter on the sound page: one step of the test."""

    what: Literal["record", "play", "tone", "ring"]


@dataclass(frozen=True, slots=True)
class ToggleMute:
    """F2."""


@dataclass(frozen=True, slots=True)
class ToggleHold:
    """F3."""


@dataclass(frozen=True, slots=True)
class ToggleRecording:
    """F7: pause or resume."""


@dataclass(frozen=True, slots=True)
class ToggleKeypad:
    """F6: digits go to the line until F6 or Esc."""


@dataclass(frozen=True, slots=True)
class SendDigit:
    """A digit while the keypad is open."""

    digit: str


@dataclass(frozen=True, slots=True)
class SayLine:
    """Space in a call."""


@dataclass(frozen=True, slots=True)
class TakeBranch:
    """1 to 4 in a call: a branch, or at the identity step a factor (4 = no match)."""

    number: int


@dataclass(frozen=True, slots=True)
class StepBack:
    """Comma."""


@dataclass(frozen=True, slots=True)
class StepOn:
    """Full stop."""


@dataclass(frozen=True, slots=True)
class GoToIdentity:
    """V."""


@dataclass(frozen=True, slots=True)
class LeaveMessage:
    """M in a call that a machine answered: the words that may be left on it."""


@dataclass(frozen=True, slots=True)
class HideAmounts:
    """B: hide or show again."""


@dataclass(frozen=True, slots=True)
class ChooseOutcome:
    """A letter of the two outcome rows: preselects in a call, logs or opens the form after."""

    key: str


@dataclass(frozen=True, slots=True)
class ChooseLevel:
    """1 to 4 in wrap-up, Left and Right in a call: RPC, TPC, WPC, NC."""

    level: str


@dataclass(frozen=True, slots=True)
class MoveAmount:
    """Up and Down in the promise form."""

    step: int


@dataclass(frozen=True, slots=True)
class MoveDate:
    """Left and Right in the promise or callback form."""

    step: int


@dataclass(frozen=True, slots=True)
class MoveChannel:
    """A click on a channel, or Shift+Left and Right."""

    step: int


@dataclass(frozen=True, slots=True)
class TypePromise:
    """Values typed into the promise form by Tab; each may be left as it is."""

    amount: str | None = None
    due: str | None = None


@dataclass(frozen=True, slots=True)
class Accept:
    """Enter: log the form, take the best alternative."""


@dataclass(frozen=True, slots=True)
class TakeAlternative:
    """1 to 9 on the refused sheet."""

    number: int


@dataclass(frozen=True, slots=True)
class GoOn:
    """Space after the outcome, or on the refused sheet."""


@dataclass(frozen=True, slots=True)
class Undo:
    """Z or Ctrl+Z."""


@dataclass(frozen=True, slots=True)
class Redo:
    """Ctrl+Y."""


@dataclass(frozen=True, slots=True)
class WriteNote:
    """The note field was committed with Enter, or left with its text kept."""

    text: str
    commit: bool


@dataclass(frozen=True, slots=True)
class ToggleReady:
    """F9; in a call: not ready afterwards."""


@dataclass(frozen=True, slots=True)
class AskForHelp:
    """F8: asks the lead, and marks the moment in a call."""


@dataclass(frozen=True, slots=True)
class Leave:
    """Esc: closes a form or the refused sheet, never hangs up or discards."""


@dataclass(frozen=True, slots=True)
class OpenLink:
    """A telephone link was clicked in another program: shows the case of that number; None where
    the link names none."""

    number: PhoneNumber | None
    extension: str = ""


@dataclass(frozen=True, slots=True)
class LockScreen:
    """The agent's screen was locked: mutes, and takes no more cases."""


@dataclass(frozen=True, slots=True)
class UnlockScreen:
    """It is open again; says what stays muted."""


@dataclass(frozen=True, slots=True)
class TryLine:
    """Starts a phone that was given up once more."""


@dataclass(frozen=True, slots=True)
class SignOut:
    """Ends the shift; refused while a call or an unfinished wrap-up is in hand."""


Intent = (
    TakeNext
    | SelectRow
    | ChooseContactPoint
    | DialShown
    | SkipCase
    | HangUpCall
    | AnswerCall
    | HangUpSide
    | SwapCalls
    | MuteSide
    | ToggleSideRecording
    | OpenDirectory
    | ConsultColleague
    | PutThrough
    | JoinCalls
    | MoveDevice
    | MoveGain
    | TryOut
    | ToggleMute
    | ToggleHold
    | ToggleRecording
    | ToggleKeypad
    | SendDigit
    | SayLine
    | TakeBranch
    | StepBack
    | StepOn
    | GoToIdentity
    | LeaveMessage
    | HideAmounts
    | ChooseOutcome
    | ChooseLevel
    | MoveAmount
    | MoveDate
    | MoveChannel
    | TypePromise
    | Accept
    | TakeAlternative
    | GoOn
    | Undo
    | Redo
    | WriteNote
    | ToggleReady
    | AskForHelp
    | Leave
    | OpenLink
    | LockScreen
    | UnlockScreen
    | TryLine
    | SignOut
    | DetailIntent
    | LawIntent
    | SettingsIntent
    | MessageIntent
    | ReachIntent
    | PlanIntent
    | TeamIntent
    | PaletteIntent
    | WhyIntent
    | WishIntent
    | WorkflowIntent
)
