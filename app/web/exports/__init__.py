"""Tables to take along: Excel with real numbers and dates, CSV without formulas."""
