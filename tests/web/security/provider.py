"""A small OpenID Connect provider for tests: it vouches for whoever it is told to, rightly or wrongly."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

CLIENT = "recoup"
SECRET = "between the two"


class FakeProvider:
    """Runs in a thread; `claims` and `headers` overwrite what it says of the person."""

    def __init__(self) -> None:
        self.key = ECKey.generate_key("P-256", {"kid": "one"}, auto_kid=False)
        self.other = ECKey.generate_key("P-256", {"kid": "one"}, auto_kid=False)
        self.claims: dict[str, object] = {}
        self.signed_by_another = False
        self.forged_as = ""
        """'none': without a signature; 'HS256': with one by what anybody may know, the public key."""
        self.description: dict[str, object] = {}
        self.codes: dict[str, dict[str, str]] = {}
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if self.path == "/.well-known/openid-configuration":
                    provider.answer(self, provider.describe())
                elif self.path == "/keys":
                    provider.answer(self, KeySet([provider.key]).as_dict(private=False))
                else:
                    provider.answer(self, {}, 404)

            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                sent = parse_qs(self.rfile.read(length).decode())
                form = {name: values[0] for name, values in sent.items()}
                given = base64.b64decode(self.headers.get("Authorization", " ").split()[-1] + "==")
                status, body = provider.token(form, given.decode(errors="replace"))
                provider.answer(self, body, status)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    @staticmethod
    def answer(to: BaseHTTPRequestHandler, body: object, status: int = 200) -> None:
        text = json.dumps(body).encode()
        to.send_response(status)
        to.send_header("Content-Type", "application/json")
        to.send_header("Content-Length", str(len(text)))
        to.end_headers()
        to.wfile.write(text)

    def describe(self) -> dict[str, object]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "id_token_signing_alg_values_supported": ["ES256", "HS256", "none"],
            **self.description,
        }

    def visit(self, url: str, email: str) -> str:
        """What the person does there: sign in as somebody, and come back with a code."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        code = f"code-{len(self.codes)}"
        self.codes[code] = {**asked, "email": email}
        back = urlsplit(asked["redirect_uri"])
        return f"{back.path}?code={code}&state={asked['state']}"

    def token(self, form: dict[str, str], client: str) -> tuple[int, dict[str, object]]:
        asked = self.codes.pop(form.get("code", ""), None)
        proof = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(proof).rstrip(b"=").decode()
        known = client == f"{CLIENT}:{SECRET}".replace(" ", "+") or client == f"{CLIENT}:{SECRET}"
        fits = asked is not None and challenge == asked["code_challenge"]
        if not (known and fits and form.get("redirect_uri") == asked["redirect_uri"]):
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "sub": "s-1",
            "aud": CLIENT,
            "exp": now + 60,
            "iat": now,
            "nonce": asked["nonce"],
            "email": asked["email"],
            "email_verified": True,
            **self.claims,
        }
        key = self.other if self.signed_by_another else self.key
        signed = self.forged(claims) or jwt.encode({"alg": "ES256", "kid": "one"}, claims, key)
        return 200, {"access_token": "a", "token_type": "Bearer", "id_token": signed}

    def forged(self, claims: dict[str, object]) -> str:
        if not self.forged_as:
            return ""
        head = {"alg": self.forged_as, "kid": "one"}
        parts = [
            base64.urlsafe_b64encode(json.dumps(each).encode()).rstrip(b"=")
            for each in (head, claims)
        ]
        secret = json.dumps(self.key.as_dict(private=False)).encode()
        proof = hmac.new(secret, b".".join(parts), hashlib.sha256).digest()
        last = base64.urlsafe_b64encode(proof).rstrip(b"=") if self.forged_as == "HS256" else b""
        return b".".join([*parts, last]).decode()
