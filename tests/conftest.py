"""What is logged while a test runs is part of the test: a debtor's full number in any line fails
it, and so does a warning that nobody expected. A test in which the program has reason to warn asks
for `warnings_expected` and gets what was warned."""

import logging
import re
from collections.abc import Iterator

import pytest

from tests import peers, processes

OURS = ("desk_client", "ui")
FULL_NUMBER = re.compile(r"(?<![\w-])(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?![\w-])")


class LogWatch(logging.Handler):
    """Reads every line that is logged, ours from DEBUG on."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.numbers: list[str] = []
        self.warnings: list[str] = []
        self.expected = False

    def emit(self, record: logging.LogRecord) -> None:
        line = logging.Formatter().format(record)  # with the traceback, where there is one
        if FULL_NUMBER.search(line):
            self.numbers.append(f"{record.name}: {FULL_NUMBER.sub('<number>', line)}")
        if record.levelno >= logging.WARNING:
            self.warnings.append(f"{record.name}: {line}")

    def complaint(self) -> str:
        """What is wrong with the lines so far, "" where nothing is."""
        if self.numbers:
            return f"a debtor's full number was logged: {self.numbers}"
        if self.warnings and not self.expected:
            return f"the program warned: {self.warnings}"
        return ""


@pytest.fixture(autouse=True)
def log_watch() -> Iterator[LogWatch]:
    """Watches the log of every test."""
    watch = LogWatch()
    levels = {name: logging.getLogger(name).level for name in OURS}
    logging.getLogger().addHandler(watch)
    for name in OURS:
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield watch
    logging.getLogger().removeHandler(watch)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    if complaint := watch.complaint():
        pytest.fail(complaint, pytrace=False)


@pytest.fixture
def warnings_expected(log_watch: LogWatch) -> list[str]:
    """The lines at WARNING and above, which this test does not fail for."""
    log_watch.expected = True
    return log_watch.warnings


LEFT_OUT = pytest.StashKey[dict[str, int]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--require-peers", action="store_true", help="fail where a peer program is not installed"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what needs a program that is not here."""
    lacking = {item: peers.missing(item) for item in items}
    left_out = [item for item, names in lacking.items() if names]
    counted: dict[str, int] = {}
    for name in (name for names in lacking.values() for name in names):
        counted[name] = counted.get(name, 0) + 1
    config.stash[LEFT_OUT] = counted
    processes.tell(config, counted)
    if not peers.own_wheel():
        ours = [item for item in items if item.get_closest_marker("own_wheel")]
        left_out += [item for item in ours if item not in left_out]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    """One of several processes has ended; each has looked for the same programs."""
    config: pytest.Config = node.config  # type: ignore[attr-defined]
    config.stash[LEFT_OUT] = processes.told(node)


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    counted = config.stash.get(LEFT_OUT, {})
    if counted:
        listed = ", ".join(f"{name} ({count} tests)" for name, count in sorted(counted.items()))
        terminalreporter.write_line(f"Left out, because not installed: {listed}.")
        if config.getoption("--require-peers"):
            terminalreporter.write_line("Required here, so this run has failed.")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """A test that was skipped, or left out where it is required, has tried nothing: the run has
    failed."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter is not None and reporter.stats.get("skipped")
    required = session.config.getoption("--require-peers")
    if skipped or (required and session.config.stash.get(LEFT_OUT, {})):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
