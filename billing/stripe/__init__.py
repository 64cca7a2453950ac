"""The Stripe source of the book: stripe/*.json, as the Stripe API returns it, as the book's facts."""
