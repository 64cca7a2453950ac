"""The API under /api/v1, a file a subject. Each has a `router`; errors are problem+json."""
