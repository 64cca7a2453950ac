"""Migrations of the store: one file a step under versions/, run when a store is opened."""
