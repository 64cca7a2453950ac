"""The pages, a file a subject. Each has a `router`; `app.web.application` puts them together."""
