"""Puts the application together: routers, sign-in, headers, error pages."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from fastapi import Depends, FastAPI, Security
from fastapi.staticfiles import StaticFiles

from app.web.api.documented import PROBLEMS, bearer
from app.web.context import Web
from app.web.errors import register_errors
from app.web.home import home_of
from app.web.security.forgery import refuse_forged
from app.web.security.guard import Guard
from app.web.settings import WebSettings
from store.store import Store

ROUTES: tuple[str, ...] = (
    "home",
    "cases",
    "case_papers",
    "case",
    "contracts",
    "document",
    "terms",
    "account",
    "sign_in",
    "sign_on",
    "people",
    "account_settings",
    "dashboard",
    "billing",
    "products",
    "runs",
    "outbox",
    "exports",
    "settings",
    "webhooks",
)
"""Modules of app/web/routes, in the order of the navigation."""
API: tuple[str, ...] = (
    "me",
    "accounts",
    "contracts",
    "billing",
    "runs",
    "cases",
    "outbox",
    "webhooks",
)
"""Modules of app/web/api."""


def create_app(settings: WebSettings | None = None) -> FastAPI:
    """The application over the store that the settings name."""
    settings = settings or WebSettings()
    store = Store.open(settings.store)
    web = Web(settings, store, home_of(settings, store))
    app = FastAPI(
        title="recoup",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        dependencies=[Depends(refuse_forged)],
        redirect_slashes=False,
    )
    app.state.web = web
    app.add_middleware(Guard, web=web)
    register_errors(app)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    for name in ROUTES:
        app.include_router(import_module(f"app.web.routes.{name}").router, include_in_schema=False)
    for name in API:
        app.include_router(
            import_module(f"app.web.api.{name}").router,
            prefix="/api/v1",
            responses=PROBLEMS,
            dependencies=[Security(bearer)],
        )
    return app
