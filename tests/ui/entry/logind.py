"""Takes logind's name on a private system bus and tells Lock and Unlock as logind does: for each
line of stdin, "PATH NAME", one signal. As `stranger` it tells them without having the name.

    python -m tests.ui.entry.logind [stranger]"""

import sys

from PySide6.QtCore import QCoreApplication
from PySide6.QtDBus import QDBusConnection, QDBusMessage


def main() -> None:
    application = QCoreApplication([])
    bus = QDBusConnection.systemBus()
    owns = "stranger" in sys.argv or bus.registerService("org.freedesktop.login1")
    sys.stdout.write(f"{owns}\n")
    sys.stdout.flush()
    for line in sys.stdin:
        path, name = line.split()
        bus.send(QDBusMessage.createSignal(path, "org.freedesktop.login1.Session", name))
        application.processEvents()


if __name__ == "__main__":
    main()
