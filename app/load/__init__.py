"""How quick the pages are with a full store: `python -m app.load`, part of `make bench`."""
