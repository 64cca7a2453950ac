"""Accounts made up from a seed: contracts as PDFs, billing with planted mistakes, and the truth."""
