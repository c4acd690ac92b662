"""Work for workers in tests: what a hostile file or a fault in a library could make one do."""

import os
import resource
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path


def echo(**arguments):
    """Answers with what was given."""
    return lambda need: [arguments, need(0).decode(), need(1).decode()]


def facts():
    """What a worker has of the application."""
    limits = [resource.getrlimit(limit)[0] for limit in (resource.RLIMIT_AS, resource.RLIMIT_FSIZE)]
    modules = {"django", "psycopg", "sqlite3"} & set(sys.modules)
    names = [name for name in ("SECRET_KEY", "DATABASE_URL", "EMAIL_URL") if name in os.environ]
    open_files = len(os.listdir("/proc/self/fd"))
    return lambda _need: {"limits": limits, "modules": sorted(modules), "secrets": names, "files": open_files}


def process():
    """Its own process and the server it comes from."""
    return lambda _need: [os.getpid(), os.getppid()]


def sleep():
    """Never ends by itself, and takes no notice of what Python could do about it."""

    def work(_need):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
        while True:
            time.sleep(60)

    return work


def spin():
    """Keeps the processor busy within one step of Python."""
    return lambda _need: len(str(7 ** (10**9)))


def hoard():
    """Takes more memory than there may be."""
    return lambda _need: len(bytearray(1 << 31))


def attempt(what: str, target: str):
    """Tries to get at something."""
    ways = {
        "read": lambda: Path(target).read_text(),
        "write": lambda: Path(target).write_text("x"),
        "list": lambda: os.listdir(target),
        "remove": lambda: Path(target).unlink(),
        "connect": lambda: socket.create_connection(("127.0.0.1", 9), timeout=1),
        "resolve": lambda: socket.getaddrinfo("example.org", 80),
        "run": lambda: subprocess.run([target], check=False),  # noqa: S603 (it is stopped before that)
        "system": lambda: os.system(target),  # noqa: S605 (it is stopped before that)
    }

    def work(_need):
        try:
            return str(ways[what]())
        except Exception:
            return "an error that a library would swallow"

    return work


def warn():
    """Says something about a document, as libraries do."""

    def work(_need):
        print("a warning", file=sys.stderr, flush=True)
        return "went on"

    return work


def fail():
    """Fails in a way of its own."""

    def work(_need):
        raise BaseExceptionGroup("both", [ValueError("a"), KeyboardInterrupt()])

    return work
