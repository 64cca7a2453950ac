"""Single sign-on by OpenID Connect: authorization code with PKCE, state and nonce (authlib does both ends)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from authlib.integrations.base_client import OAuth2Mixin, OpenIDMixin  # type: ignore[import-untyped]
from authlib.integrations.httpx_client import OAuth2Client  # type: ignore[import-untyped]

from app.web.security.cookies import is_this_machine
from app.web.settings import WebSettings

SIGNED_BY = (
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "EdDSA",
)
"""Signatures by the provider's own key; 'none' and shared secrets are not among them."""
SECONDS = 10
BACK = "/sign-in/back"


class SignOnFailed(Exception):
    """The provider did not vouch for anybody; the message says what is known."""


class Provider(OAuth2Mixin, OpenIDMixin):  # type: ignore[misc] # authlib says nothing of types
    """The provider as authlib sees it, over plain httpx."""

    client_cls = OAuth2Client


@dataclass(frozen=True, slots=True)
class Started:
    """Where to send the browser, and what it must bring back."""

    url: str
    kept: dict[str, str]


@dataclass(frozen=True, slots=True)
class Vouched:
    """Whom the provider vouches for."""

    email: str
    verified: bool


def provider_of(settings: WebSettings) -> Provider:
    """The provider of the settings; its own description is fetched at first use."""
    issuer = settings.oidc_issuer.rstrip("/")
    return Provider(
        None,
        "sign-on",
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret or None,
        server_metadata_url=f"{issuer}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid email profile",
            "code_challenge_method": "S256",
            "timeout": SECONDS,
        },
    )


def start(provider: Provider, settings: WebSettings, back: str) -> Started:
    """Begin a round trip. Raises SignOnFailed."""
    try:
        _described(provider, settings)
        made = provider.create_authorization_url(back)
    except Exception as error:
        raise _failed(settings, "cannot be reached") from error
    return Started(
        made["url"],
        {name: made[name] for name in ("state", "nonce", "code_verifier")},
    )


def finish(
    provider: Provider, settings: WebSettings, kept: dict[str, str], code: str, back: str
) -> Vouched:
    """Take the code to the provider and read what it vouches for. Raises SignOnFailed."""
    try:
        issuer = _described(provider, settings)
        token = provider.fetch_access_token(
            back, code=code, code_verifier=kept["code_verifier"], grant_type="authorization_code"
        )
        claims = provider.parse_id_token(
            token,
            kept["nonce"],
            claims_options={
                "iss": {"essential": True, "value": issuer},
                "aud": {"essential": True, "value": settings.oidc_client_id},
            },
        )
    except Exception as error:
        raise _failed(settings, "did not confirm who you are") from error
    if claims is None:
        raise _failed(settings, "did not say who you are")
    verified: Any = claims.get("email_verified")
    return Vouched(str(claims.get("email") or ""), verified is True or verified == "true")


def _described(provider: Provider, settings: WebSettings) -> str:
    """The issuer, as the provider's description has it. Raises ValueError where it is another one."""
    described = provider.load_server_metadata()
    wanted = settings.oidc_issuer.rstrip("/")
    if str(described.get("issuer", "")).rstrip("/") != wanted:
        msg = f"{wanted} describes itself as {described.get('issuer')!r}"
        raise ValueError(msg)
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        _refuse_plain_http(str(described.get(name, "")))
    offered = described.get("id_token_signing_alg_values_supported") or ["RS256"]
    described["id_token_signing_alg_values_supported"] = [
        each for each in offered if each in SIGNED_BY
    ]
    return str(described["issuer"])


def _refuse_plain_http(address: str) -> None:
    parts = urlsplit(address)
    if parts.scheme != "https" and not is_this_machine(parts.hostname or ""):
        msg = f"{address!r} is not an https address"
        raise ValueError(msg)


def _failed(settings: WebSettings, what: str) -> SignOnFailed:
    return SignOnFailed(
        f"{settings.oidc_name[:1].upper()}{settings.oidc_name[1:]} {what}. Try again."
    )
