"""Where a model helps in a case: hypotheses that the engine tries, choices, and prose that is checked."""
