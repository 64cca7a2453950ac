"""Sums by month, what may go by itself, rows in quarantine, billed products, what was collected."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlmodel import Session

from store.billing_tables import ProspectRow
from store.months import months_of

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SENDS = frozenset({"corrective_invoice", "credit_note", "configuration_fix"})


def upgrade() -> None:
    """Create the tables, and fill them from the cases that are there."""
    op.create_table(
        "finding_months",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("direction", sa.String(), nullable=False),
        sa.Column("total", sa.Text(), nullable=False),
        sa.Column("recoverable", sa.Text(), nullable=False),
        sa.Column("lapsed", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.case_id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_finding_months_case", "finding_months", ["case_id", "version"], unique=False
    )
    op.create_table(
        "prospects",
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("open", sa.Integer(), nullable=False),
        sa.Column("sendable", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.case_id"]),
        sa.PrimaryKeyConstraint("case_id"),
    )
    op.create_table(
        "quarantine",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("upload_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_quarantine_upload", "quarantine", ["upload_id", "number"], unique=False)
    op.create_table(
        "billed_products",
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("billed", sa.String(), nullable=False),
        sa.Column("contract", sa.String(), nullable=True),
        sa.Column("score", sa.Text(), nullable=True),
        sa.Column("grounds", sa.String(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("doubtful", sa.Boolean(), nullable=False),
        sa.Column("amount", sa.Text(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "billed"),
    )
    op.create_index(
        op.f("ix_billed_products_doubtful"), "billed_products", ["doubtful"], unique=False
    )
    op.create_table(
        "collected",
        sa.Column("outbox_id", sa.String(), nullable=False),
        sa.Column("invoiced", sa.Text(), nullable=False),
        sa.Column("paid", sa.Text(), nullable=False),
        sa.Column("invoices", sa.JSON(), nullable=False),
        sa.Column("seen_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["outbox_id"], ["outbox.id"]),
        sa.PrimaryKeyConstraint("outbox_id"),
    )
    op.create_index("ix_outbox_created", "outbox", ["created_at", "id"], unique=False)
    _fill(Session(bind=op.get_bind()))


def _fill(session: Session) -> None:
    cases = session.execute(
        sa.text(
            "SELECT case_id, version, as_of, reasons, context FROM cases "
            "WHERE confidence IS NOT NULL ORDER BY case_id"
        )
    ).all()
    for case in cases:
        payloads = session.execute(
            sa.text(
                "SELECT payload FROM findings WHERE case_id = :case AND version = :version "
                "ORDER BY position"
            ),
            {"case": case.case_id, "version": case.version},
        ).scalars()
        findings = [_json(each) for each in payloads]
        session.add_all(months_of(case.case_id, case.version, case.as_of, findings))
        capped = [each for each in _json(case.reasons) if each["effect"].startswith("at most")]
        recommended = _json(case.context).get("recommendation") or {}
        session.add(
            ProspectRow(
                case_id=case.case_id,
                version=case.version,
                open=len(capped),
                sendable=bool(findings) and recommended.get("action") in SENDS,
            )
        )
    session.flush()


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_outbox_created", table_name="outbox")
    for table in ("collected", "billed_products", "quarantine", "prospects", "finding_months"):
        op.drop_table(table)
