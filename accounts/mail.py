"""Sending a mail without making anybody wait: the time of an answer tells nothing about who has an account."""

import logging
from threading import Thread

from django.core.mail import EmailMessage

logger = logging.getLogger(__name__)
NAME = "mail"


def send_soon(message: EmailMessage | None) -> Thread:
    """Send from a thread of its own; what goes wrong is logged, without address and text. None takes as long."""
    thread = Thread(target=_send, args=[message], name=NAME)
    thread.start()
    return thread


def _send(message: EmailMessage | None) -> None:
    try:
        if message is not None:
            message.send()
    except OSError:  # SMTP errors are OSErrors too
        logger.exception("A mail could not be sent")
