"""What alembic runs: on the connection that `steps.migrate` hands over, in its transaction."""

from alembic import context
from sqlmodel import SQLModel

from store import tables, web_tables

_ = tables, web_tables  # importing it fills the metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
