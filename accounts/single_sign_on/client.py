"""Talks to the login of an organisation: sends people there, and reads what it says about them when they are back.

Authlib does the protocol: state, nonce, PKCE, and the ID token with its signature, issuer, audience and time. Here is
what we ask for beyond that: the issuer is exactly the one that was entered, everything comes from its origin, and
nothing is believed that is not in a signed token or belongs to the same person as one.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.django_client import DjangoIntegration, DjangoOAuth2App
from authlib.integrations.requests_client import OAuth2Session
from django.urls import reverse
from joserfc.errors import JoseError
from requests import RequestException
from requests.exceptions import InvalidURL

from accounts.models import IdentityProvider, origin_of
from accounts.sealed import SealBroken
from accounts.single_sign_on.answers import ShortAnswers, whole
from accounts.single_sign_on.refusals import CANCELLED, INVALID, UNAVAILABLE, SignInRefused

# Seconds to connect, and between two parts of an answer; the whole of it: answers.py.
PATIENCE = (2, 3)
# Ten minutes to log in over there.
STATE_LASTS = 600
LEEWAY = 60
LONGEST = 255
NEEDED = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")
READ = (*NEEDED, "userinfo_endpoint", "token_endpoint_auth_methods_supported")
# Signatures that nobody but the login can make; never those with the shared secret, nor none at all.
ALGORITHMS = [f"{kind}{size}" for kind in ("RS", "PS", "ES") for size in (256, 384, 512)]


@dataclass(frozen=True)
class Claims:
    """Who somebody is at the login of their organisation. The address is looked at and not kept."""

    issuer: str
    subject: str
    email: str


@dataclass(frozen=True)
class Errand:
    """What somebody went to the login for: to log in, or to connect it to the account with this number."""

    user: int | None = None
    next: str = ""


class PinnedSession(OAuth2Session):
    """Fetches from one origin only, follows no redirects, does not wait long and does not read much."""

    def __init__(self, *args, origin: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.origin = origin
        for scheme in ("http://", "https://"):
            self.mount(scheme, ShortAnswers())

    def request(self, method, url, **kwargs):
        if origin_of(url) != self.origin:
            raise InvalidURL("Not an address of the organisation's login")
        ours = {"allow_redirects": False, "timeout": PATIENCE, "stream": True}
        began = monotonic()
        return whole(super().request(method, url, **(kwargs | ours)), began)


class ShortStates(DjangoIntegration):
    """What was sent along stays in the session for ten minutes, and is used once."""

    expires_in = STATE_LASTS

    def get_state_data(self, session, state):
        self._clear_session_state(session)
        return super().get_state_data(session, state)


class Client(DjangoOAuth2App):
    """The login of one organisation."""

    client_cls = PinnedSession

    def __init__(self, provider: IdentityProvider):
        super().__init__(
            ShortStates(provider.organisation.code),
            client_id=provider.client_id,
            client_secret=provider.secret,
            client_kwargs={"origin": provider.origin, "scope": "openid email", "code_challenge_method": "S256"},
        )
        self.provider = provider
        self.server_metadata: dict = {}

    def load_server_metadata(self) -> dict:
        """What the login says about itself, looked at before anything of it is used."""
        if not self.server_metadata:
            address = self.provider.issuer.rstrip("/") + "/.well-known/openid-configuration"
            with self._get_session() as session:
                answer = session.request("GET", address, withhold_token=True)
            answer.raise_for_status()
            self.server_metadata = self._checked(answer.json())
        return self.server_metadata

    def _checked(self, said: dict) -> dict:
        """The parts that we read. Authlib takes its algorithms from here, so they are ours."""
        found = {name: said[name] for name in READ if name in said}
        if any(not isinstance(found.get(name), str) for name in NEEDED) or found["issuer"] != self.provider.issuer:
            raise ValueError("The login is another one than was entered")
        if origin_of(found["authorization_endpoint"]) != self.provider.origin:
            raise ValueError("The login sends people elsewhere")
        if "client_secret_basic" not in found.get("token_endpoint_auth_methods_supported", ["client_secret_basic"]):
            self.client_kwargs["token_endpoint_auth_method"] = "client_secret_post"  # noqa: S105 (a name)
        return found | {"id_token_signing_alg_values_supported": ALGORITHMS}

    def send(self, request, errand: Errand, email: str = ""):
        """The redirect to the login; what it is for waits in the session."""
        back = request.build_absolute_uri(reverse("organisation-login-return", args=[self.framework.name]))
        sent = self.create_authorization_url(back, **({"login_hint": email} if email else {}))
        self.save_authorize_data(request, redirect_uri=back, user=errand.user, next=errand.next, **sent)
        return sent["url"]

    def receive(self, request) -> tuple[Claims, Errand]:
        """Who came back, and what they went for."""
        kept = self.framework.get_state_data(request.session, request.GET.get("state"))
        if kept is None:
            raise ValueError("Nobody was sent to this login from here, or it was long ago")
        if request.GET.get("iss", self.provider.issuer) != self.provider.issuer:
            raise ValueError("The answer of another login")
        options = {"iss": {"essential": True, "value": self.provider.issuer}}
        options["aud"] = {"essential": True, "value": self.provider.client_id}
        token = self.authorize_access_token(request, claims_options=options, leeway=LEEWAY)
        return self._claims(token), Errand(kept["user"], kept["next"])

    def _claims(self, token: dict) -> Claims:
        said = token["userinfo"]
        subject = said["sub"]
        if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST:
            raise ValueError("No usable subject")
        email = _address(said) or self._address_elsewhere(token, subject)
        return Claims(self.provider.issuer, subject, email)

    def _address_elsewhere(self, token: dict, subject: str) -> str:
        """Some logins tell the address on request only; then it must be about the same person."""
        if "userinfo_endpoint" not in self.server_metadata:
            return ""
        said = self.userinfo(token=token)
        return _address(said) if said.get("sub") == subject else ""


def _address(said: dict) -> str:
    """The address in what was said; none that the login itself calls unverified. Without it the name to log in with."""
    if said.get("email_verified") is False:
        return ""
    found = [said.get(name) for name in ("email", "preferred_username", "upn")]
    return next((each.strip().lower() for each in found if isinstance(each, str) and "@" in each), "")


def send(request, provider: IdentityProvider, errand: Errand, email: str = "") -> str:
    """The address at the login to send somebody to."""
    return _understood(lambda: Client(provider).send(request, errand, email))


def receive(request, provider: IdentityProvider) -> tuple[Claims, Errand]:
    """Who came back from the login, and for what; SignInRefused if they can't be believed."""
    if request.GET.get("error") in ("access_denied", "login_required", "interaction_required"):
        raise SignInRefused(CANCELLED)
    return _understood(lambda: Client(provider).receive(request))


def _understood(talk):
    """What the login answered; whatever goes wrong on the way has one of two names."""
    try:
        return talk()
    except (RequestException, RecursionError, SealBroken) as error:
        raise SignInRefused(UNAVAILABLE) from error
    except (AuthlibBaseError, JoseError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SignInRefused(INVALID) from error
