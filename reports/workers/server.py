"""The warm process that forks a worker for each piece of work: ``python -m reports.workers.server FD WARM-UP``.

It has no database, no settings and no secret of the application. It ends when the web process that started it is
gone, however that ended; a worker ends by itself, or the kernel ends it.
"""

import gc
import json
import os
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import Any

from reports.workers.channel import BYTES, DATA, FAILED, GIVEN, NEED, Channel
from reports.workers.limits import Limits, apply, guard

# The name of what a worker answers with when it was stopped by its guard.
REFUSED = "Refused"


def main() -> None:
    control = socket.socket(fileno=int(sys.argv[1]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel forgets workers that ended
    for task, arguments in json.loads(sys.argv[2]):
        with suppress(Exception):  # it will be said to whoever asks for it
            _function(task)(**arguments)
    gc.collect()
    gc.freeze()
    serve(control)


def serve(control: socket.socket) -> None:
    """Fork a worker for each socket that comes, until the other end is closed."""
    while True:
        _message, ends, _flags, _address = socket.recv_fds(control, 1, 1)
        if not ends:
            return
        if os.fork() == 0:
            control.close()
            _work(socket.socket(fileno=ends[0]))
        os.close(ends[0])


def _work(end: socket.socket) -> None:
    """One piece of work, and the end of the process."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    gc.disable()  # it does not live long enough
    _say_nothing()
    with Channel(end) as channel:
        _letter, content = channel.receive(10)
        task = json.loads(content)
        apply(Limits(**task["limits"]))

        def refuse(what: str) -> None:
            channel.send_data(FAILED, [REFUSED, what[:200]])
            os._exit(1)

        try:
            work = _function(task["name"])(**task["arguments"])
            guard(refuse)
            _answer(channel, work(_asking(channel)))
        except BaseException as error:
            channel.send_data(FAILED, [type(error).__name__, str(error)[:500]])
    os._exit(0)


def _say_nothing() -> None:
    """What libraries warn of goes nowhere: a log in a file would be more than a worker may write."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)


def _function(name: str) -> Callable[..., Any]:
    module, _colon, function = name.partition(":")
    return getattr(import_module(module), function)


def _asking(channel: Channel) -> Callable[[int], bytes]:
    def need(index: int) -> bytes:
        channel.send(NEED, str(index).encode())
        letter, content = channel.receive()
        if letter != GIVEN:
            raise EOFError
        return content

    return need


def _answer(channel: Channel, found: Any) -> None:
    if isinstance(found, bytes):
        channel.send(BYTES, found)
    else:
        channel.send_data(DATA, found)


if __name__ == "__main__":
    main()
