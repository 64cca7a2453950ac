"""What was billed and what should have been: book, pricing, rating, causes, lookback, delivery."""
