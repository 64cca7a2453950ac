"""Small contracts for tests of the background work and of the contract pages."""

from __future__ import annotations

from pathlib import Path

from tests.pdfs import Paper


def order_form(path: Path, number: int = 1, price: str = "120.00") -> Path:
    """A page with a price, a quantity and a term."""
    paper = Paper(path)
    paper.title(f"Order Form No. {number}")
    paper.text(
        f"This Order Form OF-{number:03} is effective as of January {number % 28 + 1}, 2026."
    )
    paper.heading("1. Fees")
    paper.text(
        f"Customer will pay a monthly fee of USD {price} per seat for the Northwind Suite, billed "
        "monthly in advance, for 25 seats."
    )
    paper.heading("2. Term")
    paper.text(
        "The initial term is 12 months. It renews automatically for further terms of 12 months."
    )
    paper.canvas.save()
    return path


def with_open_passage(path: Path) -> Path:
    """A page with a price that is read, and a sentence on money that no reader understands."""
    paper = Paper(path)
    paper.title("Services Agreement")
    paper.text("This Services Agreement SA-7 is effective as of March 1, 2026.")
    paper.heading("1. Fees")
    paper.text("Customer will pay USD 900.00 per month for the Harbour Module, billed in advance.")
    paper.heading("2. Other sums")
    paper.text("Fees are firm for the first contract year.")
    paper.canvas.save()
    return path
