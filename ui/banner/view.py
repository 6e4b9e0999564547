"""Paints the banner. An alert: it is spoken when its title changes and never takes the focus."""

from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.banner.presenter import BannerSeen
from ui.theme import look, mark
from ui.tokens import Space, Token, Type
from ui.widgets.hairline import Hairline
from ui.widgets.icon_label import IconLabel
from ui.widgets.label import ElidedLabel, Label


class Banner(QFrame):
    """36 high at 100 %; hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        at = look()
        self.setObjectName("banner")
        self._seen: BannerSeen | None = None
        self._icon = IconLabel("cloud-off", Token.WARN_T, 16)
        self._title = Label("", Type.BODY_STRONG, Token.WARN_T)
        self._said = ElidedLabel("", Type.BODY)
        self._right = Label("", Type.CAPTION, Token.T2)
        row = QHBoxLayout()
        row.setContentsMargins(at.px(Space.SIDE), at.px(9), at.px(Space.SIDE), at.px(9))
        row.setSpacing(at.px(10))
        row.addWidget(self._icon)
        row.addWidget(self._title)
        row.addWidget(self._said, 1)
        row.addWidget(self._right)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(Hairline())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_banner(self, seen: BannerSeen | None) -> None:
        """None hides it."""
        before = self._seen
        if seen == before:
            return
        self._seen = seen
        self.setVisible(seen is not None)
        if seen is None:
            return
        tint, ink = (Token.BAD_BG, Token.BAD_T) if seen.bad else (Token.WARN_BG, Token.WARN_T)
        mark(self, plane=str(tint))
        self._icon.show_icon(seen.icon, ink)
        self._title.show_text(seen.title, ink)
        self._said.show_text(seen.said)
        self._right.show_text(seen.right)
        self.setAccessibleName(seen.title)
        self.setAccessibleDescription(seen.said)
        if before is None or before.title != seen.title:
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))
