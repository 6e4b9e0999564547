"""The call bar while a second call is in the ear or rings: somebody calls in, a colleague is asked
before the debtor is put through, all three talk."""

from desk_client.services import intents
from desk_client.services.call_parts import SidePart
from desk_client.services.desk_state import Phase
from ui.call_bar.at_desk import AtDesk, button, notices
from ui.call_bar.seen import ButtonSeen, CallBarSeen, NoticeSeen
from ui.keys import Act
from ui.state_shape import Shape, Thread
from ui.tokens import Token


def side_seen(desk: AtDesk, side: SidePart) -> CallBarSeen:
    """The bar of the second call."""
    if side.incoming and side.answered_at is None:
        return _incoming(desk, side)
    if side.joined:
        return _three(desk, side)
    return _visitor(desk, side) if side.incoming else _consult(desk, side)


def side_held(desk: AtDesk) -> str:
    """Who waits while the debtor is in the ear; "" where nobody does."""
    side = desk.state.side
    if side is None or side.answered_at is None:
        return ""
    return desk.word("call_bar.waits", name=_name(desk, side))


def waiting_buttons(desk: AtDesk, side: SidePart) -> tuple[ButtonSeen, ...]:
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
    """The focus stays where it is; F5 answers, F12 declines."""
    call = desk.state.call
    talks = call is not None and desk.state.phase in (Phase.TALKING, Phase.ON_HOLD)
    number = side.number.masked if side.number else ""
    known = desk.wording.text(side.about) if side.known else desk.word("call_bar.not_ours")
    holds = desk.word("call_bar.will_hold", name=call.name) if call is not None and talks else ""
    decline = ButtonSeen(
        desk.word("call_bar.decline"), desk.cap(Act.HANG_UP), "phone-off", intents.HangUpSide()
    )
    answer = ButtonSeen(
        desk.word("call_bar.answer"), desk.cap(Act.DIAL), "phone", intents.AnswerCall(), "primary"
    )
    return CallBarSeen(
        icon="phone",
        state=desk.word("call_bar.incoming"),
        ink=Token.ACCENT_T,
        timer=desk.since(side.began_at),
        who=_name(desk, side),
        where=desk.wording.joined(number, known, holds),
        notices=(NoticeSeen(desk.word("call_bar.not_counted"), Token.T2, strong=False),),
        buttons=(answer, decline),
        thread=Thread.DIALLING,
    )


def _consult(desk: AtDesk, side: SidePart) -> CallBarSeen:
    call = desk.state.call
    rings = side.answered_at is None
    held = desk.since(call.held_since) if call is not None and call.held_since else ""
    waits = desk.word("call_bar.debtor_waits", time=held) if held else ""
    said = desk.word("call_bar.rings_there") if rings else ""
    if side.leaving:
        said = desk.word("call_bar.putting_through")
    key = "call_bar.send_after" if rings else "call_bar.put_through"
    shown = [button(desk, key, Act.TRANSFER, "swap", intents.PutThrough())]
    if not rings:
        shown.append(button(desk, "call_bar.join", Act.DIAL, "users", intents.JoinCalls()))
        shown.append(button(desk, "call_bar.back", Act.HOLD, "undo", intents.SwapCalls()))
    return CallBarSeen(
        icon="swap",
        state=desk.word("call_bar.consult"),
        ink=Token.ACCENT_T if rings else Token.OK_T,
        timer=desk.since(side.answered_at or side.began_at),
        who=_name(desk, side),
        where=desk.wording.joined(waits, said),
        notices=_lights(desk, side),
        buttons=(*shown, _end(desk)),
        thread=Thread.DIALLING if rings else Thread.TALK,
    )


def _three(desk: AtDesk, side: SidePart) -> CallBarSeen:
    call = desk.state.call
    name = call.name if call is not None else ""
    return CallBarSeen(
        icon="users",
        state=desk.word("call_bar.three"),
        ink=Token.OK_T,
        timer=desk.since(side.answered_at),
        who=desk.wording.joined(name, _name(desk, side)),
        where=desk.word("call_bar.all_hear"),
        levels=desk.word("call_bar.levels"),
        notices=_lights(desk, side),
        buttons=(
            button(desk, "call_bar.put_through", Act.TRANSFER, "swap", intents.PutThrough()),
            button(desk, "call_bar.part", Act.DIAL, "user", intents.JoinCalls()),
            _end(desk),
        ),
        thread=Thread.TALK,
    )


def _visitor(desk: AtDesk, side: SidePart) -> CallBarSeen:
    """Somebody who called in is in the ear; the debtor, where there is one, waits."""
    call = desk.state.call
    talks = call is not None and desk.state.phase in (Phase.TALKING, Phase.ON_HOLD)
    held = desk.since(call.held_since) if talks and call is not None else ""
    waits = desk.word("call_bar.other_waits", name=call.name, time=held) if call and talks else ""
    number = side.number.masked if side.number else ""
    mute = ("call_bar.unmute", "mic") if side.muted else ("call_bar.mute", "mic-off")
    shown = [button(desk, mute[0], Act.MUTE, mute[1], intents.MuteSide())]
    if talks:
        shown.append(button(desk, "call_bar.swap", Act.HOLD, "undo", intents.SwapCalls()))
    return CallBarSeen(
        icon="phone",
        state=desk.word("phase.talking"),
        ink=Token.OK_T,
        timer=desk.since(side.answered_at),
        who=_name(desk, side),
        where=desk.wording.joined(number, waits),
        levels=desk.word("call_bar.levels"),
        notices=_lights(desk, side),
        buttons=(*shown, _end(desk)),
        thread=Thread.TALK,
    )


def _lights(desk: AtDesk, side: SidePart) -> tuple[NoticeSeen, ...]:
    """The debtor's call keeps its own light; a visitor's says whether it is recorded."""
    call = desk.state.call
    if call is not None and desk.state.phase in (Phase.TALKING, Phase.ON_HOLD):
        return notices(desk, call)
    key, shape = (
        ("call_bar.recording", Shape.RECORDING)
        if side.recorded
        else ("call_bar.not_recorded", Shape.CROSS)
    )
    return (NoticeSeen(desk.word(key), Token.BAD_T, shape),)


def _end(desk: AtDesk) -> ButtonSeen:
    word = desk.word("call_bar.hang_up")
    return ButtonSeen(word, desk.cap(Act.HANG_UP), "phone-off", intents.HangUpSide(), "danger")


def _name(desk: AtDesk, side: SidePart) -> str:
    return side.name or desk.word("call_bar.unknown_caller")
