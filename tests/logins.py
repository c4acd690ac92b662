"""How people of tests log in: at once, or with the second factor that their role demands."""

import hashlib
import re
import secrets
import threading
import time

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.flows.login import _AUTHENTICATION_METHODS_USER_SESSION_KEY
from allauth.account.internal.userkit import user_id_to_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives.asymmetric import ec
from django.core import mail
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from accounts import second_factor
from accounts.mail import NAME
from accounts.models import Membership


def log_in(client, user, *, with_factor: bool | None = None) -> None:
    """Log in; with a second factor where the role of that moment demands one, unless it is said."""
    client.force_login(user)
    current = Membership.objects.current().filter(user=user, role__in=second_factor.ROLES)
    if with_factor or (with_factor is None and current.exists()):
        session = client.session
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "type": "totp", "at": time.time()}]
        session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = user_id_to_str(user)
        session.save()


def sent_mails() -> list[mail.EmailMessage]:
    """The mails so far; they leave from threads of their own."""
    for thread in [each for each in threading.enumerate() if each.name == NAME]:
        thread.join()
    return mail.outbox


def mailed_code() -> str:
    """The code in the last mail."""
    return re.search(r"^\d{4}-\d{4}$", sent_mails()[-1].body, re.MULTILINE)[0]


def give_app(user) -> str:
    """An app that shows codes for this person: its secret key; and codes on paper."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


def code_of(secret: str, later: int = 0) -> str:
    """What the app shows, now or some half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def give_passkey(user, name: str = "Min telefon") -> Authenticator:
    """A passkey that nobody has: good enough to be listed and asked for."""
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    data = AttestedCredentialData.create(Aaguid.NONE, secrets.token_bytes(16), ES256.from_cryptography_key(key))
    flags = AuthenticatorData.FLAG.USER_PRESENT | AuthenticatorData.FLAG.ATTESTED
    authenticator_data = AuthenticatorData.create(hashlib.sha256(b"testserver").digest(), flags, 0, data)
    client_data = CollectedClientData.create("webauthn.create", secrets.token_bytes(32), "http://testserver")
    credential = {
        "id": websafe_encode(data.credential_id),
        "rawId": websafe_encode(data.credential_id),
        "type": "public-key",
        "response": {
            "clientDataJSON": websafe_encode(client_data),
            "attestationObject": websafe_encode(AttestationObject.create("none", authenticator_data, {})),
        },
        "clientExtensionResults": {"credProps": {"rk": True}},
    }
    return WebAuthn.add(user, name, credential).instance
