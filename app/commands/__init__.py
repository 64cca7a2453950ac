"""One file a command: what `recoup <command>` does once its options are read."""
