"""Secrets that have to be stored and read again: sealed with the secret key, so that a copy of the database tells none.

Passwords are not kept here, nor anywhere: only their hashes are.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac

SALT = "accounts.sealed"


class SealBroken(Exception):
    """The text was sealed with another secret key than the ones that are known here."""


def seal(text: str) -> str:
    """The text as it may be stored."""
    return _fernet().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """The text that was sealed; SealBroken if that was with a secret key that is gone."""
    try:
        return _fernet().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise SealBroken from error


def _fernet() -> MultiFernet:
    return MultiFernet([Fernet(_key(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str) -> bytes:
    return base64.urlsafe_b64encode(salted_hmac(SALT, "", secret, algorithm="sha256").digest())
