"""The audit trail with its guards; approvals by two, corrections of terms, and what decisions taught."""

import sqlalchemy as sa
from alembic import op

from store.columns import ExactText

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

GUARDS = (
    ("audit_no_update", "UPDATE", "audit", "", "the audit trail is never changed"),
    ("audit_no_delete", "DELETE", "audit", "", "the audit trail is never shortened"),
    (
        "audit_head_forward",
        "UPDATE",
        "audit_head",
        "WHEN (NEW.number <> OLD.number + 1 OR NEW.id <> OLD.id)",
        "the head of the audit trail only moves forward",
    ),
    ("audit_head_no_delete", "DELETE", "audit_head", "", "the head of the audit trail stays"),
)
"""Name, statement, table, condition, words."""


def upgrade() -> None:
    """Create the tables, the new columns of decisions, and the triggers."""
    for name, columns in _tables().items():
        op.create_table(name, *columns)
    op.create_index(op.f("ix_approvals_case_id"), "approvals", ["case_id"], unique=False)
    op.create_index(op.f("ix_audit_case_id"), "audit", ["case_id"], unique=False)
    op.create_index(op.f("ix_corrections_account_id"), "corrections", ["account_id"], unique=False)
    op.create_index(op.f("ix_outcomes_case_id"), "outcomes", ["case_id"], unique=False)
    with op.batch_alter_table("decisions") as decisions:
        decisions.add_column(sa.Column("ground", sa.String(), nullable=False, server_default=""))
        decisions.add_column(sa.Column("changes", sa.JSON(), nullable=False, server_default="{}"))
        decisions.add_column(
            sa.Column("seconded_by", sa.String(), nullable=False, server_default="")
        )
        decisions.add_column(sa.Column("features", sa.JSON(), nullable=False, server_default="{}"))
        decisions.add_column(sa.Column("amends", sa.Integer(), nullable=True))
    head = sa.table("audit_head", sa.column("id"), sa.column("number"), sa.column("hash"))
    op.bulk_insert(head, [{"id": 1, "number": 0, "hash": "0" * 64}])
    _guard()


def _tables() -> dict[str, tuple[sa.schema.SchemaItem, ...]]:
    """Name → columns and constraints."""
    return {
        "approvals": (
            sa.Column("id", sa.Integer(), nullable=False),
            sa.Column("case_id", sa.String(), nullable=False),
            sa.Column("version", sa.Integer(), nullable=False),
            sa.Column("payload", sa.JSON(), nullable=False),
            sa.Column("approved_by", sa.String(), nullable=False),
            sa.Column("approved_at", sa.String(), nullable=False),
            sa.ForeignKeyConstraint(["case_id"], ["cases.case_id"]),
            sa.PrimaryKeyConstraint("id"),
            sa.UniqueConstraint("case_id", "version"),
        ),
        "corrections": (
            sa.Column("id", sa.Integer(), nullable=False),
            sa.Column("account_id", sa.String(), nullable=False),
            sa.Column("file", sa.String(), nullable=False),
            sa.Column("sha256", sa.String(), nullable=False),
            sa.Column("term_id", sa.String(), nullable=False),
            sa.Column("type", sa.String(), nullable=False),
            sa.Column("product", sa.String(), nullable=True),
            sa.Column("page", sa.Integer(), nullable=False),
            sa.Column("quote", sa.String(), nullable=False),
            sa.Column("field", sa.String(), nullable=False),
            sa.Column("old", sa.String(), nullable=True),
            sa.Column("new", sa.String(), nullable=True),
            sa.Column("reason", sa.String(), nullable=False),
            sa.Column("corrected_by", sa.String(), nullable=False),
            sa.Column("corrected_at", sa.String(), nullable=False),
            sa.Column("case_id", sa.String(), nullable=False),
            sa.Column("version", sa.Integer(), nullable=False),
            sa.PrimaryKeyConstraint("id"),
        ),
        "outcomes": (
            sa.Column("id", sa.Integer(), nullable=False),
            sa.Column("case_id", sa.String(), nullable=False),
            sa.Column("version", sa.Integer(), nullable=False),
            sa.Column("action", sa.String(), nullable=False),
            sa.Column("ground", sa.String(), nullable=False),
            sa.Column("right", sa.Boolean(), nullable=True),
            sa.Column("causes", sa.JSON(), nullable=False),
            sa.Column("features", sa.JSON(), nullable=False),
            sa.Column("confidence", ExactText(), nullable=True),
            sa.Column("decided_at", sa.String(), nullable=False),
            sa.PrimaryKeyConstraint("id"),
            sa.UniqueConstraint("case_id", "version"),
        ),
        "audit": (
            sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
            sa.Column("at", sa.String(), nullable=False),
            sa.Column("kind", sa.String(), nullable=False),
            sa.Column("case_id", sa.String(), nullable=True),
            sa.Column("version", sa.Integer(), nullable=True),
            sa.Column("payload", sa.String(), nullable=False),
            sa.Column("previous", sa.String(), nullable=False),
            sa.Column("hash", sa.String(), nullable=False),
            sa.PrimaryKeyConstraint("number"),
        ),
        "audit_head": (
            sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
            sa.Column("number", sa.Integer(), nullable=False),
            sa.Column("hash", sa.String(), nullable=False),
            sa.PrimaryKeyConstraint("id"),
        ),
    }


def _guard() -> None:
    """Triggers that refuse what an audit trail never needs."""
    if op.get_bind().dialect.name == "sqlite":
        for name, statement, table, condition, words in GUARDS:
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {statement} ON {table} {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION USING MESSAGE = TG_ARGV[0]; END $$"
    )
    for name, statement, table, condition, words in GUARDS:
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {statement} ON {table} FOR EACH ROW {condition} "
            f"EXECUTE FUNCTION refuse_change('{words}')"
        )
    for table in ("audit", "audit_head"):
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('the audit trail is never emptied')"
        )


def downgrade() -> None:
    """Drop what the step made; the triggers go with their tables."""
    with op.batch_alter_table("decisions") as decisions:
        for name in ("amends", "features", "seconded_by", "changes", "ground"):
            decisions.drop_column(name)
    for name in ("audit_head", "audit", "outcomes", "corrections", "approvals"):
        op.drop_table(name)
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION refuse_change()")
