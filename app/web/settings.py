"""The settings of the web application, from the environment (RECOUP_…)."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class WebSettings(BaseSettings):
    """Every setting has a default that is right for one machine and one seller."""

    model_config = SettingsConfigDict(env_prefix="RECOUP_", extra="ignore")

    store: str = "sqlite:///recoup.db"
    home: Path | None = None
    """The folder of uploads and of the book; by default `recoup-home` beside the store."""
    reader: str | None = None
    """grammar, model or both; by default as the command line chooses."""
    secure_cookies: bool = True
    """Off only behind plain http on an address that is not this machine, for a trial."""
    hosts: str = ""
    """Names by which browsers call this server, with commas; '.example.com' stands for all below it.
    This machine's own name and addresses in numbers are known."""
    public_url: str = ""
    """https://recoup.example.com, where a proxy stands before it; else as the browser called it."""
    requests_a_minute: int = Field(default=2400, ge=4)
    """Of one person; a fourth of it at once."""
    strangers_a_minute: int = Field(default=240, ge=4)
    """Of one address, as long as nobody is signed in there."""
    sign_ins_a_minute: int = Field(default=10, ge=1)
    """Tries to sign in from one address."""
    session_hours: int = Field(default=12, ge=1, le=24 * 30)
    upload_megabytes: int = Field(default=50, ge=1)
    """The most that one file may have."""
    request_megabytes: int = Field(default=200, ge=1)
    """The most that the files of one request may have together."""
    upload_pages: int = Field(default=2000, ge=1)
    currency: str = "USD"
    """The currency that the dashboard shows first."""
    oidc_issuer: str = ""
    """Single sign-on: the address whose /.well-known/openid-configuration describes the provider."""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    oidc_name: str = "single sign-on"
    """The provider's name on the button."""

    @property
    def known_hosts(self) -> list[str]:
        """The names in `hosts` and `public_url`, in lower case."""
        named = [each.strip().lower() for each in self.hosts.split(",")]
        public = urlsplit(self.public_url).hostname or ""
        return [each for each in (*named, public) if each]
