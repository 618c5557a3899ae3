"""Runs migrations on the connection that `store.migrate` opened."""

from alembic import context
from sqlmodel import SQLModel

import safety_center.store.tables  # noqa: F401 - registers every table

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=SQLModel.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    transactional_ddl=False,
)
context.run_migrations()
