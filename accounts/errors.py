"""The one exception by which an action says no."""


class ActionRefused(Exception):
    """The state of things does not allow the action; the message is a sentence for the user."""
