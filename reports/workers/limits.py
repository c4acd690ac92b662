"""What a worker may use, and what it may touch: time, memory, nothing written, nobody called.

The kernel keeps the time and the memory, whatever the worker is busy with. Python's audit events stop a worker that
opens a file outside the program, or a connection: a second net under the deny-all fetcher of the documents.
"""

import os
import resource
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass

# Where the program itself is read from, late imports and tables of hyphenation.
READABLE = tuple({f"{os.path.realpath(path)}/" for path in (sys.prefix, sys.base_prefix, "/usr/lib", "/usr/share")})
OPENS = ("open", "os.listdir", "os.scandir")
CALLS = ("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.fork", "os.system", "os.kill", "os.putenv")
CHANGES = ("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.chmod", "os.truncate")
NOTHING = (0, 0)


@dataclass(frozen=True)
class Limits:
    """Seconds on the clock (and so of processor time), and bytes of address space."""

    seconds: float
    memory: int


def apply(limits: Limits) -> None:
    """From now on; can't be taken back."""
    os.nice(5)  # pages go first
    processor = int(limits.seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (processor, processor))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, NOTHING)
    resource.setrlimit(resource.RLIMIT_CORE, NOTHING)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)  # kills, without asking Python
    signal.setitimer(signal.ITIMER_REAL, limits.seconds)


def guard(refuse: Callable[[str], None]) -> None:
    """Call ``refuse`` with what was tried, for each attempt to get at anything; it must not return."""

    def watch(event: str, arguments: tuple) -> None:
        if event in OPENS:
            path = arguments[0] if arguments else None
            if not _may_open(path, arguments):
                refuse(f"{event} {path!r}")
        elif event.startswith(CALLS + CHANGES):
            refuse(event)

    sys.addaudithook(watch)


def _may_open(path: object, arguments: tuple) -> bool:
    """An open file by its number, or one of the program to read."""
    if isinstance(path, int):
        return True
    flags = arguments[2] if len(arguments) > 2 and isinstance(arguments[2], int) else 0
    if not isinstance(path, str | bytes) or flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        return False
    return os.path.realpath(os.fsdecode(path)).startswith(READABLE)
