"""Rules over quantities, sentences and tables: the reader that needs no model."""
