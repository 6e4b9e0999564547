"""The keys that act on the call in hand: the line (mute, hold, keypad, recording, hang up) and the
callscript (next line, branch, identity factor, back, on). The phone's own events confirm what the
line did; the script moves at once."""

from datetime import datetime

from desk_client.call import CallState
from desk_client.callscript.run import ScriptRun
from desk_client.services import intents
from desk_client.services.call_in_hand import CallInHand
from desk_client.services.call_parts import RecordingLight
from desk_client.services.line import Line
from desk_client.text import Text

LineIntent = (
    intents.HangUpCall
    | intents.ToggleMute
    | intents.ToggleHold
    | intents.ToggleRecording
    | intents.ToggleKeypad
    | intents.SendDigit
)
ScriptIntent = (
    intents.SayLine | intents.TakeBranch | intents.StepBack | intents.StepOn | intents.GoToIdentity
)
_AFTER_ANSWER = Text("接通后可用", "After the answer")
_NOT_RECORDED = Text("本通电话没有录音", "This call is not recorded")


def to_line(call: CallInHand, intent: LineIntent, line: Line) -> Text | None:
    """Tells the phone; the answer says why it cannot be done now."""
    if isinstance(intent, intents.HangUpCall):
        line.hang_up(call.call_id)
        return None
    if not call.answered:
        return _AFTER_ANSWER
    match intent:
        case intents.ToggleMute():
            call.muted = not call.muted
            line.mute(call.call_id, on=call.muted)
        case intents.ToggleHold():
            line.hold(call.call_id, on=call.state is not CallState.ON_HOLD)
        case intents.ToggleRecording() if call.recording is RecordingLight.OFF:
            return _NOT_RECORDED
        case intents.ToggleRecording():
            line.pause_recording(call.call_id, on=call.recording is RecordingLight.ON)
        case intents.ToggleKeypad():
            call.keypad_open = not call.keypad_open
        case intents.SendDigit(digit=digit):
            call.digits_sent += digit
            line.send_digit(call.call_id, digit)
    return None


def to_script(call: CallInHand, intent: ScriptIntent, at: datetime) -> Text | None:
    """Moves the callscript; before the answer only the greeting stands there to be read."""
    if call.script is None:
        return Text("本通电话没有话术", "No callscript for this call")
    if not call.answered:
        return _AFTER_ANSWER
    call.script = _moved(call.script, intent, at)
    if call.script.party == "wrong_party":
        call.level = "WPC"
    elif call.script.party == "third_party":
        call.level = "TPC"
    return None


def _moved(run: ScriptRun, intent: ScriptIntent, at: datetime) -> ScriptRun:
    match intent:
        case intents.SayLine():
            return run.say(at)
        case intents.TakeBranch(number=number):
            return run.press(number, at)
        case intents.StepBack():
            return run.back()
        case intents.StepOn():
            return run.step_on()
        case intents.GoToIdentity():
            return run.goto_identity()
