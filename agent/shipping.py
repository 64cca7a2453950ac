"""Sending a case to billing: rows first, in one transaction; then the files, as often as needed."""

from __future__ import annotations

from sqlmodel import Session

from agent import papers
from agent.desk import Desk
from agent.recommendation import outbox_document
from billing.delivery_files import withdraw_files, write_files
from store.outbox import documents_of, list_outbox, mark_delivered, put


def ship(desk: Desk, case_id: str, version: int) -> None:
    """Put what the case recovers into the outbox and write its files. Safe to run again."""
    with desk.store.begin() as session:
        put_documents(session, case_id, version)
        waiting = documents_of(session, case_id, version)
    for row in waiting:
        if row.status == "cancelled":
            continue
        write_files(desk.outbox, row.payload)
        with desk.store.begin() as session:
            delivered = mark_delivered(session, row.id)
        if not delivered:  # a person cancelled it between the two
            withdraw_files(desk.outbox, row.id)


def put_documents(session: Session, case_id: str, version: int) -> None:
    """What a version recovers, as rows of the outbox; putting it again changes nothing."""
    plan = papers.plan(papers.rows(session, case_id, version))
    for delivery in plan.documents:
        put(session, outbox_document(plan.name, delivery))


def clear_away(desk: Desk) -> None:
    """Take away half-written files that a killed process left in the folders for people and billing.

    Only for the process that holds the store: another one may just be writing.
    """
    for folder in (desk.outbox, desk.memos):
        for path in folder.glob(".*.part"):
            path.unlink(missing_ok=True)


def withdraw_cancelled(desk: Desk) -> None:
    """Take away files of documents that were cancelled between their row and their delivery."""
    with desk.store.begin() as session:
        cancelled = [row.id for row in list_outbox(session) if row.status == "cancelled"]
    for outbox_id in cancelled:
        withdraw_files(desk.outbox, outbox_id)
