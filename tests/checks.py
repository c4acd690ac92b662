"""Checks that several test modules share."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import translation


def refused(thing: Model, message: str | None = None) -> None:
    """The database refuses to save it; before that, if people see it, its model does with the (English) message."""
    if message is not None:
        with translation.override("en"), pytest.raises(ValidationError) as refusal:
            thing.full_clean()
        assert refusal.value.messages == [message]
    with pytest.raises(IntegrityError), transaction.atomic():
        thing.save()
