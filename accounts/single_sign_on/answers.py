"""Limits to the answers of a login: to the time from the first byte to the last, and to the size."""

from __future__ import annotations

import socket
from contextlib import suppress
from threading import Timer
from time import monotonic

from requests import RequestException, Response
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

SECONDS = 10
MAX_BYTES = 256 * 1024
PART = 16 * 1024


class AnswerTooLong(RequestException):
    """The login says more, or for longer, than anybody needs to know."""


def hang_up(line: socket.socket) -> None:
    """End a connection under whoever is reading from it: a waiting read is told that there is no more."""
    with suppress(OSError):
        socket.socket.shutdown(line, socket.SHUT_RDWR)


class ShortHTTP(HTTPConnection):
    """A connection that is open for a while only, whatever comes through it."""

    def connect(self) -> None:
        super().connect()
        end = Timer(SECONDS, hang_up, [self.sock])
        end.daemon = True
        end.start()


class ShortHTTPS(ShortHTTP, HTTPSConnection):
    """The same with TLS."""


class HTTPPool(HTTPConnectionPool):
    """Of such connections."""

    ConnectionCls = ShortHTTP


class HTTPSPool(HTTPSConnectionPool):
    """Of such connections with TLS."""

    ConnectionCls = ShortHTTPS


class ShortAnswers(HTTPAdapter):
    """Connects with lines that are hung up in time."""

    def init_poolmanager(self, *args, **kwargs):
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": HTTPPool, "https": HTTPSPool}


def whole(answer: Response, began: float) -> Response:
    """The answer, read to its end; AnswerTooLong if it has none within the limits."""
    content = bytearray()
    for part in answer.iter_content(PART):
        content += part
        if len(content) > MAX_BYTES:
            answer.close()
            raise AnswerTooLong
    # An answer that was hung up on can look like one that has ended.
    if monotonic() - began >= SECONDS:
        raise AnswerTooLong
    answer._content = bytes(content)
    return answer
