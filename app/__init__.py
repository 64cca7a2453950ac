"""The faces: command line, and later web and worker."""
