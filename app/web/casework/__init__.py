"""The specialist's work: the queue of cases, a case with its evidence, and decisions on it."""
