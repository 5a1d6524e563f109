"""An interactive shell at a terminal, to which a test types."""

from __future__ import annotations

import os
import pty
import re
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from select import select

from tests.support.processes import wait_until

# How each shell starts without the files of the person who runs the tests, and what it takes to complete.
SHELLS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "bash": (("--norc", "--noprofile", "-i"), 'eval "$(matinee completion bash)"'),
    "zsh": (("-f", "-i"), 'eval "$(matinee completion zsh)"'),
    "fish": (("--no-config", "-i"), "matinee completion fish | source"),
}
_CONTROLS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]")
_KILL_LINE = "\x15"
_BYTES = 65_536


class Session:
    """A shell that completes `matinee`."""

    def __init__(self, terminal: int) -> None:
        self._terminal = terminal
        self._seen = ""

    def run(self, command: str) -> None:
        """Run a command, and wait until it has ended."""
        self._write(f"{command}; printf 'has %s\\n' ended\n")
        self.wait_for("has ended")

    def wait_for(self, text: str) -> None:
        """Return when the shell has printed a text since it was last asked something."""
        wait_until(lambda: text in self._read())

    def complete(self, typed: str, expected: str) -> None:
        """Type a line and the tabulator, wait until the shell has completed it so, and clear it."""
        self._write(typed + "\t")
        self.wait_for(expected)
        self._write(_KILL_LINE)

    def _write(self, text: str) -> None:
        self._seen = ""
        os.write(self._terminal, text.encode())

    def _read(self) -> str:
        while select([self._terminal], [], [], 0)[0]:
            self._seen += os.read(self._terminal, _BYTES).decode(errors="replace")
        return _CONTROLS.sub("", self._seen)


@contextmanager
def shell_session(shell: str, folder: Path) -> Iterator[Session]:
    """A shell in a folder, which is its home, too; ended with the block."""
    arguments, setup = SHELLS[shell]
    environment = {
        "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])),
        "TERM": "dumb",
        "HOME": str(folder),
        "LANG": "C.UTF-8",
    }
    process, terminal = pty.fork()
    if process == 0:
        os.chdir(folder)
        os.execvpe(shell, (shell, *arguments), environment)
    try:
        session = Session(terminal)
        session.run(setup)
        yield session
    finally:
        os.kill(process, signal.SIGKILL)
        os.close(terminal)
        os.waitpid(process, 0)
