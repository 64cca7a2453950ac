"""Readers turn a document's passages into cited terms. They read independently of one another."""
