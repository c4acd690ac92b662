"""How a web process and a worker talk: messages of bytes over a socket, each with a letter for what it is.

JSON and plain bytes only: what a worker says about a hostile file can't run anything here.
"""

import json
from multiprocessing.connection import Connection
from socket import socket
from typing import Any

TASK, NEED, GIVEN, BYTES, DATA, FAILED = b"T", b"N", b"G", b"B", b"D", b"F"
# Nobody answers with more than that.
MAX_MESSAGE = 100_000_000


class Channel:
    """One end. Reading raises EOFError when the other end is gone."""

    def __init__(self, end: socket):
        self._connection = Connection(end.detach())

    def __enter__(self) -> "Channel":
        return self

    def __exit__(self, *_exception) -> None:
        self._connection.close()

    def send(self, letter: bytes, content: bytes) -> None:
        self._connection.send_bytes(letter + content)

    def send_data(self, letter: bytes, content: Any) -> None:
        self.send(letter, json.dumps(content).encode())

    def receive(self, seconds: float | None = None) -> tuple[bytes, bytes]:
        """The next message; EOFError also when none comes within that time."""
        if seconds is not None and not self._connection.poll(seconds):
            raise EOFError
        message = self._connection.recv_bytes(MAX_MESSAGE)
        return message[:1], message[1:]
