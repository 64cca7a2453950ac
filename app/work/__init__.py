"""Work in the background: a process of its own takes up jobs and does them (`python -m app.work`)."""
