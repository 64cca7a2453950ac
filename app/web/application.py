"""Puts the application together: routers, sign-in, headers, error pages."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from app.web.context import Web
from app.web.home import home_of
from app.web.settings import WebSettings
from store.store import Store

ROUTES: tuple[str, ...] = ()
"""Modules of app/web/routes, in the order of the navigation."""
API: tuple[str, ...] = ()
"""Modules of app/web/api."""


def create_app(settings: WebSettings | None = None) -> FastAPI:
    """The application over the store that the settings name."""
    settings = settings or WebSettings()
    store = Store.open(settings.store)
    app = FastAPI(title="recoup", docs_url=None, redoc_url=None, openapi_url="/api/v1/openapi.json")
    app.state.web = Web(settings, store, home_of(settings, store))
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    for name in ROUTES:
        app.include_router(import_module(f"app.web.routes.{name}").router, include_in_schema=False)
    for name in API:
        app.include_router(import_module(f"app.web.api.{name}").router, prefix="/api/v1")
    return app
