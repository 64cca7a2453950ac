"""The formula language of docs/formulas.md: exact decimals, no loops, no side effects, bounded."""
