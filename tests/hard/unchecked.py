"""The application without the check that every save rests on: the trial must notice that work is lost."""

from tests.hard.plain import application  # isort: skip (it sets Django up)

import accounts.saving

__all__ = ["application"]
accounts.saving.still_at = lambda rows, _version: rows
