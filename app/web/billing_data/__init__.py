"""Billing data from a person: taken in, read in a folder of its own, then made the book."""
