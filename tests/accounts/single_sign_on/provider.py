"""An OpenID Connect provider on this machine that is strict about what it is sent, and lies when it is told to.

It holds people to the letter of the protocol: PKCE with S256, the redirect address as registered, the client's secret,
a code that works once. ``lies`` replace what it says. Everybody is logged in there already: it asks nothing.
"""

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Iterable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "jamsteg", "secret-of-the-client"
KEY, OTHER_KEY = (RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"}) for _time in range(2))


class Provider:
    """The state of a provider: who is logged in there, which lies it tells, what it was asked."""

    def __init__(self):
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(self))
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        self.person = {"sub": "asa", "email": "asa.berg@ala.example"}
        self.lies: dict[str, object] = {}
        self.discovery: dict[str, object] = {}
        self.userinfo: dict[str, object] = {}
        self.key, self.algorithm = KEY, "RS256"
        self.asked: list[str] = []
        self.codes: dict[str, dict[str, str]] = {}
        self.delay = 0.0
        self.broken: dict[str, Iterable[bytes]] = {}
        Thread(target=self.server.serve_forever, args=[0.02], daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def metadata(self) -> dict:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": self.issuer + "/authorize",
            "token_endpoint": self.issuer + "/token",
            "jwks_uri": self.issuer + "/keys",
            "userinfo_endpoint": self.issuer + "/userinfo",
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
        } | self.discovery

    def authorize(self, query: dict[str, str]) -> str:
        """Where the browser is sent back to."""
        assert (query["response_type"], query["client_id"]) == ("code", CLIENT)
        assert query["code_challenge_method"] == "S256"
        assert {"state", "nonce", "code_challenge"} <= set(query)
        code = secrets.token_urlsafe(8)
        self.codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def token(self, form: dict[str, str], authorization: str) -> dict:
        """Tokens for a code, or an error."""
        asked = self.codes.pop(form.get("code", ""), None)
        if asked is None or form["redirect_uri"] != asked["redirect_uri"]:
            return {"error": "invalid_grant"}
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"]:
            return {"error": "invalid_grant"}
        basic = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if authorization != basic and form.get("client_secret") != SECRET:
            return {"error": "invalid_client"}
        answer = {"access_token": "access", "token_type": "Bearer", "id_token": self.id_token(asked["nonce"])}
        return {name: value for name, value in (answer | self.lies.get("answer", {})).items() if value is not None}

    def id_token(self, nonce: str) -> str:
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce} | self.person
        claims = claims | {name: value for name, value in self.lies.items() if name != "answer"}
        header = {"alg": self.algorithm, "kid": "one"}
        if self.algorithm == "none":
            parts = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in (header, claims)]
            return b".".join([*parts, b""]).decode()
        return jwt.encode(header, {name: value for name, value in claims.items() if value is not None}, self.key)


class Answers(BaseHTTPRequestHandler):
    """Redirects and JSON."""

    def redirect(self, address: str):
        self.send_response(302)
        self.send_header("Location", address)
        self.end_headers()

    def answer(self, said, status: int = 200):
        body = json.dumps(said).encode() if not isinstance(said, bytes) else said
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def send_raw(self, parts: Iterable[bytes]):
        """Whatever is to be sent, until nobody listens any more."""
        with suppress(OSError):
            for part in parts:
                self.wfile.write(part)

    def log_message(self, *args):
        """Nothing: the tests look at ``asked``."""


def handler_of(provider: Provider):
    """The requests of one provider."""

    class Handler(Answers):
        def do_GET(self):
            parts = urlsplit(self.path)
            provider.asked.append(parts.path)
            time.sleep(provider.delay)
            if parts.path in provider.broken:
                return self.send_raw(provider.broken[parts.path])
            if parts.path == "/authorize":
                return self.redirect(provider.authorize(dict(parse_qsl(parts.query))))
            if parts.path == "/elsewhere":
                return self.redirect(provider.issuer + "/.well-known/openid-configuration")
            return self.answer(PLACES[parts.path](provider))

        def do_POST(self):
            provider.asked.append(self.path)
            if self.path in provider.broken:
                return self.send_raw(provider.broken[self.path])
            if self.path == "/elsewhere":
                return self.redirect(provider.issuer + "/token")
            sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(sent).items()}
            said = provider.token(form, self.headers.get("Authorization", ""))
            self.answer(said, 400 if "error" in said else 200)

    return Handler


PLACES = {
    "/.well-known/openid-configuration": lambda provider: provider.metadata(),
    "/keys": lambda provider: {"keys": [KEY.as_dict(private=False)]},
    "/userinfo": lambda provider: provider.userinfo,
}
