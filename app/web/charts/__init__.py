"""Charts as SVG drawn here: attributes and classes only, readable without colour, never without a table."""
