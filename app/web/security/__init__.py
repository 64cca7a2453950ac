"""Who asks, and whether the request may come in at all: sign-in, tokens, forgery, limits, headers."""
