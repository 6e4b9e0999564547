"""Beside the rules: what was changed, what of each limit is used, what the contact may not say and
what it must."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.section import RowPool, column
from ui.state_shape import Shape
from ui.theme import look
from ui.tokens import Space, Token, Type
from ui.what_if.seen import SaidSeen, WhatIfSeen
from ui.widgets.label import Label
from ui.widgets.limit_meter import LimitMeter
from ui.widgets.section_head import SectionHead
from ui.widgets.shape_mark import ShapeMark

_WIDE = 300


class SidePane(QWidget):
    """A column of sections; those with nothing to say are away."""

    def __init__(self) -> None:
        super().__init__()
        at = look()
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(at.px(Space.TINY))
        self._changes_head = SectionHead("")
        self._no_changes = Label("", Type.CAPTION, Token.T2)
        self._limits_head = SectionHead("")
        self._no_limits = Label("", Type.CAPTION, Token.T2)
        self._gates_head, self._disclosures_head = SectionHead(""), SectionHead("")
        changes, limits, gates, said = column(), column(), column(), column()
        self._changes: RowPool[_Change] = RowPool(changes, _Change)
        self._limits: RowPool[LimitMeter] = RowPool(limits, LimitMeter)
        self._gates: RowPool[_Said] = RowPool(gates, _Said)
        self._disclosures: RowPool[_Said] = RowPool(said, _Said)
        for head, none, rows in (
            (self._changes_head, self._no_changes, changes),
            (self._limits_head, self._no_limits, limits),
            (self._gates_head, None, gates),
            (self._disclosures_head, None, said),
        ):
            down.addWidget(head)
            if none is not None:
                down.addWidget(none)
            down.addLayout(rows)
            down.addSpacing(at.px(Space.NEAR))
        down.addStretch(1)
        self.show_under(False)

    def show_under(self, under: bool) -> None:
        """As wide as the rules, below them; else a column of its own."""
        at = look()
        self.setMinimumWidth(0 if under else at.px(_WIDE))
        self.setMaximumWidth(16777215 if under else at.px(_WIDE))

    def show_side(self, seen: WhatIfSeen) -> None:
        self._changes_head.show_head(seen.changes_head)
        self._no_changes.show_text(seen.no_changes)
        self._no_changes.setVisible(not seen.changes)
        for change, (label, words) in zip(
            self._changes.rows(len(seen.changes)), seen.changes, strict=True
        ):
            change.show_change(label, words)
        self._limits_head.show_head(seen.limits_head)
        self._no_limits.show_text(seen.no_limits)
        self._no_limits.setVisible(not seen.limits)
        for meter, limit in zip(self._limits.rows(len(seen.limits)), seen.limits, strict=True):
            meter.show_limit(
                limit.label, limit.used, limit.most, blocking=limit.blocking, full=seen.full
            )
        _show_said(self._gates_head, self._gates, seen.gates_head, seen.gates)
        _show_said(
            self._disclosures_head, self._disclosures, seen.disclosures_head, seen.disclosures
        )


def _show_said(
    head: SectionHead, pool: "RowPool[_Said]", title: str, said: tuple[SaidSeen, ...]
) -> None:
    head.show_head(title)
    head.setVisible(bool(said))
    for row, each in zip(pool.rows(len(said)), said, strict=True):
        row.show_said(each)


class _Change(QWidget):
    """What was moved, and from what to what."""

    def __init__(self) -> None:
        super().__init__()
        at = look()
        self._mark = ShapeMark(Shape.PROMISE, size=8)
        self._label = Label("", Type.CAPTION, Token.T2, wrap=True)
        self._words = Label("", Type.BODY_STRONG, Token.ACCENT_T, wrap=True)
        lines = QVBoxLayout()
        lines.setSpacing(0)
        lines.addWidget(self._label)
        lines.addWidget(self._words)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, at.px(Space.HAIR), 0, at.px(Space.HAIR))
        row.setSpacing(at.px(Space.NEAR))
        row.addWidget(self._mark)
        row.addLayout(lines, 1)

    def show_change(self, label: str, words: str) -> None:
        self._label.show_text(label)
        self._words.show_text(words)
        self.setAccessibleName(f"{label}: {words}")


class _Said(QWidget):
    """A gate or a disclosure; one that the beginning had not is marked."""

    def __init__(self) -> None:
        super().__init__()
        at = look()
        self._mark = ShapeMark(Shape.QUIET, size=8)
        self._text = Label("", Type.BODY, wrap=True)
        self._new = Label("", Type.CHIP, Token.ACCENT_T)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, at.px(Space.HAIR), 0, at.px(Space.HAIR))
        row.setSpacing(at.px(Space.NEAR))
        row.addWidget(self._mark)
        row.addWidget(self._text, 1)
        row.addWidget(self._new)

    def show_said(self, seen: SaidSeen) -> None:
        self._mark.show_shape(Shape.PROMISE if seen.new else Shape.QUIET)
        self._text.show_text(seen.text)
        self._new.show_text(seen.new)
        self._new.setVisible(bool(seen.new))
