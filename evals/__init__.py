"""How good it is: scoring against truth, reports, benchmarks."""
