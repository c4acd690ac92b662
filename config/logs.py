"""What is written into the server's log: lines without the secrets of links that were mailed."""

import logging
import re

SECRET = re.compile(r"(/konto/(?:inbjudan|glomt-losenord)/)[^/\s\"'?#]{8,}")


class WithoutSecrets(logging.Formatter):
    """A formatter that leaves the secret out of every such address, also in a traceback."""

    def format(self, record: logging.LogRecord) -> str:
        return SECRET.sub(r"\1…", super().format(record))
