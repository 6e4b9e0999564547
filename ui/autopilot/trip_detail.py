"""The page of a case by keys: from the list, through its categories, a note, a contact point taken
to preview, and from the preview again."""

from desk_client.services.desk_state import DeskState, Phase
from ui.autopilot.round_trip import Step, Trip
from ui.main_window import DeskWindow

_LIST = (Phase.READY, Phase.NOT_READY)


def _open(window: DeskWindow, state: DeskState) -> bool:
    return state.detail is not None and window.detail.isVisible()


def _shut(window: DeskWindow, state: DeskState) -> bool:
    return state.detail is None and not window.detail.isVisible()


def _of(category: str) -> Step:
    return Step(
        key="Right",
        then=lambda _window, state: state.detail is not None and state.detail.category == category,
    )


DETAIL = Trip(
    "case detail",
    (
        Step(key="C", then=_open, shot="21-case-detail"),
        Step(key="Down", then=_open),
        _of("call"),
        _of("message"),
        _of("note"),
        Step(key="N", then=lambda window, _: not window.detail.note.isHidden()),
        Step(text="paid on Fridays", then=lambda window, _: bool(window.detail.note.written)),
        Step(
            key="Enter",
            then=lambda window, state: (
                window.detail.note.isHidden()
                and state.detail is not None
                and state.detail.written is not None
            ),
            shot="22-case-detail-note",
        ),
        Step(key="Tab", then=_open, shot="23-case-detail-points"),
        Step(key="Enter", then=lambda _, state: state.phase is Phase.PREVIEW),
        Step(key="C", then=_open),
        Step(key="Esc", then=_shut),
        Step(key="Esc", then=lambda _, state: state.phase in _LIST),
    ),
    starts=lambda _window, state: bool(state.work.rows),
)
