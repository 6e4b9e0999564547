"""What the call bar shows in each phase: state and timer, who and where, what must be seen of the
line (muted, recording light) and the buttons that work now, with the thread under it. The wrap-up
counts down; while its countdown rests (a form is open) timer and thread stand still."""

from collections.abc import Callable
from dataclasses import replace

from desk_client.call import EndedBy
from desk_client.services import intents, team_intents
from desk_client.services.call_parts import CallBar, RecordingLight
from desk_client.services.desk_state import DeskState, LineState, Phase
from ui.call_bar.at_desk import AtDesk, button, call_of, hang_up, notices, place_line
from ui.call_bar.seen import ButtonSeen, CallBarSeen, NoticeSeen
from ui.call_bar.side import side_seen, with_waiting
from ui.keys import Act, KeyMap
from ui.line_words import line_said
from ui.state_shape import Thread
from ui.tokens import Token
from ui.wording import Wording

NEARLY_OVER_S = 5  # seconds left at which a wrap-up without an outcome asks for one


def call_bar_seen(state: DeskState, wording: Wording, keys: KeyMap) -> CallBarSeen:
    """The bar for this moment; timers are counted from `state.now`."""
    desk = AtDesk(state, wording, keys)
    side = state.side
    if side is not None and (side.in_ear or side.answered_at is None):
        seen = side_seen(desk, side)
        return replace(seen, brief=wording.joined(seen.who, seen.where))
    seen = _PHASES[state.phase](desk)
    return seen if side is None else with_waiting(desk, side, seen)


def _waiting(desk: AtDesk) -> CallBarSeen:
    """Ready and not ready: own state, and the case that Enter would take."""
    ready = desk.state.phase is Phase.READY
    who, where = _next_case(desk)
    rows = desk.state.work.rows
    taken = rows[desk.state.work.selected] if desk.state.work.selected < len(rows) else None
    dials = ready and taken is not None and taken.dialable and desk.state.work.mode == "progressive"
    buttons = []
    if not ready:
        buttons.append(
            ButtonSeen(
                desk.word("phase.ready"), desk.cap(Act.READY), "headset", intents.ToggleReady()
            )
        )
    if taken is not None:
        take = intents.TakeNext(taken.case_id)
        buttons.append(
            ButtonSeen(
                desk.word("call_bar.dial_next" if dials else "call_bar.preview_next"),
                desk.cap(Act.ACCEPT),
                "arrow-right",
                take,
                "primary",
            )
        )
    resting = desk.state.rest_reason
    return CallBarSeen(
        icon="headset" if ready else "coffee",
        state=desk.word(f"rest.{resting}" if resting else f"phase.{desk.state.phase}"),
        ink=Token.T2,
        timer=desk.since(None),
        who=who,
        where=where,
        notices=_dials_by_itself(desk),
        buttons=tuple(buttons),
    )


def _next_case(desk: AtDesk) -> tuple[str, str]:
    work, state = desk.state.work, desk.state
    if work.selected < len(work.rows):
        row = work.rows[work.selected]
        why = desk.wording.text(row.reason)
        if not row.dialable and row.retry_at is not None:
            at = desk.wording.next_time(row.retry_at, state.now, state.zone)
            why = desk.wording.joined(desk.word("call_bar.no_next_until", until=at), why)
        return desk.word("call_bar.next", name=row.name), why
    if work.next_lawful is None:
        return desk.word("call_bar.no_next"), ""
    at = desk.wording.next_time(work.next_lawful, state.now, state.zone)
    return desk.word("call_bar.no_next"), desk.word("call_bar.no_next_until", until=at)


def _preview(desk: AtDesk) -> CallBarSeen:
    who, where = _shown_point(desk)
    return CallBarSeen(
        icon="user",
        state=desk.word("phase.preview"),
        ink=Token.ACCENT_T,
        timer=desk.since(None),
        who=who,
        where=where,
        notices=_dials_by_itself(desk),
        buttons=(_not_ready(desk, "call_bar.not_ready"),),
    )


def _refused(desk: AtDesk) -> CallBarSeen:
    who, where = _shown_point(desk)
    return CallBarSeen(
        icon="x-octagon",
        state=desk.word("phase.refused"),
        ink=Token.BAD_T,
        timer="",
        who=who,
        where=where,
        buttons=(_not_ready(desk, "call_bar.not_ready"),),
        thread=Thread.BAD,
    )


def _shown_point(desk: AtDesk) -> tuple[str, str]:
    """The debtor and the contact point that a dial would reach."""
    card = desk.state.card
    if card is None:
        return "", ""
    about = desk.wording.text(card.about)
    chosen = next((point for point in desk.state.contact_points if point.chosen), None)
    if chosen is None:
        return card.name, about
    place = desk.word(f"place.{chosen.place}")
    return card.name, desk.wording.joined(f"{place} {chosen.number.masked}", about)


def _dialling(desk: AtDesk) -> CallBarSeen:
    call = call_of(desk)
    return CallBarSeen(
        icon="phone",
        state=desk.word("phase.dialling"),
        ink=Token.ACCENT_T,
        timer=desk.since(call.placed_at),
        who=call.name,
        where=place_line(desk, call, desk.word(f"mode.{call.mode}")),
        notices=notices(desk, call),
        buttons=(hang_up(desk),),
        thread=Thread.DIALLING,
    )


def _talking(desk: AtDesk) -> CallBarSeen:
    call = call_of(desk)
    about = desk.wording.text(desk.state.card.about) if desk.state.card else ""
    return CallBarSeen(
        icon="phone",
        state=desk.word("phase.talking"),
        ink=Token.OK_T,
        timer=desk.since(call.answered_at),
        who=call.name,
        where=place_line(desk, call, about),
        levels=desk.word("call_bar.levels"),
        notices=notices(desk, call),
        buttons=_talking_buttons(desk, call),
        thread=Thread.TALK,
    )


def _talking_buttons(desk: AtDesk, call: CallBar) -> tuple[ButtonSeen, ...]:
    mute = ("call_bar.unmute", "mic") if call.muted else ("call_bar.mute", "mic-off")
    shown = [
        button(desk, mute[0], Act.MUTE, mute[1], intents.ToggleMute()),
        button(desk, "call_bar.hold", Act.HOLD, "pause", intents.ToggleHold()),
        button(desk, "call_bar.transfer", Act.TRANSFER, "swap", intents.OpenDirectory()),
    ]
    rest = intents.ToggleRecording()
    if call.recording is RecordingLight.ON:
        shown.append(
            button(desk, "call_bar.pause_recording", Act.PAUSE_RECORDING, "rec-pause", rest)
        )
    elif call.recording is RecordingLight.PAUSED:
        shown.append(button(desk, "call_bar.resume_recording", Act.PAUSE_RECORDING, "rec", rest))
    shown.append(button(desk, "call_bar.help", Act.HELP, "help", intents.AskForHelp()))
    return (*shown, hang_up(desk))


def _on_hold(desk: AtDesk) -> CallBarSeen:
    call = call_of(desk)
    spoken = desk.word("call_bar.call_time", time=desk.since(call.answered_at))
    return CallBarSeen(
        icon="pause",
        state=desk.word("phase.on_hold"),
        ink=Token.WARN_T,
        timer=desk.since(call.held_since),
        who=call.name,
        where=desk.wording.joined(spoken, desk.word("call_bar.cannot_hear")),
        notices=notices(desk, call),
        buttons=(
            button(desk, "call_bar.resume", Act.HOLD, "pause", intents.ToggleHold()),
            hang_up(desk),
        ),
        thread=Thread.HOLD,
    )


def _wrap_up(desk: AtDesk) -> CallBarSeen:
    call = call_of(desk)
    if call.ended_by == EndedBy.PHONE:
        return _phone_lost(desk, call)
    sheet = desk.state.wrap_up
    left_s = _wrap_up_left(desk)
    waits = left_s <= NEARLY_OVER_S and (sheet is None or sheet.chosen is None)
    recorded = call.recording in (RecordingLight.ON, RecordingLight.PAUSED)
    saved = NoticeSeen(desk.word("call_bar.recording_saved"), Token.T2, strong=False)
    return CallBarSeen(
        icon="pencil",
        state=desk.word("phase.wrap_up"),
        ink=Token.WARN_T,
        timer=desk.wording.duration(left_s),
        who=call.name,
        where=desk.word("call_bar.choose_outcome") if waits else _how_it_ended(desk, call),
        notices=(saved,) if recorded else (),
        buttons=(*_more_time(desk), _not_ready(desk, "call_bar.stay_not_ready")),
        thread=Thread.WRAP_UP,
        left=min(1.0, left_s / sheet.length_s) if sheet and sheet.length_s else 0.0,
    )


def _more_time(desk: AtDesk) -> tuple[ButtonSeen, ...]:
    sheet = desk.state.wrap_up
    if sheet is None or sheet.logged:
        return ()
    asked = team_intents.ExtendWrapUp()
    return (button(desk, "call_bar.more_time", Act.MORE_TIME, "clock", asked),)


def _wrap_up_left(desk: AtDesk) -> int:
    """Seconds left; while the countdown rests, as many as there were when it stopped."""
    sheet = desk.state.wrap_up
    if sheet is None:
        return 0
    return max(0, round((sheet.ends_at - (sheet.rests_since or desk.state.now)).total_seconds()))


def _phone_lost(desk: AtDesk, call: CallBar) -> CallBarSeen:
    """The phone process went away in the call; the desk and the case stand as they were."""
    said = desk.word("call_bar.phone_lost_said", time=desk.wording.duration(call.talk_s))
    again = desk.state.station.line is not LineState.REGISTERED
    return CallBarSeen(
        icon="phone-off",
        state=desk.word("call_bar.phone_lost"),
        ink=Token.BAD_T,
        timer=desk.since(call.ended_at),
        who=call.name,
        where=desk.wording.joined(said, desk.word("call_bar.registering") if again else ""),
        buttons=(_not_ready(desk, "call_bar.stay_not_ready"),),
        thread=Thread.BAD,
    )


def _how_it_ended(desk: AtDesk, call: CallBar) -> str:
    if call.answered_at is None:
        return line_said(call, desk.wording)
    spoken = desk.word("call_bar.call_time", time=desk.wording.duration(call.talk_s))
    return desk.wording.joined(desk.word(_ENDED_BY.get(call.ended_by or "", _BY_NETWORK)), spoken)


_BY_NETWORK = "call_bar.ended_by_network"
_ENDED_BY: dict[str, str] = {
    EndedBy.US: "call_bar.ended_by_agent",
    EndedBy.THEM: "call_bar.ended_by_debtor",
    EndedBy.NETWORK: _BY_NETWORK,
}


def _dials_by_itself(desk: AtDesk) -> tuple[NoticeSeen, ...]:
    if desk.state.dials_at is None:
        return ()
    seconds = max(0, round((desk.state.dials_at - desk.state.now).total_seconds()))
    return (NoticeSeen(desk.word("call_bar.dials_in", n=seconds), Token.T3, strong=False),)


def _not_ready(desk: AtDesk, key: str) -> ButtonSeen:
    return button(desk, key, Act.READY, "coffee", intents.ToggleReady())


_PHASES: dict[Phase, Callable[[AtDesk], CallBarSeen]] = {
    Phase.READY: _waiting,
    Phase.NOT_READY: _waiting,
    Phase.PREVIEW: _preview,
    Phase.DIALLING: _dialling,
    Phase.TALKING: _talking,
    Phase.ON_HOLD: _on_hold,
    Phase.WRAP_UP: _wrap_up,
    Phase.REFUSED: _refused,
}
