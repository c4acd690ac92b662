"""Texts as a round file holds them."""

import re

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def text(text: str) -> str:
    """Text without white space around it."""
    return text.strip()


def line(text: str) -> str:
    """The same for what stands on one line: control characters, which a form may let through, become spaces."""
    return CONTROL.sub(" ", text).strip()
