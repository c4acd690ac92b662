"""What was not offered: no form of ours sends it, unless a colleague has just removed what somebody chose."""

from contextvars import ContextVar

from django import forms

NOT_OFFERED = ("invalid_choice", "invalid_list", "invalid_pk_value")
_was_sent: ContextVar[bool] = ContextVar("not_offered", default=False)


class OnlyOffered(forms.Form):
    """A form with choices. One that is not among them is a fault at its field, and the status of the answer says so."""

    def add_error(self, field, error):
        super().add_error(field, error)
        if any(self.has_error(field, code) for code in NOT_OFFERED):
            _was_sent.set(True)


def forget() -> None:
    """A new request begins."""
    _was_sent.set(False)


def was_sent() -> bool:
    """Did a form of this request hold a choice that was not offered?"""
    return _was_sent.get()
