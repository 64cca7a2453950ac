"""The words both sides speak: money, periods, citations, terms. Imports nothing of ours."""
