"""What is kept between runs: tables, readings of contracts, cases, decisions, the outbox."""
