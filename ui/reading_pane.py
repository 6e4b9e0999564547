"""The pane in the middle and the place where the focus rests: it stays while its pages change, so
no event of a call moves the focus. It takes no input method, so an active Chinese one does not
catch single keys here."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from ui.section import focus_in
from ui.theme import mark
from ui.tokens import Token
from ui.widgets.tall_body import TallBody


class ReadingPane(QWidget):
    """A stack of pages. `takes_tab`: Tab is told instead of moving the focus."""

    tab_pressed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.takes_tab = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("quiet_focus", True)
        self.setAccessibleName(name)
        mark(self, plane=str(Token.S1))
        self._pages = QStackedLayout(self)
        self._pages.setContentsMargins(0, 0, 0, 0)

    def add_page(self, page: QWidget) -> None:
        self._pages.addWidget(page)

    @property
    def page(self) -> QWidget | None:
        return self._pages.currentWidget()

    def show_page(self, page: QWidget) -> None:
        """A focus inside the page that goes comes back to the pane, never to a text field."""
        gone = self._pages.currentWidget()
        if page is gone:
            return
        inside = focus_in(self.window())
        if inside is not None and gone is not None and gone.isAncestorOf(inside):
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._pages.setCurrentWidget(page)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page Up and Page Down read on where a page is taller than the window."""
        pages = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}.get(Qt.Key(event.key()))
        tall = self.page.findChild(TallBody) if pages is not None and self.page else None
        if pages is None or not isinstance(tall, TallBody):
            super().keyPressEvent(event)
        else:
            tall.turn(pages)

    def event(self, event: QEvent) -> bool:
        if (
            event.type() is QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Tab
            and self.takes_tab
        ):
            if not event.isAutoRepeat():
                self.tab_pressed.emit()
            return True
        return super().event(event)
