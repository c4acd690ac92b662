"""What a password may not be made of."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Words that whoever guesses passwords of this application tries first.
OUR_WORDS = ("jämsteg", "jamsteg", "jämställdhet", "jamstalldhet")
SHORTEST = 4


class OwnWordsValidator:
    """The name of the application, one's own name and e-mail address don't count towards the length."""

    def __init__(self, min_length: int = 12):
        self.min_length = min_length

    def validate(self, password: str, user=None) -> None:
        rest = password.lower()
        for word in sorted(self._words_of(user) | set(OUR_WORDS), key=len, reverse=True):
            rest = rest.replace(word, "")
        if len(rest) < min(self.min_length, len(password)):
            raise ValidationError(
                _("Your name, your e-mail address and Jämsteg are guessed first. Choose other words."), code="own-words"
            )

    def get_help_text(self) -> str:
        return _("Not your name, your e-mail address or Jämsteg.")

    def _words_of(self, user) -> set[str]:
        text = f"{getattr(user, 'email', '')} {getattr(user, 'display_name', '')}".lower()
        return {word for word in re.split(r"[\W_]+", text) if len(word) >= SHORTEST}
