"""The web process's part: waits for a place, hands the work over, and says what became of it."""

import atexit
import fcntl
import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from threading import Lock
from typing import IO, Any

from django.conf import settings

from reports.workers.channel import BYTES, FAILED, GIVEN, NEED, TASK, Channel
from reports.workers.limits import Limits

# How often somebody who waits looks for a free place.
LOOKS = 0.02

Task = tuple[str, dict[str, Any]]


class Busy(RuntimeError):
    """Too many wait already, or no place became free in time."""


class Killed(RuntimeError):
    """The worker ended without an answer: it took too long or too much memory."""


class WorkFailed(RuntimeError):
    """The worker answered with an error, whose name is ``kind``."""

    def __init__(self, kind: str, text: str):
        super().__init__(text)
        self.kind = kind


class Workers:
    """The server of this process, which is started when it is needed, and again when it is gone."""

    def __init__(self, warm_up: Callable[[], list[Task]] = list):
        """``warm_up`` says which tasks the server does by itself before any work comes."""
        self._warm_up = warm_up
        self._lock = Lock()
        self._server: subprocess.Popen | None = None
        self._control: socket.socket | None = None
        self._here = 0
        atexit.register(self.stop)

    def start(self) -> None:
        """Start the server, if none is running; it warms up while we go on."""
        with self._lock:
            if self._server is None or self._server.poll() is not None:
                self._stop()
                self._start()

    def stop(self) -> None:
        """End the server; the next piece of work starts another."""
        with self._lock:
            self._stop()

    def run(self, task: Task, *, give: Callable[[int], bytes]) -> Any:
        """What a worker answers: bytes, or what JSON can say. Raises Busy, Killed or WorkFailed.

        The task names a function ``module:name`` that takes the arguments, which are our own, and gives the work.
        The work runs under guard with what may be hostile: ``work(need)``, whose ``need(number)`` is ``give(number)``.
        """
        limits = Limits(settings.WORKER_SECONDS, settings.WORKER_MEMORY)
        with self._place(), self._worker() as worker:
            name, arguments = task
            try:
                worker.send_data(TASK, {"name": name, "arguments": arguments, "limits": asdict(limits)})
                return _conversation(worker, give, limits.seconds + 30)
            except (EOFError, OSError) as error:
                raise Killed(name) from error

    @contextmanager
    def _place(self) -> Iterator[None]:
        """One of the few places that all processes of this machine share; those who wait are few, too."""
        with self._lock:
            if self._here >= settings.WORKER_QUEUE:
                raise Busy
            self._here += 1
        try:
            with _free_place():
                yield
        finally:
            with self._lock:
                self._here -= 1

    def _worker(self) -> Channel:
        """A connection to a new worker, of a new server if the old one is gone."""
        for _attempt in range(2):
            self.start()
            ours, theirs = socket.socketpair()
            try:
                with theirs:
                    assert self._control is not None  # noqa: S101 (start has just made it)
                    socket.send_fds(self._control, [b"w"], [theirs.fileno()])
                return Channel(ours)
            except OSError:
                ours.close()
                self.stop()
        raise Killed("The server of the workers does not start")

    def _start(self) -> None:
        self._control, theirs = socket.socketpair()
        command = [sys.executable, "-m", "reports.workers.server", str(theirs.fileno()), json.dumps(self._warm_up())]
        with theirs:
            self._server = subprocess.Popen(  # noqa: S603 (our own program)
                command,
                cwd=settings.BASE_DIR,
                env=settings.WORKER_ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )

    def _stop(self) -> None:
        if self._control is not None:
            self._control.close()
        if self._server is not None:
            try:
                self._server.wait(2)
            except subprocess.TimeoutExpired:
                self._server.kill()
                self._server.wait()
        self._server = self._control = None


def _free_place() -> IO[str]:
    until = time.monotonic() + settings.WORKER_PATIENCE
    directory = Path(settings.WORKER_DIR)
    directory.mkdir(parents=True, exist_ok=True)
    while True:
        for number in range(settings.WORKERS_AT_ONCE):
            place = (directory / f"place-{number}").open("w")
            try:
                fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return place
            except BlockingIOError:
                place.close()
        if time.monotonic() > until:
            raise Busy
        time.sleep(LOOKS)


def _conversation(worker: Channel, give: Callable[[int], bytes], seconds: float) -> Any:
    """Give what the worker needs until it has an answer."""
    while True:
        letter, content = worker.receive(seconds)
        if letter == NEED:
            worker.send(GIVEN, give(int(content)))
        elif letter == FAILED:
            raise WorkFailed(*json.loads(content))
        else:
            return content if letter == BYTES else json.loads(content)
