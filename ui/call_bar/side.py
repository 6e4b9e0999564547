"""The call bar while a second call is in the ear, rings or waits: somebody calls in, a colleague is
asked before the debtor is put through, all three talk."""

from dataclasses import replace

from desk_client.services import intents
from desk_client.services.call_parts import CallBar, RecordingLight, SidePart
from desk_client.services.desk_state import Phase
from ui.call_bar.at_desk import AtDesk, button, notices, recording_notice
from ui.call_bar.seen import ButtonSeen, CallBarSeen, NoticeSeen
from ui.keys import Act
from ui.state_shape import Thread
from ui.tokens import Token

_TALKING = (Phase.TALKING, Phase.ON_HOLD)


def side_seen(desk: AtDesk, side: SidePart) -> CallBarSeen:
    """The bar of the second call."""
    if side.incoming and side.answered_at is None:
        return _incoming(desk, side)
    if side.joined:
        return _three(desk, side)
    return _visitor(desk, side) if side.incoming else _consult(desk, side)


def with_waiting(desk: AtDesk, side: SidePart, seen: CallBarSeen) -> CallBarSeen:
    """Any other bar, with the second call on hold: who waits and since when, and the way to them.
    In a talk that is two calls at once, and their keys take the place of the bar's own."""
    waits = desk.word("call_bar.waits", name=_name(desk, side), time=desk.since(side.held_since))
    where = desk.wording.joined(waits, seen.where)
    if desk.state.phase in _TALKING:
        return replace(seen, where=where, brief=waits, buttons=_waiting_buttons(desk, side))
    back = button(desk, "call_bar.resume", Act.HOLD, "play", intents.SwapCalls())
    return replace(seen, where=where, brief=waits, buttons=(back, *seen.buttons))


def _waiting_buttons(desk: AtDesk, side: SidePart) -> tuple[ButtonSeen, ...]:
    """With the debtor in the ear and the second call on hold; hanging up ends the debtor's."""
    back = button(desk, "call_bar.swap", Act.HOLD, "undo", intents.SwapCalls())
    if side.incoming:
        return (back, _end(desk))
    return (
        button(desk, "call_bar.put_through", Act.TRANSFER, "swap", intents.PutThrough()),
        button(desk, "call_bar.join", Act.DIAL, "users", intents.JoinCalls()),
        back,
        _end(desk),
    )


def _incoming(desk: AtDesk, side: SidePart) -> CallBarSeen:
    """The focus stays where it is; F5 answers, F12 declines. A talk that goes on keeps its lights
    in sight."""
    call, dialling = _debtor(desk), desk.state.phase is Phase.DIALLING
    number = side.number.masked if side.number else ""
    known = desk.wording.text(side.about) if side.known else desk.word("call_bar.not_ours")
    then = desk.word("call_bar.dialling_first") if dialling else ""
    if call is not None:
        then = desk.word("call_bar.will_hold", name=call.name)
    answer = ButtonSeen(
        desk.word("call_bar.answer"), desk.cap(Act.DIAL), "phone", intents.AnswerCall(), "primary"
    )
    decline = ButtonSeen(
        desk.word("call_bar.decline"), desk.cap(Act.HANG_UP), "phone-off", intents.HangUpSide()
    )
    uncounted = NoticeSeen(desk.word("call_bar.not_counted"), Token.T2, strong=False)
    lights = (uncounted,) if not side.role else ()
    return CallBarSeen(
        icon="phone",
        state=desk.word("call_bar.incoming"),
        ink=Token.ACCENT_T,
        timer=desk.since(side.began_at),
        who=_who(desk, side),
        where=desk.wording.joined(number, then, known),
        notices=notices(desk, call) if call is not None else lights,
        buttons=(decline,) if dialling else (answer, decline),
        thread=Thread.DIALLING,
    )


def _consult(desk: AtDesk, side: SidePart) -> CallBarSeen:
    call = _debtor(desk)
    rings = side.answered_at is None
    held = desk.since(call.held_since) if call is not None and call.held_since else ""
    waits = desk.word("call_bar.debtor_waits", time=held) if held else ""
    if call is None:
        waits = desk.word("call_bar.debtor_gone")
    said = desk.word("call_bar.rings_there") if rings else ""
    if side.leaving:
        said = desk.word("call_bar.putting_through")
    shown = []
    if call is not None and not side.leaving:
        key = "call_bar.send_after" if rings else "call_bar.put_through"
        shown.append(button(desk, key, Act.TRANSFER, "swap", intents.PutThrough()))
        if not rings:
            shown.append(button(desk, "call_bar.join", Act.DIAL, "users", intents.JoinCalls()))
            shown.append(button(desk, "call_bar.back", Act.HOLD, "undo", intents.SwapCalls()))
    return CallBarSeen(
        icon="swap",
        state=desk.word("call_bar.consult"),
        ink=Token.ACCENT_T if rings else Token.OK_T,
        timer=desk.since(side.answered_at or side.began_at),
        who=_who(desk, side),
        where=desk.wording.joined(waits, said),
        notices=_lights(desk, side),
        buttons=(*shown, _end(desk)),
        thread=Thread.DIALLING if rings else Thread.TALK,
    )


def _three(desk: AtDesk, side: SidePart) -> CallBarSeen:
    call = desk.state.call
    said = "call_bar.putting_through" if side.leaving else "call_bar.all_hear"
    shown = [_mute(desk, side)]
    if not side.leaving:
        shown += [
            button(desk, "call_bar.put_through", Act.TRANSFER, "swap", intents.PutThrough()),
            button(desk, "call_bar.part", Act.DIAL, "user", intents.JoinCalls()),
        ]
    return CallBarSeen(
        icon="users",
        state=desk.word("call_bar.three"),
        ink=Token.OK_T,
        timer=desk.since(side.answered_at),
        who=desk.wording.joined(call.name if call is not None else "", _name(desk, side)),
        where=desk.word(said),
        levels=desk.word("call_bar.levels"),
        notices=_lights(desk, side),
        buttons=(*shown, _end(desk)),
        thread=Thread.TALK,
    )


def _visitor(desk: AtDesk, side: SidePart) -> CallBarSeen:
    """Somebody who called in is in the ear; the debtor, where there is one, waits."""
    call = _debtor(desk)
    waits = ""
    if call is not None:
        held = desk.since(call.held_since or desk.state.now)
        waits = desk.word("call_bar.other_waits", name=call.name, time=held)
    number = side.number.masked if side.number else ""
    shown = [_mute(desk, side)]
    if call is not None:
        shown.append(button(desk, "call_bar.swap", Act.HOLD, "undo", intents.SwapCalls()))
    else:
        shown.append(button(desk, "call_bar.hold", Act.HOLD, "pause", intents.SwapCalls()))
    rest = intents.ToggleSideRecording()
    if side.recording is RecordingLight.ON:
        key = "call_bar.pause_recording"
        shown.append(button(desk, key, Act.PAUSE_RECORDING, "rec-pause", rest))
    elif side.recording is RecordingLight.PAUSED:
        shown.append(button(desk, "call_bar.resume_recording", Act.PAUSE_RECORDING, "rec", rest))
    return CallBarSeen(
        icon="phone",
        state=desk.word("phase.talking"),
        ink=Token.OK_T,
        timer=desk.since(side.answered_at),
        who=_who(desk, side),
        where=desk.wording.joined(number, waits, desk.wording.text(side.about)),
        levels=desk.word("call_bar.levels"),
        notices=_lights(desk, side),
        buttons=(*shown, _end(desk)),
        thread=Thread.TALK,
    )


def _debtor(desk: AtDesk) -> CallBar | None:
    """The call in hand, where the debtor is on the line."""
    return desk.state.call if desk.state.phase in _TALKING else None


def _lights(desk: AtDesk, side: SidePart) -> tuple[NoticeSeen, ...]:
    """What is lit for the one in the ear. Of the debtor who waits for a colleague's word the
    recording stays in sight; who called in has a recording of their own, or none."""
    call = _debtor(desk)
    if side.joined and call is not None:
        return notices(desk, replace(call, muted=side.muted))
    muted = (NoticeSeen(desk.word("call_bar.muted"), Token.WARN_T, icon="mic-off"),)
    shown = muted if side.muted else ()
    if side.incoming or call is None:
        return (*shown, recording_notice(desk, side.recording, side.recording_paused_since))
    return (*shown, recording_notice(desk, call.recording, call.recording_paused_since))


def _mute(desk: AtDesk, side: SidePart) -> ButtonSeen:
    word, icon = ("call_bar.unmute", "mic") if side.muted else ("call_bar.mute", "mic-off")
    return button(desk, word, Act.MUTE, icon, intents.MuteSide())


def _end(desk: AtDesk) -> ButtonSeen:
    word = desk.word("call_bar.hang_up")
    return ButtonSeen(word, desk.cap(Act.HANG_UP), "phone-off", intents.HangUpSide(), "danger")


def _name(desk: AtDesk, side: SidePart) -> str:
    return side.name or desk.word("call_bar.unknown_caller")


def _who(desk: AtDesk, side: SidePart) -> str:
    if not side.role:
        return _name(desk, side)
    role = desk.word(f"directory.{side.role}")
    return desk.word("call_bar.colleague", name=_name(desk, side), role=role)
