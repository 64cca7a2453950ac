"""jinja2 templates, a folder a task, with a loader that hashes what it renders."""
