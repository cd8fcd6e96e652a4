"""Alembic's entry: run the migrations on the connection, and in the transaction, that the caller gives."""

from alembic import context

from server.store.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=True)
context.run_migrations()
